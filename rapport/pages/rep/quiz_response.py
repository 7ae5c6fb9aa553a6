"""What a rep answered, read from a form or a page's memory: whole, or refused with a kind sentence. Pure."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from rapport.learning.conversation import has_ended, way
from rapport.learning.grading import readings, texts
from rapport.text import TextRefused, clean

ASKS = {
    "one": "Pick one first, then say how sure you are.",
    "many": "Pick at least one first, then say how sure you are.",
    "typed": "Write your answer first, then say how sure you are.",
    "number": "Please type a number, such as 12 or 4.5.",
    "order": "Give each one a place of its own.",
    "match": "Choose a partner for each one.",
    "scenario": "Pick what you say until the talk ends, then say how sure you were.",
}
LONGEST = 200
MOST_TURNS = 100


def from_form(question: dict[str, Any], form: MultiDict[str, str]) -> Any:
    """The fields of one question as they were filled in, complete or not."""
    kind = question["kind"]
    if kind == "many":
        return form.getlist("response")
    if kind == "order":
        return {item["key"]: form.get(f"place.{item['key']}", "") for item in question["items"]}
    if kind == "match":
        return {pair["left_key"]: form.get(f"match.{pair['left_key']}", "") for pair in question["pairs"]}
    if kind == "scenario":
        return [*form.getlist("path"), *form.getlist("reply")][:MOST_TURNS]
    return form.get("response", "")


def whole(question: dict[str, Any], raw: Any) -> Any | None:
    """The response in the shape that facts carry, or None when something is missing or unknown."""
    return _READERS[question["kind"]](question, raw)


def goes_on(question: dict[str, Any], path: Sequence[str]) -> bool:
    """Whether each line of a conversation was said where it belongs, so that the next scene can follow."""
    return len(way(question, path)) > len(path)


def ordered(question: dict[str, Any], seed: str, shuffle: bool) -> list[dict[str, Any]]:
    """Choices or items as this attempt shows them; items never in the right order."""
    if question["kind"] != "order":
        return _shuffled(question["choices"], seed + question["key"]) if shuffle else question["choices"]
    mixed = _shuffled(question["items"], seed + question["key"])
    return mixed[1:] + mixed[:1] if mixed == question["items"] else mixed


def said_in(question: dict[str, Any], scene: dict[str, Any], seed: str, shuffle: bool) -> list[dict[str, Any]]:
    """What can be said in a scene, as this attempt shows it."""
    return _shuffled(scene["choices"], seed + question["key"] + scene["key"]) if shuffle else scene["choices"]


def partners(question: dict[str, Any], seed: str) -> list[dict[str, Any]]:
    """What the left sides of a match question are matched with, each once."""
    once = {pair["right_key"]: pair for pair in question["pairs"]}
    return _shuffled(list(once.values()), seed + question["key"])


def in_order(question: dict[str, Any], keys: Sequence[str]) -> list[dict[str, Any]]:
    """The items as the rep put them."""
    return sorted(question["items"], key=lambda item: keys.index(item["key"]))


def for_grading(question: dict[str, Any]) -> dict[str, Any]:
    """What a page must know to mark a question by itself: its keys, without the texts."""
    return {
        **{name: question[name] for name in ("key", "kind", "accepted", "answer", "low", "high")},
        "choices": [{"key": choice["key"], "right": choice["right"]} for choice in question["choices"]],
        "items": [{"key": item["key"]} for item in question["items"]],
        "pairs": [{"left_key": pair["left_key"], "right_key": pair["right_key"]} for pair in question["pairs"]],
        "scenes": [_scene_for_grading(scene) for scene in question.get("scenes", ())],
    }


def _scene_for_grading(scene: dict[str, Any]) -> dict[str, Any]:
    choices = [{name: choice[name] for name in ("key", "right", "to")} for choice in scene["choices"]]
    return {"key": scene["key"], "choices": choices}


def _shuffled(things: Sequence[Any], seed: str) -> list[Any]:
    """The same shuffle for the same seed, so that a page drawn again looks the same."""
    mixed = list(things)
    random.Random(seed).shuffle(mixed)
    return mixed


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
    return text if text and readings(text) else None


def _order(question: dict[str, Any], raw: Any) -> list[str] | None:
    keys = [item["key"] for item in question["items"]]
    given = texts(_by_place(keys, raw) if isinstance(raw, dict) else raw)
    return given if sorted(given) == sorted(keys) else None


def _by_place(keys: list[str], places: dict[str, Any]) -> list[str] | None:
    """The keys by the place that each was given; None unless every place is taken once."""
    at = {str(places.get(key)): key for key in keys}
    wanted = [str(place) for place in range(1, len(keys) + 1)]
    return [at[place] for place in wanted] if set(at) == set(wanted) else None


def _match(question: dict[str, Any], raw: Any) -> dict[str, str] | None:
    rights = [pair["right_key"] for pair in question["pairs"]]
    if not isinstance(raw, dict):
        return None
    lefts = [pair["left_key"] for pair in question["pairs"]]
    return {left: raw[left] for left in lefts} if all(raw.get(left) in rights for left in lefts) else None


def _scenario(question: dict[str, Any], raw: Any) -> list[str] | None:
    path = texts(raw)
    return path if has_ended(way(question, path), path) else None


_READERS: dict[str, Callable[[dict[str, Any], Any], Any | None]] = {
    "one": _one,
    "many": _many,
    "typed": _typed,
    "number": _number,
    "order": _order,
    "match": _match,
    "scenario": _scenario,
}
