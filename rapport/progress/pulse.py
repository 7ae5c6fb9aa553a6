"""How a rep is doing, in one row: what a manager's page asks of thousands at once.

The row holds moments and days, never "late" or "silent": those depend on the day on which it is read. It is computed
from what is there, so it can always be made anew.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, ForeignKey, and_, bindparam, case, delete, func, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.assignments.due import dues, live
from rapport.catalogue.shelf import Shelf, shelf
from rapport.coaching.help import IS_OPEN, HelpRequest
from rapport.coaching.sign_off import waiting
from rapport.database import Model, Moment, db, table_of, upserting
from rapport.learning.attempt import Answer, Attempt
from rapport.people.user import User
from rapport.progress.progress import Progress

STUCK_AFTER = 3
MISJUDGED = 2
LOOKS_BACK = timedelta(days=30)


class Pulse(Model):
    """`begun` and `done` count lessons; `next_due` is the nearest day by which something is owed that is not done;
    `stuck` counts quizzes taken so often in vain; `misjudged_at` is the latest attempt with at least two answers that
    were sure and wrong; `waiting` counts entries to be signed off, `hands` those that are up."""

    __tablename__ = "pulses"

    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    last_at: Mapped[datetime | None] = mapped_column(Moment)
    begun: Mapped[int]
    done: Mapped[int]
    next_due: Mapped[date | None] = mapped_column(Date)
    stuck: Mapped[int]
    misjudged_at: Mapped[datetime | None] = mapped_column(Moment)
    waiting: Mapped[int]
    hands: Mapped[int]


pulses = table_of(Pulse).c
_users = table_of(User).c
_progress = table_of(Progress).c
_attempts = table_of(Attempt).c
_answers = table_of(Answer).c
IS_REP = (literal(",") + _users.roles + literal(",")).contains(",rep,")


def refresh(rep_ids: Iterable[int], now: datetime, on_shelf: Shelf | None = None) -> None:
    """Bring these reps' rows up to date, in one statement."""
    connection = db.session.connection()
    db.session.flush()
    values = {"reps": list(rep_ids), "today": now.date(), "recently": now - LOOKS_BACK}
    connection.execute(_upsert(connection.dialect.name, on_shelf or shelf()), values)


def forget_the_gone(rep_ids: Iterable[int]) -> None:
    """Delete the rows of those of them who are not reps here any more."""
    wanted = list(rep_ids)
    here = select(_users.id).where(_users.id.in_(wanted), _users.deactivated_at.is_(None), IS_REP)
    gone = delete(table_of(Pulse)).where(pulses.rep_id.in_(wanted), pulses.rep_id.not_in(here))
    db.session.connection().execute(gone)


@lru_cache(maxsize=8)
def _upsert(dialect: str, on_shelf: Shelf) -> Any:
    """Made once for each publication: making a statement costs more than running it."""
    table = table_of(Pulse)
    names = [column.name for column in table.columns]
    insert = upserting(table, dialect).from_select(names, _rows(on_shelf))
    changed = {name: insert.excluded[name] for name in names if name != "rep_id"}
    return insert.on_conflict_do_update(index_elements=["rep_id"], set_=changed)


def _rows(on_shelf: Shelf) -> Any:
    wanted = _users.id.in_(bindparam("reps", expanding=True))
    stuck = and_(_progress.attempts >= STUCK_AFTER, _progress.passed_at.is_(None))
    waiting_now = waiting(on_shelf, [_users.id]).correlate(table_of(User)).subquery()
    return select(
        _users.id,
        _of_progress(func.max(_progress.last_at)),
        _of_progress(func.count()),
        _of_progress(func.count(_progress.completed_at)),
        _next_due(),
        _of_progress(func.coalesce(func.sum(case((stuck, 1), else_=0)), 0)),
        _misjudged(),
        select(func.count()).select_from(waiting_now).scalar_subquery(),
        select(func.count()).where(HelpRequest.rep_id == _users.id, IS_OPEN).scalar_subquery(),
    ).where(wanted, _users.deactivated_at.is_(None), IS_REP)


def _of_progress(value: Any) -> Any:
    return select(value).where(_progress.rep_id == _users.id).select_from(table_of(Progress)).scalar_subquery()


def _next_due() -> Any:
    own = (dues.rep_id == _users.id, dues.done_at.is_(None), live(bindparam("today", type_=Date)))
    return select(func.min(dues.due_on)).where(*own).scalar_subquery()


def _misjudged() -> Any:
    wrong = select(func.count()).where(
        _answers.attempt_id == _attempts.id, _answers.sure, _answers.mark == 0, _answers.round == 1
    )
    own = (_attempts.rep_id == _users.id, _attempts.at >= bindparam("recently", type_=Moment))
    return select(func.max(_attempts.at)).where(*own, wrong.scalar_subquery() >= MISJUDGED).scalar_subquery()
