"""Finding acts among a million: who did them, what, about whom or what, from when to when; always the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from rapport.database import Moment, db
from rapport.people.audit import AuditRow
from rapport.people.directory import like
from rapport.people.user import User

PAGE = 50
BATCH = 1000
MOST_PEOPLE = 50


@dataclass(frozen=True)
class Search:
    """What is looked for; empty parts do not narrow. `since` is the first moment, `until` the first that is too late."""

    by: str = ""
    what: str = ""
    about: str = ""
    person_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class Act(NamedTuple):
    """`by` is empty for the command line."""

    id: int
    at: datetime
    by: str
    by_id: int | None
    what: str
    about: str
    about_id: int | None
    address: str


def some(search: Search, before: int | None = None) -> list[Act]:
    """The newest, or those older than the act with the id `before`; one more than a page, if there is one more."""
    return _read(search, before, PAGE + 1)


def batches(search: Search, most: int) -> Iterator[list[Act]]:
    """All of them, some at a time, up to so many."""
    before, left = None, most
    while left > 0 and (acts := _read(search, before, min(BATCH, left))):
        yield acts
        before, left = acts[-1].id, left - len(acts)


def kinds() -> list[str]:
    """What acts there are. Jumps from one to the next in the index instead of reading every row."""
    first = select(func.min(AuditRow.what).label("what")).cte("kinds", recursive=True)
    following = select(func.min(AuditRow.what)).where(AuditRow.what > first.c.what).scalar_subquery()
    every = first.union_all(select(following).where(first.c.what.is_not(None)))
    return [what for what in db.session.scalars(select(every.c.what)) if what]


def _read(search: Search, before: int | None, limit: int) -> list[Act]:
    actor = aliased(User)
    found = select(
        AuditRow.id,
        AuditRow.at,
        func.coalesce(actor.name, "").label("by"),
        AuditRow.by_id,
        AuditRow.what,
        AuditRow.about,
        AuditRow.about_id,
        AuditRow.address,
    ).join(actor, actor.id == AuditRow.by_id, isouter=True)
    for part in _parts(search):
        found = found.where(part)
    if before is not None:
        edge = select(AuditRow.at).where(AuditRow.id == before).scalar_subquery()
        found = found.where(tuple_(AuditRow.at, AuditRow.id) < tuple_(edge, literal(before)))
    newest = found.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit)
    return [Act(*row) for row in db.session.execute(newest)]


def _parts(search: Search) -> Iterator[Any]:
    if search.by:
        yield AuditRow.by_id.in_(_people(search.by))
    if search.what:
        yield AuditRow.what == search.what
    if search.person_id is not None:
        yield AuditRow.about_id == search.person_id
    for word in search.about.split():
        yield like(AuditRow.about, word)
    if search.since is not None:
        yield AuditRow.at >= literal(search.since, Moment)
    if search.until is not None:
        yield AuditRow.at < literal(search.until, Moment)


def _people(words: str) -> Any:
    """Those whose name or address has these words, at most some."""
    named = select(User.id).where(*(or_(like(User.name, word), like(User.email, word)) for word in words.split()))
    return named.limit(MOST_PEOPLE)
