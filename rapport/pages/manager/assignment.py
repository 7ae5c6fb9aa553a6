"""One assignment: how far its people are, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.assignment import Assignment, subjects_of
from rapport.assignments.least_time import least_days, slowest
from rapport.pages.manager.assignment_people import lines_of
from rapport.pages.manager.assignment_words import happened, joined, subjects_in_words, titles, until
from rapport.pages.manager.blueprint import bp, page_asked_for, this_manager
from rapport.pages.rep.blueprint import this_shelf
from rapport.people.team_change import wait_for_turn
from rapport.progress.owed import lessons_of
from rapport.progress.reach import (
    PAGE,
    View,
    assignment_for,
    dues_of,
    history,
    makers,
    may_change,
    named_people,
    people_under,
    reach_of,
    team_names,
    view_of,
)

UNDO_SHOWN = timedelta(seconds=10)
MORE_TIME = ((7, "1 week"), (14, "2 weeks"), (30, "30 days"))


@dataclass(frozen=True)
class Found:
    """The assignment that the address names, seen by this manager; `may_change` for everybody, not only for some."""

    mine: View
    one: Assignment
    may_change: bool


@bp.get("/assignments/<int:assignment_id>")
def assignment(assignment_id: int) -> ResponseReturnValue:
    return assignment_page(find(assignment_id))


def find(assignment_id: int) -> Found:
    to_change = request.method == "POST"
    if to_change:
        wait_for_turn()
    mine = view_of(this_manager())
    one = assignment_for(mine, assignment_id, to_change) or abort(404)
    return Found(mine, one, may_change(mine, one))


def find_to_change(assignment_id: int) -> Found:
    """For what concerns everybody whom it asks: whoever leads only some of them may not."""
    found = find(assignment_id)
    return found if found.may_change else abort(404)


def assignment_page(found: Found, errors: dict[str, str] | None = None, typed: str = "") -> str:
    one, mine = found.one, found.mine
    today, shelf, page = clock.today(this_manager().zone), this_shelf(), page_asked_for()
    search = searched()
    subjects, reach = subjects_of([one.id])[one.id], reach_of(mine, [one], today)[one.id]
    asked, matching = people_under(mine, one.id, today, search, page)
    lessons = [lesson for subject in subjects for lesson in lessons_of(*subject, shelf)]
    in_words = subjects_in_words(subjects, shelf)
    return render_template(
        "manager/assignment.html",
        one=one,
        may_change=found.may_change,
        subjects=in_words,
        title=titles(in_words),
        whom=_whom(mine, one),
        until=until(one, today),
        by=makers([one]).get(one.id, ""),
        reach=reach,
        people=lines_of(asked, dues_of(one.id, [person.id for person in asked], today), shelf, today),
        search=search,
        matching=matching,
        page=page,
        pages=-(-matching // PAGE) or 1,
        page_url=lambda number: url_for("manager.assignment", assignment_id=one.id, search=search or None, page=number),
        history=[(event, happened(event, today)) for event in history(mine, one.id)],
        longer=_longer(reach.until or one.due_on, today),
        longer_for=lambda day: _longer(day, today),
        undo_ms=_undo_ms(one, clock.now()),
        too_short=slowest(lessons) if _is_too_short(one, least_days(lessons)) else "",
        errors=errors or {},
        typed=typed or (one.due_on.isoformat() if one.due_on else ""),
        today=today,
        tab="team",
    )


def searched() -> str:
    """The name that the address looks for."""
    return request.args.get("search", "").replace("\x00", "").strip()[:80]


def _whom(mine: View, one: Assignment) -> str:
    if one.team_id is not None:
        return team_names({one.team_id})[one.team_id]
    return joined(named_people(mine, [one.id])[one.id]) or "nobody of yours any more"


def _longer(day: date | None, today: date) -> list[tuple[date, str]]:
    """What more time comes to: counted from the day that was set, or from today once that is over."""
    start = max(day or today, today)
    return [(start + timedelta(days=days), words) for days, words in MORE_TIME]


def _undo_ms(one: Assignment, now: datetime) -> int:
    """How long the way back is still shown; 0 when it is not."""
    left = UNDO_SHOWN - (now - one.made_at)
    return int(left.total_seconds() * 1000) if one.made_by_id == this_manager().id and left > timedelta(0) else 0


def _is_too_short(one: Assignment, least: int) -> bool:
    """Whether the time that was given is shorter than its slowest exercise."""
    days: Any = one.days if one.due_on is None else (one.due_on - one.made_on).days
    return one.withdrawn_at is None and least > (days or 0)
