"""One logged piece of an exercise."""

from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model
from rapport.learning import grading
from rapport.learning.fact import Fact, Revisable, age, own_facts, own_standing, what_stands
from rapport.learning.raw import LINE_LIMIT, TEXT_LIMIT, RawFact, cleaned, read_date
from rapport.learning.refusal import Refusal


class Entry(Fact, Revisable, Model):
    """`values` is a list of {key, label, kind, value} (dates also {reminds}): the form as the rep saw
    it, so that an entry stays readable after its form has changed; empty when withdrawn."""

    __tablename__ = "entries"

    exercise_key: Mapped[str] = mapped_column(String(80))
    values: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


CORRECTED = Entry.__table__.c.id != Entry.__table__.c.root_id
Index("ix_entries_corrections", Entry.root_id, sqlite_where=CORRECTED, postgresql_where=CORRECTED)


def entries_of(rep_id: int, lesson_id: int | None = None, exercise_key: str | None = None) -> list[Entry]:
    """The entries that stand now, newest first."""
    return what_stands(versions_of(rep_id, lesson_id, exercise_key))


def versions_of(rep_id: int, lesson_id: int | None = None, exercise_key: str | None = None) -> list[Entry]:
    """Every version of every entry, corrected and withdrawn ones too, in no order."""
    return own_facts(Entry, rep_id, lesson_id=lesson_id, exercise_key=exercise_key)


def entries_seen_of(rep_id: int, root_id: str | None = None) -> list[Entry]:
    """The entries that others may see of a rep, or one of them: what stands, newest first, and nothing else."""
    return own_standing(Entry, rep_id, *([] if root_id is None else [Entry.root_id == root_id]))


def entry_line(rep_id: int, root_id: str) -> list[Entry]:
    """Every version of one entry, oldest first; nothing if it is not this rep's."""
    return sorted(own_facts(Entry, rep_id, root_id=root_id), key=age)


def take(fact: RawFact) -> dict[str, Any]:
    """The entry's own columns, each value checked against the form that the rep saw."""
    withdrawn = fact.flag("withdrawn")
    if withdrawn and not fact.base:
        raise Refusal("unknown-entry")
    key = fact.base.exercise_key if fact.base else fact.values.get("exercise")
    row: dict[str, Any] = {
        "root_id": fact.base.root_id if fact.base else fact.id,
        "withdrawn": withdrawn,
        "exercise_key": key,
        "values": [],
    }
    if not withdrawn:
        row["values"] = checked_values(_exercise(fact, key)["fields"], fact.values.get("values"))
    return row


def checked_values(fields: list[dict[str, Any]], given: object) -> list[dict[str, Any]]:
    """The answers given to a form's fields, each as it is kept; raises Refusal for one that is none."""
    if not isinstance(given, dict):
        raise Refusal("bad-value", "values")
    values = [_value(field, given.get(field["key"])) for field in fields]
    if fields and not any(value["value"] for value in values):
        raise Refusal("empty", fields[0]["key"])
    return values


def _exercise(fact: RawFact, key: object) -> dict[str, Any]:
    exercise = next((item for item in fact.edition.exercises if item["key"] == key), None)
    if exercise is None:
        raise Refusal("unknown-exercise", "exercise")
    return exercise


def _value(field: dict[str, Any], given: object) -> dict[str, Any]:
    kind, key = field["kind"], field["key"]
    written = "yes" if given is True else "no" if given is False else given
    if isinstance(written, int | float):
        written = repr(written) if abs(written) < 1e15 else ""
    text = cleaned(
        written, key, TEXT_LIMIT if kind == "long" else LINE_LIMIT, field["required"], one_line=kind != "long"
    )
    value = {"key": key, "label": field["label"], "kind": kind, "value": _typed(field, text) if text else ""}
    return {**value, "reminds": list(field["reminds"])} if kind == "date" else value


def _typed(field: dict[str, Any], text: str) -> str:
    kind, key = field["kind"], field["key"]
    if kind == "date":
        return read_date(text, key).isoformat()
    if kind == "number" and not grading.readings(text):
        raise Refusal("bad-number", key)
    if kind in ("yesno", "choice", "scale"):
        return _option(_options(field), text, key)
    return text


def _options(field: dict[str, Any]) -> list[str]:
    if field["kind"] == "yesno":
        return ["yes", "no"]
    if field["kind"] == "choice":
        return list(field["options"])
    return [str(number) for number in range(field["low"], field["high"] + 1)]


def _option(options: list[str], text: str, key: str) -> str:
    for option in options:
        if grading.fold(option) == grading.fold(text):
            return option
    raise Refusal("bad-value", key, f"Please pick one of: {', '.join(options)}.")
