"""Today: what to do now, about four minutes of it, never a backlog."""

from datetime import date, datetime
from functools import partial

from flask import render_template, request

from rapport import clock
from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.coaching.ride_along import waiting_for
from rapport.learning.entry import versions_of
from rapport.learning.fact import what_stands
from rapport.pages.rep.asked import duties_of
from rapport.pages.rep.blueprint import rep, this_rep, this_shelf
from rapport.pages.rep.campaign_line import on_today
from rapport.pages.rep.field import NOTICES
from rapport.pages.rep.from_manager import from_manager
from rapport.pages.rep.lead import lead
from rapport.pages.rep.work import Desk, exercise_title, works_of
from rapport.progress.activity import active_days, leave_days
from rapport.progress.follow_ups import follow_ups_of
from rapport.progress.of_rep import progress_of
from rapport.progress.progress import Progress
from rapport.progress.streak import streak

MOST_TASKS, MOST_DUE, MOST_TO_SIGN = 3, 2, 2


@rep.get("/")
def today() -> str:
    """The first page: the next lesson, promises that are due, exercises that run."""
    person = this_rep()
    now = clock.local(clock.now(), person.zone)
    if not person.has("rep"):
        return render_template(
            "rep/today_guest.html",
            today=now.date(),
            greeting=greeting(now.hour),
            modules=len(this_shelf().modules),
            to_countersign=waiting_for(person.id)[:MOST_TO_SIGN],
        )
    shelf, progress = this_shelf(), progress_of(person.id)
    duties = duties_of(person)
    next_up = lead(shelf, progress, duties)
    desk = Desk(person, versions_of(person.id), now.date(), leave_days(person))
    follow_ups = follow_ups_of(person, what_stands(desk.versions), desk.away)
    due = [item for item in follow_ups if item.is_asked(desk.today)]
    return render_template(
        "rep/today.html",
        today=now.date(),
        greeting=greeting(now.hour),
        notice=NOTICES.get(request.args.get("answered", "")),
        first_visit=not progress,
        from_manager=from_manager(),
        lead=next_up,
        news=duties.news(shelf, besides=next_up.owed if next_up else None),
        seen_until=duties.newest,
        learnt_today=_learnt_on(now.date(), shelf, progress, person.zone),
        empty=not shelf.lessons,
        tasks=works_of(desk, shelf, progress)[:MOST_TASKS],
        campaigns=on_today(desk.today),
        due=due[:MOST_DUE],
        more_due=len(due) > MOST_DUE,
        title_of=partial(exercise_title, shelf),
        streak=streak(active_days(person), now.date(), person.working_days, set(desk.away)),
        to_countersign=waiting_for(person.id)[:MOST_TO_SIGN],
    )


def greeting(hour: int) -> str:
    """What one says at this hour."""
    if 5 <= hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= hour < 18 else "Good evening"


def _learnt_on(day: date, shelf: Shelf, progress: dict[int, Progress], zone: str) -> ShelfLesson | None:
    """The lesson that was learnt today, the latest if there are several."""
    learnt = [
        (row.learnt_at, row.lesson_id) for row in progress.values() if row.learnt_at and _on(row.learnt_at, day, zone)
    ]
    return shelf.by_id.get(max(learnt)[1]) if learnt else None


def _on(moment: datetime, day: date, zone: str) -> bool:
    return clock.local(moment, zone).date() == day
