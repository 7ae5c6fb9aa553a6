"""A rep's written thought, private unless shared."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model
from rapport.learning.fact import Fact, Revisable, own_facts, own_standing, what_stands
from rapport.learning.raw import RawFact
from rapport.learning.refusal import Refusal


class Reflection(Fact, Revisable, Model):
    """`text` is empty when withdrawn."""

    __tablename__ = "reflections"

    text: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)


def reflections_of(rep_id: int, lesson_id: int | None = None) -> list[Reflection]:
    """The reflections that stand now, newest first."""
    return what_stands(own_facts(Reflection, rep_id, lesson_id=lesson_id))


def shared_of(rep_id: int) -> list[Reflection]:
    """The reflections that a rep shares, newest first. The others never leave the database here."""
    return own_standing(Reflection, rep_id, Reflection.shared.is_(True))


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
