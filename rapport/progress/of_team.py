"""A team for its manager: who needs them, how the teams under it do, and the grid of people and modules.

Everything is read from rows that are kept with each write, in a fixed number of statements, so that a region of
thousands opens like a team of twelve.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, not_, select

from rapport.assignments.due import Owed, owed_by_each
from rapport.catalogue.shelf import Shelf, ShelfModule, shelf
from rapport.database import db, table_of
from rapport.people.team import Membership, Team
from rapport.people.user import Leave, User
from rapport.progress.module_progress import (
    DONE,
    IN_PROGRESS,
    ModuleProgress,
    RepBelow,
    TeamStanding,
    below,
    modules,
    standings,
)
from rapport.progress.needs import need, reasons, reasons_of
from rapport.progress.pulse import Pulse, pulses
from rapport.progress.why import why

PAGE = 50
MOST_NEEDS = 3
NOT_STARTED = "not started"
SORTS = ("need", "name", "done", "last")
ONLY = ("", "needs", "late", NOT_STARTED, IN_PROGRESS, DONE)
_users = table_of(User).c


@dataclass(frozen=True)
class Query:
    """What a page asks to see: `only` is one of ONLY (with a module: its state there), `sort` one of SORTS."""

    search: str = ""
    only: str = ""
    module: str = ""
    sort: str = "need"
    page: int = 1

    @property
    def is_plain(self) -> bool:
        """Whether it asks for everybody."""
        return not self.search and not self.only


@dataclass(frozen=True)
class Need:
    """Somebody who needs their manager: `reason` is one of needs.REASONS, `words` says it in a sentence, `more` counts
    the other reasons."""

    rep_id: int
    name: str
    reason: str
    words: str
    more: int


@dataclass(frozen=True)
class RollUp:
    """How many of the people below a team have begun a module, and how many of them done it."""

    begun: int
    done: int
    people: int


@dataclass(frozen=True)
class ChildTeam:
    """A team under the one that is shown; `cells` has a RollUp for each module."""

    id: int
    name: str
    people: int
    late: int
    needs: int
    cells: list[RollUp]


@dataclass(frozen=True)
class Cell:
    """One person in one module: `done` of `of` lessons; `again` in a later round, where they are asked to refresh it.
    `due_on` is the nearest day by which it, or a lesson of it, is owed."""

    state: str
    done: int
    of: int
    due_on: date | None
    late: bool
    asked: bool
    again: bool


@dataclass(frozen=True)
class RepLine:
    """One person in the grid; `late` counts what is late, `reason` is why they need their manager, or empty."""

    id: int
    name: str
    cells: list[Cell]
    last_at: datetime | None
    late: int
    reason: str


@dataclass(frozen=True)
class Board:
    """`path` are the teams above that this manager leads too, the highest first. `cells` roll the team itself up."""

    team: Team | None
    path: list[Team]
    people: int
    late: int
    needing: int
    needs: list[Need]
    children: list[ChildTeam]
    modules: tuple[ShelfModule, ...]
    cells: list[RollUp]
    lines: list[RepLine]
    matching: int
    page: int
    pages: int


def board(manager: User, team: Team | None, query: Query, today: date, version: int | None = None) -> Board:
    """The page of one team, or of all that this manager leads. While somebody is searched, it doesn't say who is in need."""
    on_shelf = shelf(version)
    places = _Places(manager, team)
    counts = _counts(places, today)
    total = counts.get(team.id, NOBODY) if team else _total(places, today)
    rows, matching = _page_of(places, query, total, today, on_shelf)
    worst = _worst(places, query, rows, today)
    cells = _roll_ups(places.shown, counts, on_shelf)
    shown = [row.rep_id for row in (*rows, *worst)]
    names, owed, away = _names(shown), owed_by_each(shown, today), _away(shown, today)
    states = _states([row.rep_id for row in rows])
    return Board(
        team=team,
        path=places.path,
        people=total.people,
        late=total.late,
        needing=total.needing,
        needs=_needs(worst, names, owed, away, today, on_shelf),
        children=[_child(one, counts, cells) for one in places.children],
        modules=on_shelf.modules,
        cells=cells.get(team.id, []) if team else [],
        lines=[_line(row, names, states, owed, away, today, on_shelf) for row in rows],
        matching=matching,
        page=_page_number(query, matching),
        pages=max(1, -(-matching // PAGE)),
    )


def lines_of(
    manager: User, team: Team | None, query: Query, today: date, version: int | None = None
) -> tuple[tuple[ShelfModule, ...], list[RepLine]]:
    """Everybody in the grid, not just a page of it: for downloads."""
    on_shelf = shelf(version)
    rows = list(db.session.execute(_people(_Places(manager, team), query, today, on_shelf)))
    ids = [row.rep_id for row in rows]
    owed: dict[int, list[Owed]] = {}
    states: dict[int, dict[int, Any]] = defaultdict(dict)
    away: set[int] = set()
    names: dict[int, str] = {}
    for start in range(0, len(ids), 1000):
        some = ids[start : start + 1000]
        names |= _names(some)
        owed |= owed_by_each(some, today)
        states |= _states(some)
        away |= _away(some, today)
    found = [_line(row, names, states, owed, away, today, on_shelf) for row in rows]
    return on_shelf.modules, found


@dataclass(frozen=True)
class _Counts:
    people: int
    late: int
    needing: int


NOBODY = _Counts(0, 0, 0)


class _Places:
    """The teams that a page is about: `tops` are those whose people it shows, `shown` those with a line of their own."""

    def __init__(self, manager: User, team: Team | None) -> None:
        self.manager_id = manager.id
        mine = (
            select(Team)
            .join(Membership)
            .where(Membership.user_id == manager.id, Membership.manages, Membership.left_at.is_(None))
        )
        self.led = list(db.session.scalars(mine.order_by(Team.name, Team.id)))
        self.tops = [team] if team else self.led
        self.children = _children(team) if team else self.led
        self.path = _path(team, {one.id for one in self.led}) if team else []
        self.shown = [*self.children, *([team] if team else [])]

    def people(self) -> list[Any]:
        """Conditions: pulses of people below these teams, this manager's fellows and the manager aside. Below one team
        everybody stands once, which is faster to go through than a set."""
        if len(self.tops) == 1:
            return [below.team_id == self.tops[0].id, below.rep_id == pulses.rep_id, self.others()]
        inside = select(below.rep_id).where(below.team_id.in_([one.id for one in self.tops]))
        return [pulses.rep_id.in_(inside), self.others()]

    def others(self) -> Any:
        """A condition: not those who lead one of this manager's teams."""
        fellows = select(Membership.user_id).where(
            Membership.manages, Membership.left_at.is_(None), Membership.team_id.in_([one.id for one in self.led])
        )
        return and_(pulses.rep_id.not_in(fellows), pulses.rep_id != self.manager_id)


def _children(team: Team) -> list[Team]:
    return list(db.session.scalars(select(Team).where(Team.parent_id == team.id).order_by(Team.name, Team.id)))


def _path(team: Team, led: set[int]) -> list[Team]:
    """The teams above, down from the highest that this manager leads."""
    above = select(Team.id, Team.parent_id).where(Team.id == team.parent_id).cte("above", recursive=True)
    above = above.union(select(Team.id, Team.parent_id).join(above, Team.id == above.c.parent_id))
    found = {one.id: one for one in db.session.scalars(select(Team).where(Team.id.in_(select(above.c.id))))}
    path: list[Team] = []
    place = found.get(team.parent_id or 0)
    while place is not None and place not in path:
        path.insert(0, place)
        place = found.get(place.parent_id or 0)
    first = next((number for number, one in enumerate(path) if one.id in led), len(path))
    return path[first:]


def _page_of(places: _Places, query: Query, total: _Counts, today: date, on_shelf: Shelf) -> tuple[list[Any], int]:
    """The people of the page that is asked for (the last one, where there are fewer), and how many there are in all."""
    people = _people(places, query, today, on_shelf)
    counted = None if query.is_plain else db.session.scalar(_count(places, query, today, on_shelf))
    matching = total.people if counted is None else counted
    first = (_page_number(query, matching) - 1) * PAGE
    return list(db.session.execute(people.limit(PAGE).offset(first))), matching


def _page_number(query: Query, matching: int) -> int:
    return min(max(query.page, 1), max(1, -(-matching // PAGE)))


def _people(places: _Places, query: Query, today: date, on_shelf: Shelf) -> Select[Any]:
    """Their pulses in order. Names are only joined where they count: reading a hundred thousand costs more than the rest."""
    orders: dict[str, tuple[Any, ...]] = {
        "name": (func.lower(_users.name),),
        "done": (pulses.done.desc(), pulses.begun.desc()),
        "last": (pulses.last_at.is_(None), pulses.last_at.desc()),
    }
    most = (need(today).desc(), pulses.next_due.is_(None), pulses.next_due, pulses.last_at)
    found = _named(select(table_of(Pulse)), query.search or query.sort == "name")
    wanted = _wanted(places, query, today, on_shelf)
    return found.where(*wanted).order_by(*orders.get(query.sort, most), pulses.rep_id)


def _named(found: Select[Any], is_needed: object) -> Select[Any]:
    return found.join(table_of(User), _users.id == pulses.rep_id) if is_needed else found


def _count(places: _Places, query: Query, today: date, on_shelf: Shelf) -> Select[Any]:
    found = _named(select(func.count()).select_from(table_of(Pulse)), query.search)
    return found.where(*_wanted(places, query, today, on_shelf))


def _wanted(places: _Places, query: Query, today: date, on_shelf: Shelf) -> list[Any]:
    wanted = places.people()
    if query.search:
        wanted.append(func.lower(_users.name).contains(query.search.lower(), autoescape=True))
    if query.only == "needs":
        wanted.append(need(today) > 0)
    elif query.only == "late":
        wanted.append(reasons(today)["late"])
    elif query.only in ONLY[3:]:
        wanted.append(_in_state(query, on_shelf))
    return wanted


def _in_state(query: Query, on_shelf: Shelf) -> Any:
    """In the module that is asked for; else in the whole library."""
    module = on_shelf.module(query.module)
    if module is None:
        lessons = len(on_shelf.lessons)
        return {
            NOT_STARTED: pulses.begun == 0,
            DONE: and_(pulses.done >= lessons, pulses.begun > 0),
            IN_PROGRESS: and_(pulses.begun > 0, pulses.done < lessons),
        }[query.only]
    own = exists(select(literal(1)).where(modules.rep_id == pulses.rep_id, modules.module_id == module.id))
    if query.only == NOT_STARTED:
        return not_(own)
    return exists(
        select(literal(1)).where(
            modules.rep_id == pulses.rep_id, modules.module_id == module.id, modules.state == query.only
        )
    )


def _worst(places: _Places, query: Query, rows: list[Any], today: date) -> list[Any]:
    """Those who need their manager most: the first of the page where it says so, nobody while somebody is searched."""
    if not query.is_plain:
        return []
    if query.sort == "need" and query.page == 1:
        return rows[:MOST_NEEDS]
    return _needing(places, today)


def _needing(places: _Places, today: date) -> list[Any]:
    """The pulses of the few who need their manager most."""
    score = need(today)
    most = (
        select(table_of(Pulse))
        .where(*places.people(), score > 0)
        .order_by(score.desc(), pulses.next_due.is_(None), pulses.next_due, pulses.last_at, pulses.rep_id)
    )
    return list(db.session.execute(most.limit(MOST_NEEDS)))


def _counts(places: _Places, today: date) -> dict[int, _Counts]:
    """People, the late and those who need their manager, below each team that is shown."""
    given = reasons(today)
    counted = (
        select(
            below.team_id,
            func.count(),
            func.sum(case((given["late"], 1), else_=0)),
            func.sum(case((need(today) > 0, 1), else_=0)),
        )
        .join_from(table_of(RepBelow), table_of(Pulse), pulses.rep_id == below.rep_id)
        .where(below.team_id.in_([team.id for team in places.shown]), places.others())
        .group_by(below.team_id)
    )
    return {row[0]: _Counts(row[1], row[2], row[3]) for row in db.session.execute(counted)}


def _total(places: _Places, today: date) -> _Counts:
    """The same for all the teams together, each person once."""
    given = reasons(today)
    sums = (func.sum(case((condition, 1), else_=0)) for condition in (given["late"], need(today) > 0))
    people, late, needing = db.session.execute(select(func.count(), *sums).where(*places.people())).one()
    return _Counts(people, late or 0, needing or 0)


def _roll_ups(teams: list[Team], counts: dict[int, _Counts], on_shelf: Shelf) -> dict[int, list[RollUp]]:
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


def _child(team: Team, counts: dict[int, _Counts], cells: dict[int, list[RollUp]]) -> ChildTeam:
    found = counts.get(team.id, NOBODY)
    return ChildTeam(team.id, team.name, found.people, found.late, found.needing, cells[team.id])


def _names(rep_ids: list[int]) -> dict[int, str]:
    found = db.session.execute(select(_users.id, _users.name).where(_users.id.in_(rep_ids)))
    return {row.id: row.name for row in found}


def _away(rep_ids: Iterable[int], today: date) -> set[int]:
    on_leave = select(Leave.user_id).where(
        Leave.user_id.in_(list(rep_ids)), Leave.first_day <= today, Leave.last_day >= today
    )
    return set(db.session.scalars(on_leave))


def _states(rep_ids: list[int]) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in db.session.execute(select(table_of(ModuleProgress)).where(modules.rep_id.in_(rep_ids))):
        found[row.rep_id][row.module_id] = row
    return found


def _line(
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
    days = [item.due_on for item in (waiting or own)]
    return Cell(
        state=row.state if row else NOT_STARTED,
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


def _needs(
    rows: list[Any], names: dict[int, str], owed: dict[int, list[Owed]], away: set[int], today: date, on_shelf: Shelf
) -> list[Need]:
    given = {row.rep_id: reasons_of(row, today, row.rep_id in away) for row in rows}
    told = why(rows, {rep_id: found[0] for rep_id, found in given.items() if found}, owed, today, on_shelf)
    return [
        Need(row.rep_id, names[row.rep_id], given[row.rep_id][0], told[row.rep_id], len(given[row.rep_id]) - 1)
        for row in rows
        if given[row.rep_id]
    ]
