"""One logged piece of an exercise."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model
from rapport.learning.fact import Fact, Revisable


class Entry(Fact, Revisable, Model):
    """`values` is a list of {key, label, kind, value}: the labels as the rep saw them, so that an
    entry stays readable after its form has changed."""

    __tablename__ = "entries"

    exercise_key: Mapped[str] = mapped_column(String(80))
    values: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
