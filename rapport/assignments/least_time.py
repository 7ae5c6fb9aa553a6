"""How long lessons take at least: an exercise that counts once a day cannot be hurried. Pure."""

from collections.abc import Iterable
from typing import Any

from rapport.catalogue.shelf import ShelfLesson

DAYS_PER_TURN = {"day": 1.0, "working day": 7 / 5, "week": 7.0}


def least_days(lessons: Iterable[ShelfLesson]) -> int:
    """The days on the calendar before which these lessons cannot all be done; 0 when an afternoon may do."""
    return max((_days(exercise) for exercise in _needed(lessons)), default=0)


def slowest(lessons: Iterable[ShelfLesson]) -> str:
    """What takes so long, in words: "30 working days"; empty when nothing does."""
    found = max(_needed(lessons), key=_days, default=None)
    if found is None or not _days(found):
        return ""
    return f"{found['goal']} {found['rhythm']}s"


def _needed(lessons: Iterable[ShelfLesson]) -> list[dict[str, Any]]:
    return [item for lesson in lessons for item in lesson.exercises if not item["optional"]]


def _days(exercise: dict[str, Any]) -> int:
    turns = exercise["goal"] or 1
    return round(DAYS_PER_TURN.get(exercise["rhythm"], 0) * turns) if turns > 1 else 0
