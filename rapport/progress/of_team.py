"""A team for its manager: who needs them, how the teams under it do, and the grid of people and modules.

Everything is read from rows that are kept with each write, in a fixed number of statements, so that a region of
thousands opens like a team of twelve.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from rapport.assignments.due import Owed, owed_by_each
from rapport.catalogue.shelf import ShelfModule, shelf
from rapport.database import db
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress.board import PAGE, Board, Query, RepLine
from rapport.progress.team_grid import away_of, child_of, line_of, names_of, needs_of, roll_ups, states_of
from rapport.progress.team_people import (
    NOBODY,
    Places,
    counts_of,
    page_number,
    page_of,
    people_of,
    total_of,
    worst_of,
)


def board(manager: User, team: Team | None, query: Query, today: date, version: int | None = None) -> Board:
    """The page of one team, or of all that this manager leads. While somebody is searched, it doesn't say who is in need."""
    on_shelf = shelf(version)
    places = Places(manager, team)
    counts = counts_of(places, today)
    total = counts.get(team.id, NOBODY) if team else total_of(places, today)
    rows, matching = page_of(places, query, total, today, on_shelf)
    worst = worst_of(places, query, rows, today)
    cells = roll_ups(places.shown, counts, on_shelf)
    shown = [row.rep_id for row in (*rows, *worst)]
    names, owed, away = names_of(shown), owed_by_each(shown, today), away_of(shown, today)
    states = states_of([row.rep_id for row in rows])
    return Board(
        team=team,
        path=places.path,
        people=total.people,
        late=total.late,
        needing=total.needing,
        needs=needs_of(worst, names, owed, away, today, on_shelf),
        children=[child_of(one, counts, cells) for one in places.children],
        modules=on_shelf.modules,
        cells=cells.get(team.id, []) if team else [],
        lines=[line_of(row, names, states, owed, away, today, on_shelf) for row in rows],
        matching=matching,
        page=page_number(query, matching),
        pages=max(1, -(-matching // PAGE)),
    )


def lines_of(
    manager: User, team: Team | None, query: Query, today: date, version: int | None = None
) -> tuple[tuple[ShelfModule, ...], list[RepLine]]:
    """Everybody in the grid, not just a page of it: for downloads."""
    on_shelf = shelf(version)
    rows = list(db.session.execute(people_of(Places(manager, team), query, today, on_shelf)))
    ids = [row.rep_id for row in rows]
    owed: dict[int, list[Owed]] = {}
    states: dict[int, dict[int, Any]] = defaultdict(dict)
    away: set[int] = set()
    names: dict[int, str] = {}
    for start in range(0, len(ids), 1000):
        some = ids[start : start + 1000]
        names |= names_of(some)
        owed |= owed_by_each(some, today)
        states |= states_of(some)
        away |= away_of(some, today)
    found = [line_of(row, names, states, owed, away, today, on_shelf) for row in rows]
    return on_shelf.modules, found
