"""A team's page as tables to take along: everybody in it, and the teams under it, with the page's numbers and words."""

from datetime import date
from itertools import chain

from rapport.catalogue.shelf import ShelfModule
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress.board import Board, Cell, Query, RepLine, RollUp
from rapport.progress.of_rep import DONE, IN_PROGRESS, NOT_STARTED
from rapport.progress.of_team import board, lines_of
from rapport.reports.table import Column, Table, Value

STATES = {DONE: "Done", IN_PROGRESS: "On the way", NOT_STARTED: "Not started"}
REASONS = {
    "help": "Asked for help",
    "sign_off": "Waits for your sign-off",
    "late": "Late",
    "stuck": "Stuck on a question",
    "misjudged": "Sure but wrong",
    "silent": "Silent for a while",
}
TOGETHER = "Together"


def people_table(manager: User, team: Team | None, query: Query, today: date, version: int | None = None) -> Table:
    """Everybody whom the page would show, on however many pages."""
    modules, lines = lines_of(manager, team, query, today, version)
    shown = _shown(modules, query)
    columns = (
        Column("Name"),
        Column("Needs you"),
        Column("Late", "number"),
        Column("Last active", "moment"),
        *chain.from_iterable(_person_columns(modules[place]) for place in shown),
    )
    rows = [_person_row(line, shown) for line in lines]
    return Table(f"team-{_title(team)}-{today}", _title(team), columns, rows, manager.zone)


def teams_table(manager: User, team: Team | None, query: Query, today: date, version: int | None = None) -> Table:
    """The team itself, where the page is about one, and those under it."""
    seen = board(manager, team, query, today, version)
    shown = _shown(seen.modules, query)
    columns = (
        Column("Team"),
        Column("People", "number"),
        Column("Late", "number"),
        Column("Need you", "number"),
        *chain.from_iterable(_team_columns(seen.modules[place]) for place in shown),
    )
    return Table(
        f"teams-{_title(team)}-{today}", f"{_title(team)} teams", columns, _team_rows(seen, shown), manager.zone
    )


def _title(team: Team | None) -> str:
    return team.name if team else "My teams"


def _shown(modules: tuple[ShelfModule, ...], query: Query) -> list[int]:
    """The places of the modules that the page shows: all, or the one that was chosen."""
    chosen = [place for place, module in enumerate(modules) if module.key == query.module]
    return chosen or list(range(len(modules)))


def _person_columns(module: ShelfModule) -> tuple[Column, ...]:
    title = module.title
    return Column(title), Column(f"{title}: lessons done", "number"), Column(f"{title}: due", "day")


def _person_row(line: RepLine, shown: list[int]) -> list[Value]:
    cells = chain.from_iterable(_person_cells(line.cells[place]) for place in shown)
    return [line.name, REASONS.get(line.reason), line.late, line.last_at, *cells]


def _person_cells(cell: Cell) -> tuple[Value, ...]:
    state = "Late" if cell.late else STATES[cell.state]
    return f"{state}, once more" if cell.again else state, cell.done, cell.due_on


def _team_columns(module: ShelfModule) -> tuple[Column, ...]:
    return Column(f"{module.title}: done", "number"), Column(f"{module.title}: share", "percent")


def _team_rows(seen: Board, shown: list[int]) -> list[list[Value]]:
    rows: list[list[Value]] = []
    if seen.team:
        rows.append([TOGETHER, seen.people, seen.late, seen.needing, *_team_cells(seen.cells, shown)])
    for one in seen.children:
        rows.append([one.name, one.people, one.late, one.needs, *_team_cells(one.cells, shown)])
    return rows


def _team_cells(cells: list[RollUp], shown: list[int]) -> list[Value]:
    found = [cells[place] for place in shown] if cells else []
    return [value for one in found for value in (one.done, round(100 * one.done / max(one.people, 1)))]
