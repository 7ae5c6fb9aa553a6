"""Who owes what by when: a row for each person, thing asked for, and round.

The rows are kept by `audience.follow` whenever people, teams or assignments change. A row that is closed (its
person left, or it was withdrawn) is kept: what was done under it stays on record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, and_, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db, look, table_of


class Due(Model):
    """`since` is the day on which the person came under it. `due_on` is the later one of `rule_due_on` and
    `extended_to`. The row counts from `opens_on` to the day before `ends_on`, unless it is closed; `counts_from`
    is the moment from which on doing it counts, empty where it may have been done at any time.
    `closed_why` is "left" or "withdrawn"."""

    __tablename__ = "dues"
    __table_args__ = (UniqueConstraint("assignment_id", "rep_id", "about", "about_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(6))
    about_id: Mapped[int]
    round: Mapped[int]
    since: Mapped[date] = mapped_column(Date)
    opens_on: Mapped[date] = mapped_column(Date, index=True)
    rule_due_on: Mapped[date] = mapped_column(Date)
    extended_to: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date, index=True)
    counts_from: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_why: Mapped[str] = mapped_column(String(10), default="")


# Plain columns: pages read many of them.
dues = table_of(Due).c


@dataclass(frozen=True)
class Owed:
    """One module or lesson that a person is asked for, by the nearest day where several ask. `assignment_ids` are
    all that ask, the nearest first."""

    about: str
    about_id: int
    due_on: date
    round: int
    counts_from: datetime | None
    done_at: datetime | None
    assignment_ids: tuple[int, ...]

    def is_late(self, today: date) -> bool:
        return self.done_at is None and self.due_on < today


def live(today: Any) -> Any:
    """A condition: the rows that count on this day."""
    return and_(dues.closed_at.is_(None), dues.opens_on <= today, or_(dues.ends_on.is_(None), dues.ends_on > today))


OF_REPS = (
    select(table_of(Due))
    .where(dues.rep_id.in_(bindparam("reps", expanding=True)), live(bindparam("today")))
    .order_by(dues.due_on, dues.assignment_id)
)


def owed_by(rep_id: int, today: date) -> list[Owed]:
    """What one person is asked for today, done or not, the nearest day first."""
    return owed_by_each([rep_id], today).get(rep_id, [])


def owed_by_each(rep_ids: Iterable[int], today: date) -> dict[int, list[Owed]]:
    """The same for several people, in one statement; those who owe nothing are left out."""
    rows: dict[int, dict[tuple[str, int], list[Any]]] = {}
    for row in look(OF_REPS, {"reps": list(rep_ids), "today": today}):
        rows.setdefault(row.rep_id, {}).setdefault((row.about, row.about_id), []).append(row)
    return {rep_id: sorted(map(_owed, found.values()), key=_place) for rep_id, found in rows.items()}


def _owed(rows: list[Any]) -> Owed:
    """Of several that ask for the same: the nearest that is not done; when all are done, the nearest."""
    nearest = next((row for row in rows if row.done_at is None), rows[0])
    ids = dict.fromkeys((nearest.assignment_id, *(row.assignment_id for row in rows)))
    return Owed(
        nearest.about, nearest.about_id, nearest.due_on, nearest.round, nearest.counts_from, nearest.done_at, tuple(ids)
    )


def _place(owed: Owed) -> tuple[date, str, int]:
    return owed.due_on, owed.about, owed.about_id


def extend_dues(assignment_id: int, person_ids: list[int] | None, until: date, now: datetime) -> list[int]:
    """Move what is open and due before `until`; the people whom it concerns."""
    today = now.date()
    wanted = [dues.assignment_id == assignment_id, dues.done_at.is_(None), dues.due_on < until, live(today)]
    if person_ids is not None:
        wanted.append(dues.rep_id.in_(person_ids))
    reps = list(db.session.scalars(select(dues.rep_id).where(*wanted).distinct().order_by(dues.rep_id)))
    if reps:
        later = update(Due).where(*wanted).values(extended_to=until, due_on=until)
        db.session.execute(later, execution_options={"synchronize_session": False})
    return reps


def close_all(assignment_id: int, why: str, now: datetime) -> None:
    """Close every open row of an assignment."""
    rows = update(Due).where(dues.assignment_id == assignment_id, dues.closed_at.is_(None))
    db.session.execute(rows.values(closed_at=now, closed_why=why), execution_options={"synchronize_session": False})


def reopen_all(assignment_id: int, why: str) -> None:
    """Open what was closed for this reason."""
    rows = update(Due).where(dues.assignment_id == assignment_id, dues.closed_why == why)
    db.session.execute(rows.values(closed_at=None, closed_why=""), execution_options={"synchronize_session": False})
