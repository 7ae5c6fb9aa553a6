"""Assignments as files: what is asked of a manager's people, and how far the people under one of them are."""

from collections.abc import Iterator

from flask import Response

from rapport import clock
from rapport.pages.download import ENDING, download
from rapport.pages.manager.assignment import Found, find, searched
from rapport.pages.manager.assignment_people import lines_of
from rapport.pages.manager.assignments import Line, lines_for
from rapport.pages.manager.blueprint import bp, this_manager
from rapport.pages.rep.blueprint import this_shelf
from rapport.progress.reach import dues_of, people_under, seen_by, view_of
from rapport.reports.table import Column, Table, Value

AT_A_TIME = 1000
ASSIGNMENTS = (
    Column("What"),
    Column("Whom"),
    Column("Until"),
    Column("State"),
    Column("People", "number"),
    Column("Done", "number"),
    Column("Late", "number"),
)
PEOPLE = (Column("Name"), Column("State"), Column("How far"), Column("Until", "day"), Column("Extended"))
STATES = {"done": "Done", "late": "Late", "in progress": "In progress", "not started": "Not started"}


@bp.get(f"/assignments.{ENDING}")
def assignments_file(ending: str) -> Response:
    """All that the page shows, on however many pages."""
    mine = view_of(this_manager())
    found, _count = seen_by(mine, page=None)
    rows = [_assignment_row(line) for line in lines_for(mine, found)]
    return download(Table(f"assignments-{_today()}", "Assignments", ASSIGNMENTS, rows), ending)


@bp.get(f"/assignments/<int:assignment_id>.{ENDING}")
def assignment_file(assignment_id: int, ending: str) -> Response:
    """The people under one assignment."""
    found = find(assignment_id)
    name = f"assignment-{assignment_id}-{_today()}"
    return download(Table(name, f"Assignment {assignment_id}", PEOPLE, _people(found)), ending)


def _assignment_row(line: Line) -> list[Value]:
    state = "withdrawn" if line.withdrawn else line.state
    return [line.title, line.whom, line.until, state.capitalize(), line.reach.people, line.reach.done, line.reach.late]


def _people(found: Found) -> Iterator[list[Value]]:
    today, shelf = clock.today(this_manager().zone), this_shelf()
    asked, _count = people_under(found.mine, found.one.id, today, searched(), page=None)
    for start in range(0, len(asked), AT_A_TIME):
        some = asked[start : start + AT_A_TIME]
        dues = dues_of(found.one.id, [person.id for person in some], today)
        for line in lines_of(some, dues, shelf, today):
            extended = "extended" if line.extended else None
            yield [line.name, STATES[line.standing.state], line.standing.detail, line.due_on, extended]


def _today() -> str:
    return clock.today(this_manager().zone).isoformat()
