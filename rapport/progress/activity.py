"""On which days a rep did something, and on which they were away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, select, union

from rapport.database import db
from rapport.learning.known import TABLES
from rapport.people.user import Leave, User

LONGEST_LEAVE = 1000
WEEKS = 12
# Made once: making a statement costs more than running it.
ANY_DAY = union(*(select(table.day).where(table.rep_id == bindparam("rep_id")) for table in TABLES.values()))


def active_days(rep: User) -> set[date]:
    """The days with any fact, as the rep's own calendar said when it happened."""
    return set(db.session.connection().scalars(ANY_DAY, {"rep_id": rep.id}))


def leave_days(rep: User) -> set[date]:
    """Every day of the rep's leave, both ends included."""
    away: set[date] = set()
    for leave in db.session.scalars(select(Leave).where(Leave.user_id == rep.id)):
        length = min((leave.last_day - leave.first_day).days + 1, LONGEST_LEAVE)
        away.update(leave.first_day + timedelta(days=number) for number in range(length))
    return away


@dataclass(frozen=True)
class Week:
    """From a Monday on: on how many days something was done; `away` where all working days were leave."""

    monday: date
    days: int
    away: bool


def last_weeks(today: date, active: Collection[date], away: Collection[date], working_days: str) -> tuple[Week, ...]:
    """The last twelve weeks, this one last. Pure."""
    this = today - timedelta(days=today.weekday())
    mondays = [this - timedelta(days=7 * number) for number in reversed(range(WEEKS))]
    return tuple(_week(monday, active, away, working_days) for monday in mondays)


def _week(monday: date, active: Collection[date], away: Collection[date], working_days: str) -> Week:
    days = [monday + timedelta(days=number) for number in range(7)]
    asked = [day for day in days if str(day.isoweekday()) in working_days]
    return Week(monday, sum(day in active for day in days), bool(asked) and all(day in away for day in asked))
