"""A rep's written thought, private unless shared."""

from typing import Any

from sqlalchemy import Text, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, db
from rapport.learning.fact import Fact, Revisable, standing
from rapport.learning.raw import RawFact
from rapport.learning.refusal import Refusal


class Reflection(Fact, Revisable, Model):
    """`text` is empty when withdrawn."""

    __tablename__ = "reflections"

    text: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)


def reflections_of(rep_id: int, lesson_id: int | None = None) -> list[Reflection]:
    """The reflections that stand now, newest first."""
    own = select(Reflection).where(Reflection.rep_id == rep_id)
    if lesson_id is not None:
        own = own.where(Reflection.lesson_id == lesson_id)
    return standing(db.session.scalars(own))


def take(fact: RawFact) -> dict[str, Any]:
    """The reflection's own columns."""
    withdrawn = fact.flag("withdrawn")
    if withdrawn and not fact.base:
        raise Refusal("unknown-reflection")
    if not fact.base and not fact.edition.reflection:
        raise Refusal("no-reflection")
    text = "" if withdrawn else fact.text("text")
    shared = fact.flag("shared") and not withdrawn
    return {
        "root_id": fact.base.root_id if fact.base else fact.id,
        "withdrawn": withdrawn,
        "text": text,
        "shared": shared,
    }
