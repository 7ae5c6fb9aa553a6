"""All that is asked of a manager's people: running, coming, over; what, whom, until when, and how far they are."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.assignment import Assignment, subjects_of
from rapport.pages.manager.assignment_words import joined, state, subjects_in_words, titles, until
from rapport.pages.manager.blueprint import bp, page_asked_for, this_manager
from rapport.pages.rep.blueprint import this_shelf
from rapport.progress.reach import FEW, Reach, View, makers, named_people, reach_of, seen_by, team_names, view_of


@dataclass(frozen=True)
class Line:
    id: int
    title: str
    whom: str
    until: str
    by: str
    state: str
    withdrawn: bool
    reach: Reach


@bp.get("/assignments")
def assignments() -> ResponseReturnValue:
    mine, page = view_of(this_manager()), page_asked_for()
    found, count = seen_by(mine, page)
    lines = lines_for(mine, found)
    return render_template(
        "manager/assignments.html",
        groups=[(name, [one for one in lines if one.state == name]) for name in ("running", "coming", "over")],
        count=count,
        page=page,
        pages=-(-count // FEW) or 1,
        page_url=lambda number: url_for("manager.assignments", page=number),
        tab="team",
    )


def lines_for(mine: View, found: list[Assignment]) -> list[Line]:
    """These assignments in words, and how far they have come; `by` names whoever else asks for it."""
    today, ids = clock.today(this_manager().zone), [one.id for one in found]
    reach, subjects = reach_of(mine, found, today), subjects_of(ids)
    by = makers([one for one in found if one.made_by_id != this_manager().id])
    teams, named = team_names({one.team_id for one in found if one.team_id}), named_people(mine, ids)
    return [
        Line(
            one.id,
            titles(subjects_in_words(subjects[one.id], this_shelf())),
            teams[one.team_id] if one.team_id else joined(named[one.id]) or "Nobody of yours any more",
            until(one, today),
            by.get(one.id, ""),
            state(one, reach[one.id]),
            one.withdrawn_at is not None,
            reach[one.id],
        )
        for one in found
    ]
