"""When …, then I will …: a plan, and later what became of it or of a promise."""

from datetime import date
from typing import Any

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model
from rapport.learning.fact import Fact, Revisable, own_facts, what_stands
from rapport.learning.raw import LINE_LIMIT, RawFact
from rapport.learning.refusal import Refusal

RESULTS = ("done", "not done", "later")


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


def plans_of(rep_id: int, lesson_id: int | None = None) -> list[Plan]:
    """The plans that stand now, newest first."""
    return what_stands(own_facts(Plan, rep_id, lesson_id=lesson_id))


def outcomes_of(rep_id: int) -> dict[tuple[str, str, str], Outcome]:
    """The newest outcome of each plan and promise, by (about, subject id, field key)."""
    told = sorted(own_facts(Outcome, rep_id), key=lambda item: (item.at, item.received_at, item.id))
    return {(item.about, item.subject_id, item.field_key): item for item in told}


def take(fact: RawFact) -> dict[str, Any]:
    """The plan's own columns."""
    withdrawn = fact.flag("withdrawn")
    if withdrawn and not fact.base:
        raise Refusal("unknown-plan")
    if not fact.base and not fact.edition.plan:
        raise Refusal("no-plan")
    row = {"root_id": fact.base.root_id if fact.base else fact.id, "withdrawn": withdrawn}
    if withdrawn:
        return {**row, "when": "", "then": "", "ask_on": fact.day}
    when, then = (fact.text(name, LINE_LIMIT, one_line=True) for name in ("when", "then"))
    return {**row, "when": when, "then": then, "ask_on": fact.day_of("ask_on")}


def take_outcome(fact: RawFact) -> dict[str, Any]:
    """The outcome's own columns; `base` is the plan or entry it is about."""
    about, result = fact.values.get("about"), fact.values.get("result")
    if result not in RESULTS:
        raise Refusal("bad-value", "result")
    field_key = _promise(fact) if about == "entry" else ""
    until = fact.day_of("until") if result == "later" else None
    note = fact.text("note", required=False)
    return {
        "about": about,
        "subject_id": fact.base.root_id,
        "field_key": field_key,
        "result": result,
        "note": note,
        "until": until,
    }


def _promise(fact: RawFact) -> str:
    key = fact.values.get("field")
    forms = [
        fact.base.values,
        *(item["fields"] for item in fact.edition.exercises if item["key"] == fact.base.exercise_key),
    ]
    if not any(field["key"] == key and field["kind"] == "date" for form in forms for field in form):
        raise Refusal("unknown-promise", "field")
    return str(key)
