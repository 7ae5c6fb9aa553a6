"""What a manager sees of a rep, and the rep of "what my manager sees": the same values, nothing besides."""

from dataclasses import dataclass

from rapport.catalogue.shelf import Shelf, ShelfLesson, ShelfModule, shelf
from rapport.learning.entry import Entry, entries_of
from rapport.learning.reflection import Reflection, reflections_of
from rapport.people.user import User
from rapport.progress.follow_ups import FollowUp, follow_ups_of
from rapport.progress.of_rep import Standing, exercise_count, module_standing, progress_of
from rapport.progress.progress import Progress


@dataclass(frozen=True)
class ExerciseCard:
    lesson: ShelfLesson
    key: str
    title: str
    unit: str
    count: int
    goal: int | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Card:
    """`reflections` are the shared ones only; `promises` are the open follow-ups from entries, `plans`
    all plans with what became of them."""

    modules: tuple[tuple[ShelfModule, Standing], ...]
    exercises: tuple[ExerciseCard, ...]
    reflections: tuple[tuple[ShelfLesson | None, Reflection], ...]
    promises: tuple[FollowUp, ...]
    plans: tuple[FollowUp, ...]


def card_of(rep: User, version: int | None = None) -> Card:
    """The card of one rep."""
    on_shelf = shelf(version)
    progress = progress_of(rep.id)
    entries = entries_of(rep.id)
    follow_ups = follow_ups_of(rep, entries)
    shared = [item for item in reflections_of(rep.id) if item.shared]
    return Card(
        modules=tuple((module, module_standing(module, progress)) for module in on_shelf.modules),
        exercises=tuple(_exercises(on_shelf, progress, entries)),
        reflections=tuple((on_shelf.by_id.get(item.lesson_id), item) for item in shared),
        promises=tuple(item for item in follow_ups if item.about == "entry" and item.state == "open"),
        plans=tuple(item for item in follow_ups if item.about == "plan"),
    )


def _exercises(on_shelf: Shelf, progress: dict[int, Progress], entries: list[Entry]) -> list[ExerciseCard]:
    """The exercises that have entries, in the library's order."""
    cards = []
    for lesson in on_shelf.lessons:
        for exercise in lesson.exercises:
            own = tuple(
                entry for entry in entries if entry.lesson_id == lesson.id and entry.exercise_key == exercise["key"]
            )
            if own:
                count = exercise_count(progress.get(lesson.id), exercise["key"])
                cards.append(
                    ExerciseCard(
                        lesson, exercise["key"], exercise["title"], exercise["unit"], count, exercise["goal"], own
                    )
                )
    return cards
