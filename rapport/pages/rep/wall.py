"""The team wall as a page shows it: the answers as one bar, and the team-mates' notes a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import request

from rapport.pages.rep.blueprint import this_rep
from rapport.pages.rep.entry_form import WRITTEN
from rapport.pages.rep.task import Task
from rapport.progress.wall import Note, Wall, notes_of, wall_for

NOTES_A_PAGE = 20
SHAPES = 5
FIRST_WORDS = 2
LINE_LENGTH = 140


@dataclass(frozen=True)
class Part:
    """One answer in the bar, from `start` on and `width` wide in percent; `shape` is from 1 to SHAPES."""

    answer: str
    count: int
    shape: int
    start: float
    width: float
    url: str
    picked: bool


@dataclass(frozen=True)
class Slip:
    """A note as it is read: `line` in one look, the answer with its shape, `rest` on demand."""

    name: str
    at: datetime
    line: list[dict[str, Any]]
    answer: str
    shape: int
    rest: list[dict[str, Any]]


@dataclass(frozen=True)
class WallPage:
    """`only` is the answer that is asked for; `matching` counts the team-mates' notes that fit."""

    wall: Wall
    parts: list[Part]
    only: str
    all_url: str
    slips: list[Slip]
    first: int
    matching: int
    newer_url: str
    older_url: str

    @property
    def last(self) -> int:
        return self.first + len(self.slips) - 1


def wall_page(task: Task) -> WallPage | None:
    """What the address asks to see of the wall; None where this person has none."""
    wall = wall_for(this_rep(), task.lesson, task.exercise["key"])
    return _page(wall, task.url) if wall else None


def _page(wall: Wall, url: str) -> WallPage:
    asked = request.args.get("only", "")
    only = asked if wall.answers.get(asked) else ""
    lines = wall.of_others(only)
    pages = max(1, -(-len(lines) // NOTES_A_PAGE))
    number = min(max(request.args.get("wall", 1, type=int), 1), pages)
    first = (number - 1) * NOTES_A_PAGE
    shapes = shapes_of(wall.answers)
    return WallPage(
        wall=wall,
        parts=parts_of(wall.answers, shapes, lambda answer: _address(url, answer), only),
        only=only,
        all_url=_address(url),
        slips=[_slip(note, wall.key, shapes) for note in notes_of(lines[first : first + NOTES_A_PAGE])],
        first=first + 1,
        matching=len(lines),
        newer_url=_address(url, only, number - 1) if number > 1 else "",
        older_url=_address(url, only, number + 1) if number < pages else "",
    )


def _address(url: str, only: str = "", number: int = 1) -> str:
    """This part of the page, with the answer and the page of notes that are asked for."""
    asked = {**({"wall": number} if number > 1 else {}), **({"only": only} if only else {})}
    return f"{url}{'?' if asked else ''}{urlencode(asked)}#wall"


def shapes_of(answers: dict[str, int]) -> dict[str, int]:
    """Each answer has its shape, whether anybody gave it or not, so that it keeps it."""
    return {answer: place % SHAPES + 1 for place, answer in enumerate(answers)}


def parts_of(
    answers: dict[str, int], shapes: dict[str, int], address: Callable[[str], str], only: str = "", whole: int = 0
) -> list[Part]:
    """The answers that were given, drawn against what they add up to, or `whole` where that is more."""
    total = max(whole, sum(answers.values()))
    parts, before = [], 0
    for answer, count in answers.items():
        if count:
            start, width = round(100 * before / total, 2), round(100 * count / total, 2)
            parts.append(Part(answer, count, shapes[answer], start, width, address(answer), answer == only))
            before += count
    return parts


def _slip(note: Note, key: str, shapes: dict[str, int]) -> Slip:
    line, rest = _in_short(note.values, key)
    return Slip(note.name, note.line.at, line, note.line.answer, shapes.get(note.line.answer, 0), rest)


def _in_short(values: list[dict[str, Any]], key: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What is read first: the first words before the answer that is counted, long ones cut; and the rest."""
    place = next((place for place, item in enumerate(values) if item["key"] == key), len(values))
    said = [item for item in values if item["value"] and item["key"] != key]
    first = [item for item in values[:place] if item["value"] and item["kind"] in WRITTEN][:FIRST_WORDS] or said[:1]
    line = [{**item, "value": cut(item["value"])} for item in first]
    return line, [item for item in said if item not in first or len(on_one_line(item["value"])) > LINE_LENGTH]


def cut(text: str) -> str:
    """Its beginning, where it is too long to be read in one look."""
    whole = on_one_line(text)
    return whole if len(whole) <= LINE_LENGTH else whole[:LINE_LENGTH].rsplit(" ", 1)[0] + " …"


def on_one_line(text: str) -> str:
    return " ".join(text.split())
