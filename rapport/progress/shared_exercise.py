"""An exercise that is shared with the team: which editions told its reps so, and which of its answers are counted."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.shelf import Shelf
from rapport.database import look
from rapport.learning.grading import fold

# The exercise as it was in each edition, the newest last, by the edition's fingerprint.
Told = dict[str, dict[str, Any]]

_editions = Edition.__table__.c
EDITIONS = (
    select(_editions.fingerprint, _editions.exercises)
    .where(_editions.lesson_id == bindparam("lesson_id"))
    .order_by(_editions.published_at, _editions.fingerprint)
)
REFUSING = {"no", "not"}


def shared_in(lesson: Lesson | Edition, key: str) -> dict[str, Any] | None:
    """The exercise, if this edition tells its reps that the team can read it."""
    return next((item for item in lesson.exercises if item["key"] == key and item["shared"]), None)


def told_of(shelf: Shelf, lesson_id: int, key: str) -> Told:
    """The exercise in all editions that told its reps so; the one of now comes last."""
    told, live = _told(shelf, lesson_id).get(key, {}), shelf.by_id.get(lesson_id)
    return dict(sorted(told.items(), key=lambda item: live is not None and item[0] == live.fingerprint))


def mark(fingerprint: str, key: str) -> str:
    """One exercise of one edition, in a word that a database can make of an entry's columns too."""
    return f"{fingerprint} {key}"


def counted_field(exercise: dict[str, Any]) -> dict[str, Any] | None:
    """The field whose answers are counted: the first choice that everybody has to make."""
    return next((field for field in exercise["fields"] if field["kind"] == "choice" and field["required"]), None)


def places_of(key: str, exercises: Iterable[dict[str, Any]]) -> tuple[int, ...]:
    """Where the field has stood in the forms."""
    forms = (enumerate(exercise["fields"]) for exercise in exercises)
    return tuple(sorted({place for form in forms for place, field in form if field["key"] == key}))


def spelt(answer: str, counted: dict[str, Any] | None) -> str:
    """As the form spells it today; an answer that it no longer offers stays as it was."""
    options = counted["options"] if counted and answer else ()
    return next((option for option in options if fold(option) == fold(answer)), answer)


def refusing(answers: Iterable[str]) -> str:
    """The answer that says no, as in "not possible": it begins with "no" or "not". Empty where none does."""
    return next((answer for answer in answers if set(fold(answer).split()[:1]) & REFUSING), "")


def refused_in(exercise: dict[str, Any]) -> str:
    """The answer that says no in this exercise; empty where it does not ask what became of a request."""
    counted = counted_field(exercise)
    return refusing(counted["options"]) if counted else ""


def granting(answers: Iterable[str]) -> str:
    """The answer that says yes: the first that does not say no. Empty where nothing is counted."""
    offered = list(answers)
    return next((answer for answer in offered if answer != refusing(offered)), "")


@lru_cache(maxsize=64)
def _told(_shelf: Shelf, lesson_id: int) -> dict[str, Told]:
    """By the exercise's key; kept as long as the shelf, since publishing makes another one."""
    found: dict[str, Told] = {}
    for row in look(EDITIONS, {"lesson_id": lesson_id}):
        for exercise in row.exercises:
            if exercise["shared"]:
                found.setdefault(exercise["key"], {})[row.fingerprint] = exercise
    return found
