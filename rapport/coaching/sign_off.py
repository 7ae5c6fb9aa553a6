"""A manager's word on an entry of an exercise that asks for it: signed off, or sent back with the reason.

It is about one version of the entry, the one that was seen: whoever corrects an entry afterwards has it looked at again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, exists, func, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from rapport.catalogue.lesson import Edition
from rapport.catalogue.shelf import Shelf, shelf
from rapport.coaching.once import add_once
from rapport.database import Model, Moment, db
from rapport.learning.entry import Entry
from rapport.learning.fact import is_latest

SIGNED, SENT_BACK, WAITING = "signed", "sent back", "waiting"
COMMENT_LIMIT = 1000


class SignOff(Model):
    """`root_id` names the entry, `version_id` the version that was seen; `result` is "signed" or "sent back".
    The newest one about a version counts. `seen_at` is when the rep put it away on Today."""

    __tablename__ = "sign_offs"
    __table_args__ = (Index(None, "rep_id", "seen_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    root_id: Mapped[str] = mapped_column(String(36), index=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    version_id: Mapped[str] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    result: Mapped[str] = mapped_column(String(10))
    comment: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime | None] = mapped_column(Moment)


@lru_cache(maxsize=4)
def asking(on_shelf: Shelf) -> frozenset[tuple[str, str]]:
    """The exercises that ask for sign-off, as (fingerprint, exercise key): they do so now, and did in the edition
    of that fingerprint, so that the rep knew. One statement for each publication."""
    now = {lesson.id: {item["key"] for item in lesson.exercises if item.get("sign_off")} for lesson in on_shelf.lessons}
    keys = {lesson_id: found for lesson_id, found in now.items() if found}
    if not keys:
        return frozenset()
    editions = select(Edition.lesson_id, Edition.fingerprint, Edition.exercises).where(Edition.lesson_id.in_(keys))
    return frozenset(
        (row.fingerprint, item["key"])
        for row in db.session.execute(editions)
        for item in row.exercises
        if item.get("sign_off") and item["key"] in keys[row.lesson_id]
    )


Found = Select[str, str, int, int, str, datetime]


def asked(on_shelf: Shelf, reps: Any) -> Found:
    """The entries of these reps (ids, or a query for them) that stand and are to be signed off, or were."""
    columns = (Entry.id, Entry.root_id, Entry.rep_id, Entry.lesson_id, Entry.exercise_key, Entry.at)
    wanted = tuple_(Entry.fingerprint, Entry.exercise_key).in_(list(asking(on_shelf)))
    return select(*columns).where(Entry.rep_id.in_(reps), wanted, Entry.withdrawn.is_(False), is_latest(Entry))


def waiting(on_shelf: Shelf, reps: Any) -> Found:
    """Those of them that nobody has answered yet."""
    return asked(on_shelf, reps).where(~exists().where(SignOff.version_id == Entry.id))


def waiting_of(rep_ids: Iterable[int], on_shelf: Shelf | None = None) -> dict[int, int]:
    """How many entries of each of these reps wait; who has none is not in it."""
    found = waiting(on_shelf or shelf(), list(rep_ids)).subquery()
    counts = select(found.c.rep_id, func.count().label("waiting")).group_by(found.c.rep_id)
    return {row.rep_id: row.waiting for row in db.session.execute(counts)}


@dataclass(frozen=True)
class Verdict:
    """What a manager says about entries; `form_id` is the form's own, so that a double tap says it once."""

    form_id: str
    by_id: int
    result: str
    comment: str = ""


class Decided(NamedTuple):
    """For how many entries the verdict holds now, and to how many of them it is new."""

    holds: int
    new: int


def decide(verdict: Verdict, rep_id: int, versions: Iterable[str], on_shelf: Shelf, now: datetime) -> Decided:
    """Sign these versions of a rep's entries off, or send them back. What was corrected or withdrawn meanwhile is
    left as it is."""
    stand = db.session.execute(asked(on_shelf, [rep_id]).where(Entry.id.in_(set(versions)))).all()
    known = last_words(SignOff.version_id.in_({row.id for row in stand}))
    fresh = [row for row in stand if row.id not in known or known[row.id].result != verdict.result]
    said = {"rep_id": rep_id, "by_id": verdict.by_id, "at": now, "result": verdict.result, "comment": verdict.comment}
    rows = [
        {"id": _act_id(verdict.form_id, row.id), "root_id": row.root_id, "version_id": row.id, "seen_at": None, **said}
        for row in fresh
    ]
    return Decided(len(stand), add_once(SignOff.__table__, rows))


def last_words(about: ColumnElement[bool]) -> dict[str, SignOff]:
    """The newest word on each version of an entry, by the version's id."""
    found = db.session.scalars(select(SignOff).where(about).order_by(SignOff.at, SignOff.id))
    return {row.version_id: row for row in found}


def _act_id(form_id: str, version_id: str) -> str:
    return str(uuid5(UUID(form_id), version_id))
