"""What people did in a month, counted: five statements, however many people there are.

A day is the one that the person's own calendar said.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, exists, func, literal, select, tuple_, union
from sqlalchemy.orm import aliased

from rapport.database import Moment, db, table_of
from rapport.learning.attempt import Answer, Attempt
from rapport.learning.entry import Entry
from rapport.learning.fact import is_latest
from rapport.learning.known import TABLES
from rapport.learning.plan import Outcome
from rapport.people.user import User
from rapport.progress.progress import Progress
from rapport.reports.month import Month
from rapport.reports.table import Value

_done = table_of(Progress).c
_users = table_of(User).c
RIGHT = 1


@dataclass(frozen=True)
class Sums:
    """What one person did, or several together; `right` of `answered` questions at the first try."""

    lessons: int = 0
    right: int = 0
    answered: int = 0
    entries: int = 0
    kept: int = 0
    days: int = 0

    def cells(self) -> list[Value]:
        """As they stand in a table; without an answer there is no share of right ones."""
        percent = (200 * self.right + self.answered) // (2 * self.answered) if self.answered else None
        return [self.lessons, percent, self.entries, self.kept, self.days]


def together(some: Iterable[Sums]) -> Sums:
    """The sums of several people."""
    return Sums(*map(sum, zip(*map(astuple, some), strict=True)))


class MonthSums:
    """Who: a query for the ids of the people. `of(id)` are a person's sums."""

    def __init__(self, who: Select[int], month: Month) -> None:
        self.who = who
        self.month = month
        counts = (self._lessons(), self._answers(), self._entries(), self._kept(), self._days())
        self._counts = [{row[0]: tuple(row[1:]) for row in db.session.execute(one)} for one in counts]

    def of(self, rep_id: int) -> Sums:
        none = ((0,), (0, 0), (0,), (0,), (0,))
        found = (counts.get(rep_id, zero) for counts, zero in zip(self._counts, none, strict=True))
        return Sums(*(count for one in found for count in one))

    def _in_month(self, day: Any) -> Any:
        return day.between(self.month.first, self.month.last)

    def _counted(self, kind: Any, *where: Any) -> Any:
        return select(kind.rep_id, func.count()).where(kind.rep_id.in_(self.who), *where).group_by(kind.rep_id)

    def _lessons(self) -> Any:
        """Lessons of which the last step was done in the month."""
        ends = (self.month.first, self.month.after.first)
        zones = list(db.session.scalars(select(_users.zone).where(_users.id.in_(self.who)).distinct()))
        first, end = (_on_their_clock(day, zones) for day in ends)
        within = and_(_done.completed_at >= first, _done.completed_at < end)
        return self._counted(_done, within, _users.id == _done.rep_id)

    def _answers(self) -> Any:
        """Questions that were right at the first try, and questions answered."""
        right = func.sum(case((Answer.mark >= RIGHT, 1), else_=0))
        found = select(Attempt.rep_id, right, func.count()).join(Answer, Answer.attempt_id == Attempt.id)
        wanted = (Attempt.rep_id.in_(self.who), self._in_month(Attempt.day), Answer.round == 1)
        return found.where(*wanted).group_by(Attempt.rep_id)

    def _entries(self) -> Any:
        """Entries that were logged in the month and have not been withdrawn since."""
        other = aliased(Entry)
        withdrawn = exists().where(other.root_id == Entry.root_id, other.withdrawn, is_latest(other))
        return self._counted(Entry, Entry.id == Entry.root_id, self._in_month(Entry.day), ~withdrawn)

    def _kept(self) -> Any:
        """Promises to customers of which the latest word is that they were kept."""
        other = aliased(Outcome)
        same = (
            getattr(other, name) == getattr(Outcome, name) for name in ("rep_id", "about", "subject_id", "field_key")
        )
        later = exists().where(*same, _age(other) > _age(Outcome))
        return self._counted(
            Outcome, Outcome.about == "entry", Outcome.result == "done", self._in_month(Outcome.day), ~later
        )

    def _days(self) -> Any:
        """Days with any fact."""
        days = union(
            *(
                select(kind.rep_id, kind.day).where(kind.rep_id.in_(self.who), self._in_month(kind.day))
                for kind in TABLES.values()
            )
        ).subquery()
        return select(days.c.rep_id, func.count()).group_by(days.c.rep_id)


def _age(kind: Any) -> Any:
    return tuple_(kind.at, kind.received_at, kind.id)


def _on_their_clock(day: date, zones: list[str]) -> Any:
    """The moment at which this day begins where the person is."""
    begins = {zone: literal(datetime.combine(day, time(), ZoneInfo(zone)), Moment()) for zone in [*zones, "UTC"]}
    return case(*((_users.zone == zone, moment) for zone, moment in begins.items()), else_=begins["UTC"])
