"""A module that a rep has started by choice: on Today it comes before the library's order, after what is asked of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db, look, upserting


class ChosenModule(Model):
    """`ended_at` empty means: still chosen. Chosen again later, it is the same row with a new beginning."""

    __tablename__ = "chosen_modules"

    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


_chosen = ChosenModule.__table__
CHOSEN = (
    select(_chosen.c.module_id)
    .where(_chosen.c.rep_id == bindparam("rep_id"), _chosen.c.ended_at.is_(None))
    .order_by(_chosen.c.at.desc(), _chosen.c.module_id)
)


def choose(rep_id: int, module_id: int, now: datetime) -> None:
    """Put a module before the others; one that is chosen already stays as it is."""
    row = {"rep_id": rep_id, "module_id": module_id, "at": now, "ended_at": None}
    insert = upserting(ChosenModule.__table__, db.engine.dialect.name).values(row)  # type: ignore[arg-type]
    anew = {"at": now, "ended_at": None}
    put_aside_before = _chosen.c.ended_at.is_not(None)
    db.session.execute(
        insert.on_conflict_do_update(index_elements=["rep_id", "module_id"], set_=anew, where=put_aside_before)
    )


def put_aside(rep_id: int, module_id: int, now: datetime) -> None:
    """The library's order counts again; what was learnt stays."""
    found = db.session.get(ChosenModule, (rep_id, module_id), with_for_update=True)
    if found is not None and found.ended_at is None:
        found.ended_at = now


def chosen_by(rep_id: int) -> list[int]:
    """The ids of the modules that a rep has chosen, the latest first."""
    return list(look(CHOSEN, {"rep_id": rep_id}).scalars())
