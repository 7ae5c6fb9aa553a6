"""When …, then I will …: a plan, and later what became of it or of a promise."""

from datetime import date

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model
from rapport.learning.fact import Fact, Revisable


class Plan(Fact, Revisable, Model):
    """`ask_on` is the day on which the outcome is asked for."""

    __tablename__ = "plans"

    when: Mapped[str] = mapped_column(Text)
    then: Mapped[str] = mapped_column(Text)
    ask_on: Mapped[date] = mapped_column(Date)


class Outcome(Fact, Model):
    """What became of a plan, or of the promise in an entry's date field. The newest counts.

    `about` is "plan" or "entry", `subject_id` the root id of it, `field_key` the entry's date
    field; `result` is "done", "not done" or "later", and "later" moves the day to `until`.
    """

    __tablename__ = "outcomes"

    about: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[str] = mapped_column(String(36), index=True)
    field_key: Mapped[str] = mapped_column(String(80), default="")
    result: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[date | None] = mapped_column(Date)
