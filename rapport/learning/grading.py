"""How answers are marked: pure, exact, and never surprised by an odd response.

`static/js/grading.js` does the same in the browser; `tests/grading_cases.json` keeps the two equal.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from rapport.learning.conversation import Question, best_path, has_ended, way

UNIT = 10_000
NUMBER_LIMIT = 60
_ACCENTS = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile("[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_ALIKE = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "ς": "σ",
    }
)
_DIGITS = str.maketrans({chr(zero + value): str(value) for zero in (0x660, 0x6F0, 0x966) for value in range(10)})
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([,.' ])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_BOUND = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?")


def grade(question: Question, response: object) -> float:
    """What the response earns, from 0 to 1 in steps of 0.0001; 0 for anything odd."""
    marker = _MARKERS.get(str(question.get("kind")))
    return marker(question, response) if marker else 0.0


def is_right(mark: float) -> bool:
    return mark >= 1


def score(marks: Iterable[float]) -> int:
    """The percentage that the marks make together, halves rounded up."""
    parts = [round(mark * UNIT) for mark in marks]
    whole = len(parts) * UNIT
    return (200 * sum(parts) + whole) // (2 * whole) if parts else 0


def right_response(question: Question) -> Any:
    """A response that earns 1."""
    kind = question["kind"]
    if kind in ("one", "many"):
        right = [choice["key"] for choice in question["choices"] if choice["right"]]
        return right if kind == "many" else next(iter(right), "")
    if kind in ("typed", "number"):
        written = [*question["accepted"]] if kind == "typed" else [question["answer"], question["low"]]
        return next((text for text in written if is_right(grade(question, text))), "")
    if kind == "order":
        return [item["key"] for item in question["items"]]
    if kind == "scenario":
        return best_path(question)
    return {pair["left_key"]: pair["right_key"] for pair in question["pairs"]}


def fold(text: str) -> str:
    """The text without case, accents, typographic quotes and dashes, and with single blanks."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower().upper().lower())
    return _BLANKS.sub(" ", _ACCENTS.sub("", plain.translate(_ALIKE))).strip(" ")


def readings(text: str) -> list[Decimal]:
    """What a written number can mean: "1,000" is a thousand to some and one to others."""
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE).translate(_DIGITS)
    plain = _BLANKS.sub(" ", plain).strip(" ").removesuffix("%").rstrip(" ")
    if len(plain) > NUMBER_LIMIT:
        return []
    found = [Decimal(plain.replace(",", "."))] if _DECIMAL.fullmatch(plain) else []
    grouped = _GROUPED.fullmatch(plain)
    return [*found, Decimal(plain.replace(grouped[1], "").replace(",", "."))] if grouped else found


def _one(question: Question, response: object) -> float:
    return _share(any(choice["right"] and choice["key"] == response for choice in question["choices"]), 1)


def _many(question: Question, response: object) -> float:
    picked = texts(response)
    right = {choice["key"] for choice in question["choices"] if choice["right"]}
    hits = len(right & set(picked))
    return _share(hits - (len(set(picked)) - hits), len(right))


def _typed(question: Question, response: object) -> float:
    typed = fold(response) if isinstance(response, str) else ""
    return _share(bool(typed) and any(typed == fold(accepted) for accepted in question["accepted"]), 1)


def _number(question: Question, response: object) -> float:
    bounds = question["low"], question["high"]
    if not isinstance(response, str) or not all(isinstance(bound, str) and _BOUND.fullmatch(bound) for bound in bounds):
        return 0.0
    low, high = map(Decimal, bounds)
    return _share(any(low <= value <= high for value in readings(response)), 1)


def _order(question: Question, response: object) -> float:
    given = texts(response)
    keys = [item["key"] for item in question["items"]]
    if len(set(given)) < len(given):
        return 0.0
    if len(keys) == 1:
        return _share(given == keys, 1)
    places = {key: place for place, key in enumerate(given)}
    pairs = [(first, second) for index, first in enumerate(keys) for second in keys[index + 1 :]]
    return _share(sum(a in places and b in places and places[a] < places[b] for a, b in pairs), len(pairs))


def _match(question: Question, response: object) -> float:
    pairs = question["pairs"]
    if not isinstance(response, dict):
        return 0.0
    return _share(sum(response.get(pair["left_key"]) == pair["right_key"] for pair in pairs), len(pairs))


def _scenario(question: Question, response: object) -> float:
    path = texts(response)
    steps = way(question, path)
    if not has_ended(steps, path):
        return 0.0
    best = sum(step.choice["right"] for step in steps if step.choice)
    return _share(best, max(len(path), len(best_path(question))))


def texts(response: object) -> list[str]:
    """The response where it is a list of texts; empty for anything odd."""
    if not isinstance(response, list) or not all(isinstance(item, str) for item in response):
        return []
    return response


def _share(part: int, whole: int) -> float:
    if part <= 0 or whole <= 0:
        return 0.0
    return 1.0 if part >= whole else min((2 * part * UNIT + whole) // (2 * whole), UNIT - 1) / UNIT


_MARKERS: dict[str, Callable[[Question, object], float]] = {
    "one": _one,
    "many": _many,
    "typed": _typed,
    "number": _number,
    "order": _order,
    "match": _match,
    "scenario": _scenario,
}
