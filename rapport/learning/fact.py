"""What every fact has. Facts are only ever added: correcting or withdrawing one is a new fact
that names the first of its line in `root_id`."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, String, Table, bindparam, exists, select, tuple_
from sqlalchemy.orm import Mapped, aliased, declared_attr, mapped_column

from rapport.database import Model, Moment, db, upserting


class Fact:
    """`id` was made where it happened, so a replay is known by it; `at` is when it happened there
    (never later than `received_at`, when the server took it in); `day` is what the person's wall
    calendar said then; `fingerprint` is the edition the person saw."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    day: Mapped[date] = mapped_column(Date)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805
        return (Index(None, "rep_id", "lesson_id"),)


class Revisable:
    """A fact that can be corrected and withdrawn: `root_id` is the first of its line (its own id at
    first). What stands is the latest of a line (see `latest`), unless it says `withdrawn`."""

    root_id: Mapped[str] = mapped_column(String(36), index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Version(Protocol):
    """What it takes to find what stands: a row of a revisable fact, or a light copy of one."""

    @property
    def id(self) -> str: ...
    @property
    def root_id(self) -> str: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def at(self) -> datetime: ...
    @property
    def received_at(self) -> datetime: ...


F = TypeVar("F", bound=Model)
V = TypeVar("V", bound=Version)


def own_facts(kind: type[F], rep_id: int, **narrowed: Any) -> list[F]:
    """A rep's facts of one kind, in no order, to read: rows with the columns of `kind`.

    `narrowed` are columns and their values; None leaves a column open.
    """
    wanted = {name: value for name, value in narrowed.items() if value is not None}
    found = db.session.execute(_own(kind.__table__, *wanted), {"rep_id": rep_id, **wanted}).all()
    return cast("list[F]", found)


def own_standing(kind: type[F], rep_id: int, *narrowed: ColumnElement[bool]) -> list[F]:
    """What stands of a rep's facts of one kind, newest first, to read. What was said before or taken away never
    leaves the database: for what others may see."""
    table = kind.__table__
    standing = select(table).where(table.c.rep_id == rep_id, table.c.withdrawn.is_(False), is_latest(kind), *narrowed)
    return cast("list[F]", db.session.execute(standing.order_by(table.c.at.desc(), table.c.id.desc())).all())


def what_stands(versions: Iterable[V]) -> list[V]:
    """The latest version of each line that is not withdrawn, newest first."""
    latest: dict[str, V] = {}
    for version in versions:
        known = latest.get(version.root_id)
        if known is None or age(version) > age(known):
            latest[version.root_id] = version
    return sorted(
        (item for item in latest.values() if not item.withdrawn), key=lambda item: (item.at, item.id), reverse=True
    )


def age(version: Version) -> tuple[bool, datetime, datetime, str]:
    """What orders a line: a correction beats what it corrects, then the later beats the earlier.
    It asks when things happened, not when they arrived, so the order of arrival cannot matter."""
    return version.id != version.root_id, version.at, version.received_at, version.id


def is_latest(kind: Any) -> ColumnElement[bool]:
    """The same order in the database's words: no other version of the line is younger than this row of `kind`."""
    other = aliased(kind)
    return ~exists().where(other.root_id == kind.root_id, _age(other) > _age(kind))


def _age(kind: Any) -> ColumnElement[Any]:
    return tuple_(kind.id != kind.root_id, kind.at, kind.received_at, kind.id)


def add_new(table: Table, rows: list[dict[str, Any]]) -> set[str]:
    """Insert the rows whose id is new, and say which they are; a race with another writer is settled by the schema."""
    connection = db.session.connection()
    added = connection.execute(_insert_new(table, connection.dialect.name), rows)
    ids = {row["id"] for row in rows}
    if added.rowcount == len(rows):
        return ids
    mine = select(table.c.id).where(table.c.id.in_(ids), table.c.rep_id == rows[0]["rep_id"])
    return set(connection.scalars(mine))


@cache
def _own(table: Any, *narrowed: str) -> Any:
    """Made once, and of plain columns: making a statement, and entities of rows, costs more than reading them."""
    return select(table).where(*(table.c[name] == bindparam(name) for name in ("rep_id", *narrowed)))


@cache
def _insert_new(table: Table, dialect: str) -> Any:
    return upserting(table, dialect).on_conflict_do_nothing()
