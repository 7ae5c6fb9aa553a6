"""A rep's raised hand: help asked for with a lesson or an exercise."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, Select, String, Table, Text, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db, upserting
from rapport.people.user import User

HELP_LIMIT = 1000


class HelpRequest(Model):
    """`exercise_key` is empty where the lesson itself is meant. Up until it is answered or taken down; one hand at a
    time for each lesson or exercise."""

    __tablename__ = "help_requests"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    exercise_key: Mapped[str] = mapped_column(String(80), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    taken_down_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def is_up(self) -> bool:
        return self.answered_at is None and self.taken_down_at is None


Index(None, HelpRequest.rep_id, HelpRequest.at)
IS_OPEN = HelpRequest.answered_at.is_(None) & HelpRequest.taken_down_at.is_(None)
Index(
    "uq_help_requests_open",
    HelpRequest.rep_id,
    HelpRequest.lesson_id,
    HelpRequest.exercise_key,
    unique=True,
    sqlite_where=IS_OPEN,
    postgresql_where=IS_OPEN,
)


def hands_up(reps: Any) -> Select[int, int]:
    """How many hands each of these reps has up (`reps`: ids, or a query for them); who has none is not told."""
    own = select(HelpRequest.rep_id, func.count().label("hands")).where(HelpRequest.rep_id.in_(reps), IS_OPEN)
    return own.group_by(HelpRequest.rep_id)


def hands_up_of(rep_ids: Iterable[int]) -> dict[int, int]:
    """The same, by rep."""
    return {row.rep_id: row.hands for row in db.session.execute(hands_up(list(rep_ids)))}


def open_of(rep_id: int) -> list[HelpRequest]:
    """A rep's hands that are up, the longest first."""
    own = select(HelpRequest).where(HelpRequest.rep_id == rep_id, IS_OPEN)
    return list(db.session.scalars(own.order_by(HelpRequest.at, HelpRequest.id)))


def request_of(rep_id: int, request_id: str) -> HelpRequest | None:
    """The hand of this id, up or down, if it is this rep's."""
    return db.session.scalar(select(HelpRequest).where(HelpRequest.id == request_id, HelpRequest.rep_id == rep_id))


def hands_in(rep_id: int, lesson_id: int, exercise_key: str = "") -> list[HelpRequest]:
    """Every hand a rep has put up for this lesson or exercise, the newest first."""
    own = select(HelpRequest).where(HelpRequest.rep_id == rep_id, HelpRequest.lesson_id == lesson_id)
    here = own.where(HelpRequest.exercise_key == exercise_key)
    return list(db.session.scalars(here.order_by(HelpRequest.at.desc(), HelpRequest.id)))


def raise_hand(request_id: str, rep_id: int, lesson_id: int, exercise_key: str, words: str, now: datetime) -> bool:
    """Put a hand up, or say it anew where it is up; whether there was anything to do: a form sent twice does it once."""
    db.session.scalar(select(User.id).where(User.id == rep_id).with_for_update(key_share=True))  # one tap at a time
    known = db.session.get(HelpRequest, request_id)
    if known is None:
        row = {"id": request_id, "rep_id": rep_id, "lesson_id": lesson_id, "exercise_key": exercise_key}
        connection = db.session.connection()
        connection.execute(_upsert(connection.dialect.name), {**row, "words": words, "at": now})
        return True
    if known.rep_id != rep_id or not known.is_up:
        return False
    known.words = words or known.words
    return True


@cache
def _upsert(dialect: str) -> Any:
    """A second hand for the same thing, as from another phone, is the first one in newer words."""
    insert = upserting(cast("Table", HelpRequest.__table__), dialect)
    newer = func.coalesce(func.nullif(insert.excluded.words, ""), HelpRequest.words)
    one = ["rep_id", "lesson_id", "exercise_key"]
    return insert.on_conflict_do_update(index_elements=one, index_where=IS_OPEN, set_={"words": newer})


def take_down(rep_id: int, request_id: str, now: datetime) -> bool:
    """The rep needs no help any more; whether the hand was up."""
    return _close(rep_id, request_id, taken_down_at=now)


def answer(rep_id: int, request_id: str, by_id: int, now: datetime) -> bool:
    """A manager has answered (their words are a reply about it); whether the hand was up."""
    return _close(rep_id, request_id, answered_at=now, answered_by_id=by_id)


def _close(rep_id: int, request_id: str, **how: Any) -> bool:
    own = update(HelpRequest).where(HelpRequest.id == request_id, HelpRequest.rep_id == rep_id, IS_OPEN)
    return bool(db.session.connection().execute(own.values(**how)).rowcount)
