"""What became of an assignment, and by whom: everyone concerned can read it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db

WHATS = ("made", "moved", "extended", "withdrawn", "brought back")


class AssignmentChange(Model):
    """`what` is one of WHATS; `rep_id` is empty where it concerns everybody; `until` is the new day, if there is one."""

    __tablename__ = "assignment_changes"
    __table_args__ = (UniqueConstraint("form_id", "rep_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(String(36))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    until: Mapped[date | None] = mapped_column(Date)
    why: Mapped[str] = mapped_column(Text)


def note_change(
    assignment_id: int,
    form_id: str,
    what: str,
    by_id: int,
    now: datetime,
    rep_id: int | None = None,
    until: date | None = None,
    why: str = "",
) -> None:
    """Write down an act, in its own transaction; the same form writes it once."""
    known = select(AssignmentChange.id).where(AssignmentChange.form_id == form_id)
    if db.session.scalar(known.where(AssignmentChange.rep_id.is_not_distinct_from(rep_id))) is None:
        db.session.add(
            AssignmentChange(
                assignment_id=assignment_id,
                form_id=form_id,
                what=what,
                by_id=by_id,
                at=now,
                rep_id=rep_id,
                until=until,
                why=why,
            )
        )


def changes_of(assignment_id: int) -> list[AssignmentChange]:
    """All that happened to it, the newest first."""
    rows = select(AssignmentChange).where(AssignmentChange.assignment_id == assignment_id)
    return list(db.session.scalars(rows.order_by(AssignmentChange.id.desc())))
