"""The database: one session, one base class, and the rules that keep SQLite honest.

Capabilities use `db.session` and never commit; pages, commands and jobs do, once, at the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from flask import g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, Executable, MetaData, Result, Table, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

READING_METHODS = {"GET", "HEAD", "OPTIONS"}
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so they are taken off and put back on."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def look(statement: Executable, values: dict[str, Any]) -> Result[Any]:
    """Rows to read, not to change: what a page asks each time it is opened, without the price of a database session.

    A request that only reads keeps one plain connection for its looks. Any other asks its session,
    as the transaction that will write must be the one that has read.
    """
    if _is_writing():
        return db.session.execute(statement, values)
    if "looking" not in g:
        g.looking = db.engine.connect()
    return cast("Connection", g.looking).execute(statement, values)


def stop_looking(_failure: BaseException | None = None) -> None:
    """Give the connection back at the end of the request."""
    if connection := g.pop("looking", None):
        connection.close()


def table_of(kind: type[Base]) -> Table:
    """The table of a model, for statements on plain columns."""
    return cast("Table", kind.__table__)


def upserting(table: Table, dialect: str) -> Any:
    """An INSERT that can say what to do about rows that are there already."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


_writing: ContextVar[bool | None] = ContextVar("writing", default=None)


@contextmanager
def writing() -> Iterator[None]:
    """Mark the transactions begun inside as writing ones, whatever the request's method."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def _is_writing() -> bool:
    marked = _writing.get()
    if marked is not None:
        return marked
    return not (has_request_context() and request.method in READING_METHODS)


def keep_sqlite_honest(engine: Engine) -> None:
    """Real transactions on SQLite.

    Python's driver opens none for a SELECT, and a read that turns into a write fails at once when
    another writer is busy: so a request that may write takes the write lock when it begins.
    `synchronous=FULL` is what makes an acknowledged fact durable through a power cut.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        if _is_writing():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # A reading transaction waits for nobody and cannot fail here, so it may take the short way.
            connection.connection.driver_connection.execute("BEGIN")


def spare_postgres_haste(engine: Engine) -> None:
    """No just-in-time compiling: for a page's statements it takes longer than running them."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        was_automatic, connection.autocommit = connection.autocommit, True
        connection.execute("SET jit = off")
        connection.autocommit = was_automatic
