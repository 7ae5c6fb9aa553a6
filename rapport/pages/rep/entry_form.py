"""An exercise's form as it is filled in: what was typed, and one kind sentence where something is wrong. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapport.pages.rep.posted import new_fact_id
from rapport.pages.words import first_capital, iso_day, long_day

WRITTEN = {"text", "long"}
NICKNAME = "No full names: nicknames or initials only."


@dataclass
class EntryForm:
    """`values` holds what was typed, by field key, so that a refused form loses nothing; `problem`
    is what is wrong with the form as a whole."""

    fact_id: str = field(default_factory=new_fact_id)
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.errors or self.problem)

    def refuse(self, sentence: str, at: str = "") -> None:
        """Say why it was not taken, at the field where there is one."""
        if at in self.values:
            self.errors[at] = sentence
        else:
            self.problem = sentence


def name_of(key: str) -> str:
    """The name of a field in the HTML form, apart from the form's own hidden ones."""
    return f"field.{key}"


def filled_in(fields: Iterable[dict[str, Any]], form: Mapping[str, str], fact_id: str) -> EntryForm:
    """What a rep typed, as it came."""
    return EntryForm(fact_id, {item["key"]: form.get(name_of(item["key"]), "") for item in fields})


def from_entry(values: Iterable[Mapping[str, Any]]) -> EntryForm:
    """A form that holds an entry already logged, to correct it."""
    return EntryForm(values={item["key"]: item["value"] for item in values})


def hint_of(item: Mapping[str, Any], first: bool) -> str:
    """What stands under a label: who may be named, and what a scale means."""
    if item["kind"] == "scale":
        explained = re.search(rf"\b{item['low']}\b.*\b{item['high']}\b", item["label"])
        return "" if explained else f"{item['low']} is low, {item['high']} is high."
    if first and item["kind"] in WRITTEN and not re.search(r"nickname|initials", item["label"], re.IGNORECASE):
        return NICKNAME
    return ""


def options_of(item: Mapping[str, Any]) -> list[str]:
    """The values of a field that is picked, not typed."""
    if item["kind"] == "scale":
        return [str(step) for step in range(item["low"], item["high"] + 1)]
    return list(item["options"])


def in_words(item: Mapping[str, Any], today: date) -> str:
    """One value of an entry as it is read: a day with its name, what was picked with a capital."""
    day = iso_day(item["value"]) if item["kind"] == "date" else None
    if day:
        return long_day(day, today)
    return first_capital(item["value"]) if item["kind"] in ("yesno", "choice") else str(item["value"])
