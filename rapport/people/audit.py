"""Every act of an admin or a manager leaves a row: who, what, about whom or what, when, from where. Rows are never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db


class AuditRow(Model):
    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(45))


def note(by_id: int | None, what: str, about: str, address: str, now: datetime) -> None:
    """Write down an act, in the same transaction as the act itself. `by_id` is empty for the command line."""
    db.session.add(AuditRow(at=now, by_id=by_id, what=what, about=about, address=address[:45]))


def newest(limit: int = 100) -> list[AuditRow]:
    return list(db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)))
