"""How a demo person fills in the form of an exercise: as it is told, and otherwise as it comes."""

import re
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from rapport.demo import words
from rapport.demo.told import Row
from rapport.learning.grading import fold

Raw = dict[str, Any]

# A form that begins with words asks first whom the entry is about.
NAMED = {"text", "long"}
AHEAD = re.compile(r"\+[0-9]{1,3}")


def fill_in(fields: list[Raw], row: Row, customer: str, at: datetime, rng: Random) -> dict[str, str]:
    """One entry, by key. A field that the row doesn't know, because it is new or has another name, is improvised."""
    if not row:
        return _improvised(fields, customer, at, rng)
    cells = {fields[0]["key"]: customer} if fields and fields[0]["kind"] in NAMED else {}
    cells |= cells_for(fields, row)
    values = {field["key"]: _said(field, cells.get(field["key"]), at, rng) for field in fields}
    return {key: value for key, value in values.items() if value}


def due_on(fields: list[Raw], day: date) -> dict[str, str]:
    """The form's dates, all moved to one day."""
    return {field["key"]: day.isoformat() for field in fields if field["kind"] == "date"}


def cells_for(fields: list[Raw], row: Row) -> dict[str, str]:
    """What the row says to each field, by key: a column's head is how the field's label begins. Where a
    label has changed and the form hasn't, the place tells."""
    by_place = list(row.values()) if len(row) == len(fields) else []
    found = {}
    for place, field in enumerate(fields):
        label = field["label"].lower()
        cell = next((cell for head, cell in row.items() if label.startswith(head.lower())), None)
        if cell is not None or by_place:
            found[field["key"]] = cell if cell is not None else by_place[place]
    return found


def fitting(field: Raw, cell: str, at: datetime) -> str:
    """The cell as the field takes it; empty where it can't."""
    kind = field["kind"]
    if kind == "date":
        return _working_day(at.date() + timedelta(days=int(cell))).isoformat() if AHEAD.fullmatch(cell) else ""
    if kind == "number":
        return cell if cell.isdigit() else ""
    if kind == "scale":
        return cell if cell.isdigit() and field["low"] <= int(cell) <= field["high"] else ""
    options = {"yesno": ["yes", "no"], "choice": field["options"]}.get(kind)
    return cell if options is None or fold(cell) in map(fold, options) else ""


def _said(field: Raw, cell: str | None, at: datetime, rng: Random) -> str:
    left_empty = cell == "" and not field["required"]
    return "" if left_empty else fitting(field, cell or "", at) or _as_it_comes(field, at, rng)


def _working_day(day: date) -> date:
    """Promises are for a working day: from Saturday and Sunday they move on to Monday."""
    return day + timedelta(days=8 - day.isoweekday() if day.isoweekday() > 5 else 0)


def _improvised(fields: list[Raw], customer: str, at: datetime, rng: Random) -> dict[str, str]:
    """The customer first, a promise in most entries, now and then a box left empty."""
    promised = rng.random() < 0.7
    values = {}
    for field in fields:
        belongs_to_promise = field["kind"] == "date" or "promise" in field["label"].lower()
        if field["required"] or (promised if belongs_to_promise else rng.random() < 0.85):
            values[field["key"]] = _as_it_comes(field, at, rng)
    if fields and fields[0]["kind"] in NAMED:
        values[fields[0]["key"]] = customer
    return values


def _as_it_comes(field: Raw, at: datetime, rng: Random) -> str:
    kind = field["kind"]
    if kind == "yesno":
        return rng.choice(("yes", "yes", "no"))
    if kind == "choice":
        return str(rng.choice(field["options"]))
    if kind == "scale":
        return str(rng.randint(max(field["low"], field["high"] - 2), field["high"]))
    if kind == "number":
        return _number(field["label"], rng)
    if kind == "date":
        ahead = max(field["reminds"], default=0) + rng.randint(2, 12)
        return _working_day((at + timedelta(days=ahead)).date()).isoformat()
    return words.answer_for(field["label"], rng)


def _number(label: str, rng: Random) -> str:
    if "percent" in label:
        return str(rng.randrange(50, 95, 5))
    return str(rng.randrange(400, 6000, 100) if "money" in label else rng.randint(1, 10))
