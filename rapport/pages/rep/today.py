"""Today: what to do now, about four minutes of it, never a backlog."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template, request

from rapport import clock
from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.pages.rep.blueprint import lesson_url, next_step_url, rep, this_rep, this_shelf
from rapport.pages.rep.field import NOTICES
from rapport.pages.rep.tally import Tally
from rapport.progress.activity import active_days, leave_days
from rapport.progress.follow_ups import follow_ups_of
from rapport.progress.of_rep import Running, next_lesson, progress_of, running_exercises
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


@dataclass(frozen=True)
class Task:
    """An exercise that is running, and the way to log the next entry of it."""

    running: Running
    tally: Tally
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
    due = [item for item in follow_ups_of(person) if item.is_asked(now.date())]
    return render_template(
        "rep/today.html",
        today=now.date(),
        greeting=greeting(now.hour),
        notice=NOTICES.get(request.args.get("answered", "")),
        first_visit=not progress,
        lead=_lead(shelf, progress),
        learnt_today=_learnt_on(now.date(), shelf, progress, person.zone),
        empty=not shelf.lessons,
        tasks=_tasks(shelf, progress, person.zone)[:MOST_TASKS],
        due=due[:MOST_DUE],
        more_due=len(due) > MOST_DUE,
        streak=streak(active_days(person), now.date(), person.working_days, leave_days(person)),
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


def _tasks(shelf: Shelf, progress: dict[int, Progress], zone: str) -> list[Task]:
    return [_task(item) for item in running_exercises(shelf, progress, zone)]


def _task(item: Running) -> Task:
    exercise = item.exercise
    tally = Tally(item.count, item.goal, exercise["unit"], exercise["rhythm"])
    return Task(item, tally, f"{lesson_url(item.lesson)}/exercises/{exercise['key']}")
