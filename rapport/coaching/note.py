"""What a manager wrote down about somebody, for nobody but themselves to read on a page."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.coaching.once import add_once
from rapport.database import Model, Moment, db

NOTE_LIMIT = 2000


class Note(Model):
    """Private to its manager; it is part of what is kept about both, so it stands in the own data of both."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "manager_id", "rep_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    manager_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


def notes_by(manager_id: int, rep_id: int) -> list[Note]:
    """A manager's own notes about one person, the newest first."""
    own = select(Note).where(Note.manager_id == manager_id, Note.rep_id == rep_id)
    return list(db.session.scalars(own.order_by(Note.at.desc(), Note.id)))


def write_note(note_id: str, manager_id: int, rep_id: int, text: str, now: datetime) -> bool:
    """Keep a note; whether it is new: a form that was sent twice keeps one."""
    row = {"id": note_id, "manager_id": manager_id, "rep_id": rep_id, "text": text, "at": now}
    return bool(add_once(Note.__table__, [row]))


def remove_note(note_id: str, manager_id: int, rep_id: int) -> bool:
    """Throw one's own note away; whether there was one."""
    own = (Note.id == note_id, Note.manager_id == manager_id, Note.rep_id == rep_id)
    return bool(db.session.connection().execute(delete(Note).where(*own)).rowcount)
