"""The answers of entries as cells: a column for each question, and each answer of its kind."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rapport.learning.grading import readings
from rapport.reports.table import Column, Kind, Value

KINDS: dict[str, Kind] = {"number": "number", "scale": "number", "date": "day"}
LARGEST = 10**15
Values = list[dict[str, Any]]


def question_columns(entries: Iterable[Values]) -> list[Column]:
    """The questions of all these entries, each once: forms that ask the same share a column."""
    return list(dict.fromkeys(_column(value) for values in entries for value in values))


def answer_cells(values: Values, questions: list[Column]) -> list[Value]:
    """One entry's answers under these columns."""
    said = {_column(value): _typed(value) for value in values}
    return [said.get(question) for question in questions]


def _column(value: dict[str, Any]) -> Column:
    return Column(value["label"], KINDS.get(value["kind"], "text"))


def _typed(value: dict[str, Any]) -> Value:
    """A day as a day, and a number as a number where it can be read in one way only."""
    text = value["value"]
    if not text or value["kind"] not in KINDS:
        return text or None
    if value["kind"] == "date":
        return date.fromisoformat(text)
    found = [number for number in readings(text) if abs(number) < LARGEST]
    if len(found) != 1:
        return str(text)
    return int(found[0]) if found[0] == found[0].to_integral_value() else float(found[0])
