"""What a rep answered, read from a form or a page's memory: whole, or refused with a kind sentence. Pure."""

import random
import re
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from rapport.text import TextRefused, clean

ASKS = {
    "one": "Pick one first, then say how sure you are.",
    "many": "Pick at least one first, then say how sure you are.",
    "typed": "Write your answer first, then say how sure you are.",
    "number": "Please type a number, such as 12 or 4.5.",
    "order": "Give each one a place of its own.",
    "match": "Choose a partner for each one.",
}
LONGEST = 200
A_NUMBER = re.compile(r"[+-]?(\d[\d ]*([.,]\d+)?|[.,]\d+) ?%?")


def from_form(question: dict[str, Any], form: MultiDict[str, str]) -> Any:
    """The fields of one question as they were filled in, complete or not."""
    kind = question["kind"]
    if kind == "many":
        return form.getlist("response")
    if kind == "order":
        return {item["key"]: form.get(f"place.{item['key']}", "") for item in question["items"]}
    if kind == "match":
        return {pair["left_key"]: form.get(f"match.{pair['left_key']}", "") for pair in question["pairs"]}
    return form.get("response", "")


def whole(question: dict[str, Any], raw: Any) -> Any | None:
    """The response in the shape that facts carry, or None when something is missing or unknown."""
    readers = {"one": _one, "many": _many, "typed": _typed, "number": _number, "order": _order, "match": _match}
    return readers[question["kind"]](question, raw)


def shuffled(things: Sequence[Any], seed: str) -> list[Any]:
    """The same shuffle for the same seed, so that a page drawn again looks the same."""
    mixed = list(things)
    random.Random(seed).shuffle(mixed)
    return mixed


def shuffled_items(question: dict[str, Any], seed: str) -> list[dict[str, Any]]:
    """Things to put in order, never shown in the right one."""
    items = question["items"]
    mixed = shuffled(items, seed)
    return mixed[1:] + mixed[:1] if mixed == items else mixed


def _one(question: dict[str, Any], raw: Any) -> str | None:
    return raw if raw in [choice["key"] for choice in question["choices"]] else None


def _many(question: dict[str, Any], raw: Any) -> list[str] | None:
    if not isinstance(raw, list):
        return None
    return [choice["key"] for choice in question["choices"] if choice["key"] in raw] or None


def _typed(_question: dict[str, Any], raw: Any) -> str | None:
    try:
        return clean(raw, LONGEST, one_line=True) or None
    except TextRefused:
        return None


def _number(question: dict[str, Any], raw: Any) -> str | None:
    text = _typed(question, raw)
    return text if text and A_NUMBER.fullmatch(text) else None


def _order(question: dict[str, Any], raw: Any) -> list[str] | None:
    keys = [item["key"] for item in question["items"]]
    if isinstance(raw, dict):
        places = [str(place) for place in range(1, len(keys) + 1)]
        if sorted(raw.values()) != sorted(places):
            return None
        raw = sorted(raw, key=lambda key: int(raw[key]))
    if not isinstance(raw, list) or not all(isinstance(key, str) for key in raw):
        return None
    return raw if sorted(raw) == sorted(keys) else None


def _match(question: dict[str, Any], raw: Any) -> dict[str, str] | None:
    rights = [pair["right_key"] for pair in question["pairs"]]
    if not isinstance(raw, dict):
        return None
    chosen = {pair["left_key"]: raw.get(pair["left_key"]) for pair in question["pairs"]}
    return chosen if all(right in rights for right in chosen.values()) else None
