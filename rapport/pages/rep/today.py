"""Today: what to do now, about four minutes of it, never a backlog."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask import render_template, request

from rapport import clock
from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.learning.entry import versions_of
from rapport.learning.fact import what_stands
from rapport.pages.rep.blueprint import lesson_url, next_step_url, rep, this_rep, this_shelf
from rapport.pages.rep.field import NOTICES
from rapport.pages.rep.work import Desk, exercise_title, works_of
from rapport.progress.activity import active_days, leave_days
from rapport.progress.follow_ups import follow_ups_of
from rapport.progress.of_rep import next_lesson, progress_of
from rapport.progress.progress import Progress
from rapport.progress.streak import streak

MOST_TASKS, MOST_DUE = 3, 2


@dataclass(frozen=True)
class Lead:
    """The lesson that comes next; `url` is the step of it that is open."""

    lesson: ShelfLesson
    module_title: str
    started: bool
    url: str


@rep.get("/")
def today() -> str:
    """The first page: the next lesson, promises that are due, exercises that run."""
    person = this_rep()
    now = clock.local(clock.now(), person.zone)
    if not person.has("rep"):
        return render_template(
            "rep/today_guest.html", today=now.date(), greeting=greeting(now.hour), modules=len(this_shelf().modules)
        )
    shelf, progress = this_shelf(), progress_of(person.id)
    desk = Desk(person, versions_of(person.id), now.date(), leave_days(person))
    follow_ups = follow_ups_of(person, what_stands(desk.versions), desk.away)
    due = [item for item in follow_ups if item.is_asked(desk.today)]
    return render_template(
        "rep/today.html",
        today=now.date(),
        greeting=greeting(now.hour),
        notice=NOTICES.get(request.args.get("answered", "")),
        first_visit=not progress,
        lead=_lead(shelf, progress),
        learnt_today=_learnt_on(now.date(), shelf, progress, person.zone),
        empty=not shelf.lessons,
        tasks=works_of(desk, shelf, progress)[:MOST_TASKS],
        due=due[:MOST_DUE],
        more_due=len(due) > MOST_DUE,
        title_of=partial(exercise_title, shelf),
        streak=streak(active_days(person), now.date(), person.working_days, set(desk.away)),
    )


def greeting(hour: int) -> str:
    """What one says at this hour."""
    if 5 <= hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= hour < 18 else "Good evening"


def _lead(shelf: Shelf, progress: dict[int, Progress]) -> Lead | None:
    lesson = next_lesson(shelf, progress)
    if lesson is None:
        return None
    module = shelf.module(lesson.module_key)
    own = progress.get(lesson.id)
    return Lead(
        lesson, module.title if module else "", own is not None, next_step_url(lesson, own) or lesson_url(lesson)
    )


def _learnt_on(day: date, shelf: Shelf, progress: dict[int, Progress], zone: str) -> ShelfLesson | None:
    """The lesson that was learnt today, the latest if there are several."""
    learnt = [
        (row.learnt_at, row.lesson_id) for row in progress.values() if row.learnt_at and _on(row.learnt_at, day, zone)
    ]
    return shelf.by_id.get(max(learnt)[1]) if learnt else None


def _on(moment: datetime, day: date, zone: str) -> bool:
    return clock.local(moment, zone).date() == day
