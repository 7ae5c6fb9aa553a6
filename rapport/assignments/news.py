"""What a rep is told about what is asked of them: by whom and why, what has changed since they looked, and what they
chose themselves. One statement for all of it, as Today asks it each time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, bindparam, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Mapped, mapped_column

from rapport.assignments.assignment import AssignmentSubject
from rapport.assignments.change import AssignmentChange
from rapport.assignments.choice import ChosenModule
from rapport.assignments.due import dues
from rapport.database import Model, Moment, db, look, table_of, upserting
from rapport.people.user import User

LASTS = timedelta(days=14)
A_DAY = timedelta(days=1)  # dates are the person's own, moments are not
CHOSEN = "chosen"


class SeenChanges(Model):
    """Up to which moment a rep has seen what changed for them."""

    __tablename__ = "seen_changes"

    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class Maker:
    """Who asks, and why; the name is empty once they are gone."""

    name: str
    why: str


@dataclass(frozen=True)
class News:
    """The latest that happened to one assignment; `what` as in `change.WHATS`."""

    assignment_id: int
    what: str
    by: str
    at: datetime
    until: date | None
    why: str
    subjects: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Told:
    """`makers` by assignment; `news` the newest first; `chosen` the ids of modules, the latest first."""

    makers: dict[int, Maker]
    news: list[News]
    chosen: list[int]


_changes, _subjects, _users = table_of(AssignmentChange).c, table_of(AssignmentSubject).c, table_of(User).c
_seen, _chosen = table_of(SeenChanges).c, table_of(ChosenModule).c
_mine = (
    select(dues.assignment_id, func.min(dues.since).label("since"))
    .where(dues.rep_id == bindparam("rep_id"), dues.closed_why != "left")
    .group_by(dues.assignment_id)
    .subquery("mine")
)
_of_assignments = (
    select(
        _changes.id,
        _changes.assignment_id,
        _changes.what,
        _changes.at,
        _changes.until,
        _changes.why,
        _changes.by_id,
        _users.name.label("by_name"),
        _subjects.about,
        _subjects.about_id,
        _mine.c.since,
        _seen.at.label("seen_at"),
    )
    .join_from(table_of(AssignmentChange), _mine, _mine.c.assignment_id == _changes.assignment_id)
    .join(table_of(AssignmentSubject), _subjects.assignment_id == _changes.assignment_id)
    .join(table_of(User), _users.id == _changes.by_id, isouter=True)
    .join(table_of(SeenChanges), _seen.rep_id == bindparam("rep_id"), isouter=True)
    .where(or_(_changes.rep_id.is_(None), _changes.rep_id == bindparam("rep_id")))
    .where(or_(_changes.what == "made", _changes.at > bindparam("lately", type_=Moment)))
)
_own_choice = select(
    literal(0).label("id"),
    literal(0).label("assignment_id"),
    literal(CHOSEN).label("what"),
    _chosen.at,
    null().label("until"),
    literal("").label("why"),
    null().label("by_id"),
    null().label("by_name"),
    literal("module").label("about"),
    _chosen.module_id.label("about_id"),
    null().label("since"),
    null().label("seen_at"),
).where(_chosen.rep_id == bindparam("rep_id"), _chosen.ended_at.is_(None))
TOLD = union_all(_of_assignments, _own_choice)


def told(rep_id: int, now: datetime) -> Told:
    """All that Today says about it."""
    rows = look(TOLD, {"rep_id": rep_id, "lately": now - LASTS}).all()
    chosen = sorted((row for row in rows if row.what == CHOSEN), key=lambda row: row.at, reverse=True)
    acts = [row for row in rows if row.what != CHOSEN]
    makers = {row.assignment_id: Maker(row.by_name or "", row.why) for row in acts if row.what == "made"}
    news = _newest(row for row in acts if _is_news(row, rep_id, now))
    return Told(makers, news, [row.about_id for row in chosen])


def has_seen(rep_id: int, at: datetime) -> None:
    """Not to be told again what happened up to this moment."""
    insert: Any = upserting(table_of(SeenChanges), db.engine.dialect.name).values(rep_id=rep_id, at=at)
    later = {"set_": {"at": insert.excluded.at}, "where": _seen.at < insert.excluded.at}
    db.session.execute(insert.on_conflict_do_update(index_elements=["rep_id"], **later))


def _is_news(row: Any, rep_id: int, now: datetime) -> bool:
    """New to this rep: not their own doing, not seen, and, but for the asking itself, not from before their time."""
    if row.by_id == rep_id or row.at <= now - LASTS or (row.seen_at and row.at <= row.seen_at):
        return False
    return row.what == "made" or bool(row.at.date() + A_DAY >= row.since)


def _newest(rows: Iterable[Any]) -> list[News]:
    """Of each assignment the latest; the rest is history by then."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.assignment_id, []).append(row)
    latest = []
    for acts in found.values():
        last = max(acts, key=lambda row: row.id)
        subjects = tuple((row.about, row.about_id) for row in acts if row.id == last.id)
        latest.append(News(last.assignment_id, last.what, last.by_name or "", last.at, last.until, last.why, subjects))
    return sorted(latest, key=lambda one: one.at, reverse=True)
