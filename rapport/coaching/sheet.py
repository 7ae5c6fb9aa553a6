"""An observation sheet as a manager has it before them, and as it was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapport.catalogue.lesson import Edition, Lesson
from rapport.learning.entry import checked_values
from rapport.learning.raw import cleaned
from rapport.learning.refusal import Refusal

COMMENT = ":comment"  # no line of a sheet can have this key
COMMENT_LIMIT = 2000
NOTHING_SEEN = "Please answer at least one line."


@dataclass(frozen=True)
class Sheet:
    """A sheet of a lesson, in one edition."""

    lesson_id: int
    fingerprint: str
    key: str
    title: str
    html: str
    fields: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Filled:
    """A sheet as it was sent: `id` is the form's own, so that a double tap keeps it once; `given` are the answers by line."""

    id: str
    given: Mapping[str, str]
    comment: str


def sheet_in(edition: Lesson | Edition, key: str) -> Sheet | None:
    """The sheet with this key, as that edition of the lesson has it."""
    found = next((item for item in edition.observations if item["key"] == key), None)
    if found is None:
        return None
    lesson_id = edition.id if isinstance(edition, Lesson) else edition.lesson_id
    return Sheet(lesson_id, edition.fingerprint, key, found["title"], found["html"], tuple(found["fields"]))


def read(sheet: Sheet, filled: Filled) -> dict[str, Any]:
    """What the sheet says, as columns; raises Refusal at the line at fault. A mark on a scale says out of how many."""
    try:
        values = checked_values(list(sheet.fields), dict(filled.given))
    except Refusal as refusal:
        raise Refusal("empty", "", NOTHING_SEEN) if refusal.code == "empty" else refusal from refusal
    said = [
        {**value, "of": field["high"]} if field["kind"] == "scale" else value
        for value, field in zip(values, sheet.fields, strict=True)
    ]
    return {"values": said, "comment": cleaned(filled.comment, COMMENT, COMMENT_LIMIT, required=False)}
