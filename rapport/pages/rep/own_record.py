"""What a rep wrote so far, with the lesson each piece belongs to, retired lessons included."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from rapport.catalogue.lesson import Lesson
from rapport.catalogue.shelf import Shelf
from rapport.database import db
from rapport.learning.entry import Entry, entries_of
from rapport.learning.reflection import Reflection, reflections_of
from rapport.pages.rep.blueprint import lesson_url
from rapport.people.user import User
from rapport.progress.follow_ups import FollowUp, follow_ups_of


@dataclass(frozen=True)
class Place:
    """Where something was written; `url` is empty when its lesson is not in the library any more."""

    title: str
    url: str
    exercises: dict[str, str]


@dataclass(frozen=True)
class OwnExercise:
    title: str
    url: str
    entries: list[Entry]


@dataclass(frozen=True)
class OwnRecord:
    exercises: list[OwnExercise]
    reflections: list[tuple[Reflection, Place]]
    plans: list[tuple[FollowUp, Place]]


def own_record(rep: User, shelf: Shelf, away: Collection[date]) -> OwnRecord:
    """All entries, reflections and plans that stand, the newest first; open plans before the settled ones."""
    entries, reflections = entries_of(rep.id), reflections_of(rep.id)
    plans = [item for item in follow_ups_of(rep, entries, away) if item.about == "plan"]
    written: list[Entry | Reflection | FollowUp] = [*entries, *reflections, *plans]
    places = _places({fact.lesson_id for fact in written}, shelf)
    return OwnRecord(
        _by_exercise(entries, places),
        [(item, places[item.lesson_id]) for item in reflections],
        [(item, places[item.lesson_id]) for item in plans],
    )


def _places(lesson_ids: set[int], shelf: Shelf) -> dict[int, Place]:
    live = {key: shelf.by_id[key] for key in lesson_ids if key in shelf.by_id}
    found = {key: Place(item.title, lesson_url(item), _titles(item.exercises)) for key, item in live.items()}
    if retired := lesson_ids - found.keys():
        rows = db.session.execute(select(Lesson.id, Lesson.title, Lesson.exercises).where(Lesson.id.in_(retired)))
        found |= {row.id: Place(row.title, "", _titles(row.exercises)) for row in rows}
    return found


def _titles(exercises: Iterable[dict[str, str]]) -> dict[str, str]:
    return {item["key"]: item["title"] for item in exercises}


def _by_exercise(entries: list[Entry], places: dict[int, Place]) -> list[OwnExercise]:
    groups: dict[tuple[int, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.lesson_id, entry.exercise_key), []).append(entry)
    return [_own_exercise(places[lesson_id], key, group) for (lesson_id, key), group in groups.items()]


def _own_exercise(place: Place, key: str, entries: list[Entry]) -> OwnExercise:
    known = key in place.exercises
    return OwnExercise(
        place.exercises.get(key, place.title), f"{place.url}/exercises/{key}" if place.url and known else "", entries
    )
