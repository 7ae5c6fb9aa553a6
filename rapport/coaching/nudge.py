"""A manager's few words to one person, as often as the budget allows."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.clock import local
from rapport.coaching.budget import DAY, LOOK_AHEAD, WITHIN, Budget, budget, sentence
from rapport.coaching.once import add_once
from rapport.database import Model, Moment, db
from rapport.people.user import Leave, User

NUDGE_LIMIT = 500
EVERY_DAY = "1234567"


class Nudge(Model):
    """`seen_at` is when the rep put it away."""

    __tablename__ = "nudges"
    __table_args__ = (Index(None, "rep_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)


class NudgeRefused(ValueError):
    """The nudge was not sent; the message is one sentence for the manager who wrote it."""


def budget_of(rep: User, now: datetime) -> Budget:
    """What is left for this person. Two statements."""
    today = local(now, rep.zone).date()
    past = [local(at, rep.zone).date() for at in db.session.scalars(_since(rep.id, now))]
    return budget(past, _away(rep, today), rep.working_days or EVERY_DAY, now, rep.zone)


def may_nudge(rep: User, now: datetime) -> str | None:
    """Why this person cannot be nudged now, as a sentence; None when they can."""
    return sentence(rep.first_name, budget_of(rep, now), local(now, rep.zone).date()) or None


def nudge(nudge_id: str, by_id: int, rep_id: int, text: str, now: datetime) -> bool:
    """Send a nudge; whether it is new, as a form that was sent twice sends once. Raises NudgeRefused.

    One at a time for each person: many managers at once keep to the budget too.
    """
    rep = db.session.scalars(_turn(rep_id)).one()
    known = db.session.get(Nudge, nudge_id)
    if known is not None:
        return False
    refusal = f"{rep.first_name}’s account is closed." if rep.deactivated_at else may_nudge(rep, now)
    if refusal:
        raise NudgeRefused(refusal)
    row = {"id": nudge_id, "rep_id": rep_id, "by_id": by_id, "at": now, "text": text, "seen_at": None}
    return bool(add_once(Nudge.__table__, [row]))


def _turn(rep_id: int) -> Select[User]:
    """The person as they are now, and nobody else's nudge until the commit."""
    turn = select(User).where(User.id == rep_id).with_for_update(key_share=True)
    return turn.execution_options(populate_existing=True)


def _since(rep_id: int, now: datetime) -> Select[datetime]:
    """When this person was nudged lately; two days more than needed, whatever the time zone."""
    return select(Nudge.at).where(Nudge.rep_id == rep_id, Nudge.at > now - WITHIN - 2 * DAY)


def _away(rep: User, today: date) -> set[date]:
    """The days from today on that are leave, or come before the person's first one."""
    before = min(((rep.starts_on or today) - today).days, LOOK_AHEAD)
    away = {today + number * DAY for number in range(before)}
    leaves = select(Leave).where(Leave.user_id == rep.id, Leave.last_day >= today)
    for leave in db.session.scalars(leaves):
        first, last = max(leave.first_day, today), min(leave.last_day, today + LOOK_AHEAD * DAY)
        away.update(first + number * DAY for number in range((last - first).days + 1))
    return away
