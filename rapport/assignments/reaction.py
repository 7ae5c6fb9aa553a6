"""A kind word to a note on the wall, in one tap. There are three, and all of them are kind."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, String, Table, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db, look, upserting
from rapport.people.user import User

KINDS = {"well done": "Well done", "thank you": "Thank you", "will try": "I will try this"}


class Reaction(Model):
    """`root_id` is the note: the first version of an entry. A second tap finds it there."""

    __tablename__ = "reactions"

    root_id: Mapped[str] = mapped_column(String(36), ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


_reactions = Reaction.__table__.c
TO_NOTES = (
    select(_reactions.root_id, _reactions.kind, _reactions.by_id, User.name, User.deactivated_at)
    .join_from(Reaction.__table__, User, User.id == _reactions.by_id)
    .where(_reactions.root_id.in_(bindparam("root_ids", expanding=True)))
    .order_by(_reactions.at, _reactions.by_id)
)


def give(root_id: str, by_id: int, kind: str, now: datetime) -> None:
    """Say it; said twice it stands once."""
    connection = db.session.connection()
    insert = upserting(cast("Table", Reaction.__table__), connection.dialect.name).on_conflict_do_nothing()
    connection.execute(insert, {"root_id": root_id, "by_id": by_id, "kind": kind, "at": now})


def take_back(root_id: str, by_id: int, kind: str) -> None:
    """Unsay it, if it was said."""
    db.session.execute(delete(Reaction).filter_by(root_id=root_id, by_id=by_id, kind=kind))


def reactions_to(root_ids: Iterable[str]) -> dict[str, dict[str, dict[int, str]]]:
    """For each note and each kind: who said it, id and first name, in the order of time."""
    found: dict[str, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in look(TO_NOTES, {"root_ids": list(root_ids)}):
        name = "" if row.deactivated_at else (row.name.split() or [""])[0]
        found[row.root_id][row.kind][row.by_id] = name
    return found
