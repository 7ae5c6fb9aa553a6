"""A manager's answer to an entry, a shared reflection or a raised hand."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rapport.coaching.once import add_once
from rapport.database import Model, Moment

REPLY_LIMIT = 2000


class Reply(Model):
    """`about` is "entry", "reflection" or "help"; `subject_id` the first of its line, or the raised hand's id.
    `seen_at` is when the rep put it away on Today."""

    __tablename__ = "replies"
    __table_args__ = (Index(None, "rep_id", "seen_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    about: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[str] = mapped_column(String(36), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)


def reply(reply_id: str, by_id: int, rep_id: int, about: str, subject_id: str, text: str, now: datetime) -> bool:
    """Answer; whether it is new: a form that was sent twice answers once."""
    row = {"id": reply_id, "by_id": by_id, "rep_id": rep_id, "about": about, "subject_id": subject_id}
    return bool(add_once(Reply.__table__, [{**row, "text": text, "at": now, "seen_at": None}]))
