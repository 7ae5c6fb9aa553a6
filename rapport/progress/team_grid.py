"""The grid of a team's page: a line for each person, a cell for each module, and the same rolled up for teams."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from rapport.assignments.due import Owed
from rapport.catalogue.shelf import Shelf, ShelfModule
from rapport.database import db, table_of
from rapport.people.team import Team
from rapport.people.user import Leave, User
from rapport.progress.board import NOT_STARTED, Cell, ChildTeam, Need, RepLine, RollUp
from rapport.progress.module_progress import DONE, ModuleProgress, TeamStanding, modules, standings
from rapport.progress.needs import reasons_of
from rapport.progress.team_people import NOBODY, Counts
from rapport.progress.why import why

_users = table_of(User).c


def line_of(
    row: Any,
    names: dict[int, str],
    states: dict[int, dict[int, Any]],
    owed_by: dict[int, list[Owed]],
    away: set[int],
    today: date,
    on_shelf: Shelf,
) -> RepLine:
    own, owed = states.get(row.rep_id, {}), owed_by.get(row.rep_id, [])
    cells = [_cell(module, own.get(module.id), owed, today, on_shelf) for module in on_shelf.modules]
    given = reasons_of(row, today, row.rep_id in away)
    late = sum(item.is_late(today) for item in owed)
    return RepLine(row.rep_id, names[row.rep_id], cells, row.last_at, late, given[0] if given else "")


def _cell(module: ShelfModule, row: Any, owed: list[Owed], today: date, on_shelf: Shelf) -> Cell:
    own = [item for item in owed if _module_of(item, on_shelf) == module.id]
    waiting = [item for item in own if item.done_at is None]
    state = row.state if row else NOT_STARTED
    # The day of a lesson that is done says nothing about a module that is not.
    days = [item.due_on for item in (waiting or (own if state == DONE else []))]
    return Cell(
        state=state,
        done=row.done if row else 0,
        of=len(module.lessons),
        due_on=min(days, default=None),
        late=any(item.is_late(today) for item in own),
        asked=bool(own),
        again=any(item.round > 1 for item in waiting),
    )


def _module_of(item: Owed, on_shelf: Shelf) -> int | None:
    if item.about == "module":
        return item.about_id
    lesson = on_shelf.by_id.get(item.about_id)
    module = on_shelf.module(lesson.module_key) if lesson else None
    return module.id if module else None


def needs_of(
    rows: list[Any], names: dict[int, str], owed: dict[int, list[Owed]], away: set[int], today: date, on_shelf: Shelf
) -> list[Need]:
    given = {row.rep_id: reasons_of(row, today, row.rep_id in away) for row in rows}
    told = why(rows, {rep_id: found[0] for rep_id, found in given.items() if found}, owed, today, on_shelf)
    return [
        Need(row.rep_id, names[row.rep_id], given[row.rep_id][0], told[row.rep_id], len(given[row.rep_id]) - 1)
        for row in rows
        if given[row.rep_id]
    ]


def roll_ups(teams: list[Team], counts: dict[int, Counts], on_shelf: Shelf) -> dict[int, list[RollUp]]:
    rows = select(table_of(TeamStanding)).where(standings.team_id.in_([team.id for team in teams]))
    kept = {(row.team_id, row.module_id): row for row in db.session.execute(rows)}
    return {
        team.id: [
            RollUp(row.begun if row else 0, row.done if row else 0, counts.get(team.id, NOBODY).people)
            for module in on_shelf.modules
            for row in (kept.get((team.id, module.id)),)
        ]
        for team in teams
    }


def child_of(team: Team, counts: dict[int, Counts], cells: dict[int, list[RollUp]]) -> ChildTeam:
    found = counts.get(team.id, NOBODY)
    return ChildTeam(team.id, team.name, found.people, found.late, found.needing, cells[team.id])


def names_of(rep_ids: list[int]) -> dict[int, str]:
    found = db.session.execute(select(_users.id, _users.name).where(_users.id.in_(rep_ids)))
    return {row.id: row.name for row in found}


def away_of(rep_ids: Iterable[int], today: date) -> set[int]:
    on_leave = select(Leave.user_id).where(
        Leave.user_id.in_(list(rep_ids)), Leave.first_day <= today, Leave.last_day >= today
    )
    return set(db.session.scalars(on_leave))


def states_of(rep_ids: list[int]) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in db.session.execute(select(table_of(ModuleProgress)).where(modules.rep_id.in_(rep_ids))):
        found[row.rep_id][row.module_id] = row
    return found
