"""How far a rep is in a module, and how many below a team are that far: counts kept with every write, so that a region
of a hundred thousand is read as fast as a team.

Rows exist for modules that have been begun. They say the same as `progress` does; `rebuild` makes them anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, String, Table, bindparam, case, delete, func, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.catalogue.lesson import Lesson
from rapport.catalogue.module import Module
from rapport.database import Model, db, table_of, upserting
from rapport.progress.progress import Progress

IN_PROGRESS, DONE = "in progress", "done"


class ModuleProgress(Model):
    """`begun` and `done` count lessons that are in the library now; `state` is "in progress" or "done"."""

    __tablename__ = "module_progress"

    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True)
    begun: Mapped[int]
    done: Mapped[int]
    state: Mapped[str] = mapped_column(String(11))


class RepBelow(Model):
    """A rep who is here, and a team that they are below: in it without leading it, or in one under it."""

    __tablename__ = "reps_below"
    __table_args__ = {"sqlite_with_rowid": False}

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class TeamStanding(Model):
    """How many reps below a team have begun a module, and how many of them have done it."""

    __tablename__ = "team_standings"

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True)
    begun: Mapped[int]
    done: Mapped[int]


below = table_of(RepBelow).c
modules = table_of(ModuleProgress).c
standings = table_of(TeamStanding).c
_progress = table_of(Progress).c
Counts = dict[tuple[int, int], tuple[int, int]]


def refresh(rep_id: int, module_ids: Iterable[int]) -> None:
    """Bring a rep's rows of these modules in line with their progress, and the counts of the teams above."""
    wanted = list(module_ids)
    before = {row.module_id: row for row in _run(_of_rep(), rep=rep_id, modules=wanted)}
    found = _counted([rep_id], wanted)
    changes: Counts = {}
    for module_id in wanted:
        old, new = _weight(before.get(module_id)), _weight(found.get((rep_id, module_id)))
        if old != new:
            changes[rep_id, module_id] = new[0] - old[0], new[1] - old[1]
    _write(list(found.values()))
    gone = [module_id for module_id in before if (rep_id, module_id) not in found]
    if gone:
        table = table_of(ModuleProgress)
        _run(delete(table).where(modules.rep_id == rep_id, modules.module_id.in_(gone)))
    _pass_up(changes, {rep_id: list(_run(_teams_above(), reps=[rep_id]).scalars())} if changes else {})


def rebuild() -> None:
    """Make every row of reps' modules and of teams' counts anew, from progress and from who is below whom."""
    _run(delete(table_of(ModuleProgress)))
    columns = [column.name for column in table_of(ModuleProgress).columns]
    _run(table_of(ModuleProgress).insert().from_select(columns, _count()))
    rebuild_standings()


def rebuild_standings() -> None:
    """Count anew what teams have begun and done."""
    _run(delete(table_of(TeamStanding)))
    done = func.sum(case((modules.state == DONE, 1), else_=0))
    counted = (
        select(below.team_id, modules.module_id, func.count(), done)
        .join_from(table_of(RepBelow), table_of(ModuleProgress), modules.rep_id == below.rep_id)
        .group_by(below.team_id, modules.module_id)
    )
    _run(table_of(TeamStanding).insert().from_select(["team_id", "module_id", "begun", "done"], counted))


def move(gone: dict[int, list[int]], come: dict[int, list[int]]) -> None:
    """Reps who are no longer, or now, below teams (rep id → team ids): what they have done goes with them."""
    reps = sorted({*gone, *come})
    weights: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in _run(select(table_of(ModuleProgress)).where(modules.rep_id.in_(reps))) if reps else ():
        weights[row.rep_id][row.module_id] = _weight(row)
    sums: Counter[tuple[int, int, int]] = Counter()
    for teams_by_rep, sign in ((gone, -1), (come, 1)):
        for rep_id, team_ids in teams_by_rep.items():
            for module_id, weight in weights[rep_id].items():
                for team_id in team_ids:
                    for place, value in enumerate(weight):
                        sums[team_id, module_id, place] += sign * value
    keys = sorted({key[:2] for key in sums})
    _add({key: (sums[*key, 0], sums[*key, 1]) for key in keys if sums[*key, 0] or sums[*key, 1]})


def _weight(row: Any) -> tuple[int, int]:
    """What a row adds to its teams' counts: begun, done."""
    if row is None:
        return 0, 0
    state = row["state"] if isinstance(row, dict) else row.state
    return 1, int(state == DONE)


def _pass_up(changes: Counts, teams: dict[int, list[int]]) -> None:
    _add({(team_id, module_id): delta for (rep_id, module_id), delta in changes.items() for team_id in teams[rep_id]})


def _add(deltas: dict[tuple[int, int], tuple[int, int]]) -> None:
    """Add to the teams' counts, in one order for everybody, so that no two writers wait for each other."""
    rows = [
        {"team_id": team_id, "module_id": module_id, "begun": begun, "done": done}
        for (team_id, module_id), (begun, done) in sorted(deltas.items())
    ]
    if rows:
        connection = db.session.connection()
        connection.execute(_adding(connection.dialect.name), rows)


def _counted(rep_ids: list[int], module_ids: list[int]) -> dict[tuple[int, int], dict[str, Any]]:
    rows = _run(_count_some(), reps=rep_ids, modules=module_ids).mappings()
    return {(row["rep_id"], row["module_id"]): dict(row) for row in rows}


def _count() -> Any:
    """Lessons begun and done by rep and module, of those in the library."""
    lessons, shelf = table_of(Lesson).c, table_of(Module).c
    live = lessons.retired_at.is_(None)
    size = (
        select(lessons.module_id, func.count().label("lessons"))
        .where(live)
        .group_by(lessons.module_id)
        .subquery("sizes")
    )
    done = func.sum(case((_progress.completed_at.is_not(None), 1), else_=0))
    state = case((done == func.max(size.c.lessons), DONE), else_=literal(IN_PROGRESS))
    return (
        select(
            _progress.rep_id, lessons.module_id, func.count().label("begun"), done.label("done"), state.label("state")
        )
        .join_from(table_of(Progress), table_of(Lesson), lessons.id == _progress.lesson_id)
        .join(table_of(Module), shelf.id == lessons.module_id)
        .join(size, size.c.module_id == lessons.module_id)
        .where(live, shelf.retired_at.is_(None))
        .group_by(_progress.rep_id, lessons.module_id)
    )


@cache
def _count_some() -> Any:
    some = _progress.rep_id.in_(bindparam("reps", expanding=True))
    return _count().where(some, table_of(Lesson).c.module_id.in_(bindparam("modules", expanding=True)))


@cache
def _of_rep() -> Any:
    own = modules.rep_id == bindparam("rep")
    return select(table_of(ModuleProgress)).where(own, modules.module_id.in_(bindparam("modules", expanding=True)))


@cache
def _teams_above() -> Any:
    return select(below.team_id).where(below.rep_id.in_(bindparam("reps", expanding=True)))


def _write(rows: list[dict[str, Any]]) -> None:
    if rows:
        connection = db.session.connection()
        connection.execute(_replacing(connection.dialect.name), rows)


@cache
def _replacing(dialect: str) -> Any:
    table: Table = table_of(ModuleProgress)
    insert = upserting(table, dialect)
    values = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=["rep_id", "module_id"], set_=values)


@cache
def _adding(dialect: str) -> Any:
    insert = upserting(table_of(TeamStanding), dialect)
    values = {name: standings[name] + insert.excluded[name] for name in ("begun", "done")}
    return insert.on_conflict_do_update(index_elements=["team_id", "module_id"], set_=values)


def _run(statement: Any, **values: Any) -> Any:
    return db.session.connection().execute(statement, values)
