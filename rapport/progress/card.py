"""What a manager sees of a rep, and the rep of "what my manager sees": the same values, nothing besides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rapport.assignments.due import Owed, owed_by
from rapport.catalogue.shelf import Shelf, ShelfLesson, ShelfModule, shelf
from rapport.coaching.help import HelpRequest, open_of
from rapport.coaching.ride_along import RideAlong, ride_alongs_of
from rapport.coaching.sign_off import WAITING
from rapport.coaching.thread import Said, by_subject, said_openly, sign_off_state
from rapport.learning.entry import Entry, entries_seen_of
from rapport.learning.reflection import Reflection, shared_of
from rapport.people.user import User
from rapport.progress.activity import Week, active_days, last_weeks, leave_days
from rapport.progress.follow_ups import FollowUp, follow_ups_of
from rapport.progress.of_rep import Standing, exercise_count, module_standing, progress_of
from rapport.progress.opener import Known, opener
from rapport.progress.progress import Progress
from rapport.progress.topics import Topic, extremes, topics_of

GONE = "Something that has left the library"


@dataclass(frozen=True)
class EntryCard:
    """`state` is "waiting", "signed" or "sent back", and empty where nobody is asked to sign it off."""

    entry: Entry
    state: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class ExerciseCard:
    lesson: ShelfLesson
    key: str
    title: str
    unit: str
    count: int
    goal: int | None
    entries: tuple[EntryCard, ...]

    @property
    def waiting(self) -> tuple[EntryCard, ...]:
        """The entries that nobody has signed off or sent back yet."""
        return tuple(item for item in self.entries if item.state == WAITING)


@dataclass(frozen=True)
class ReflectionCard:
    lesson: ShelfLesson | None
    reflection: Reflection
    said: tuple[Said, ...]


@dataclass(frozen=True)
class HandCard:
    """Help that was asked for; `subject` is the exercise's or the lesson's title."""

    request: HelpRequest
    lesson: ShelfLesson | None
    subject: str


@dataclass(frozen=True)
class AskCard:
    """What a rep is asked for and has not done yet: a module or a lesson, by a day."""

    title: str
    due_on: date
    late: bool
    assignment_id: int


@dataclass(frozen=True)
class Card:
    """`reflections` are the shared ones only; `promises` are the open follow-ups from entries, `plans`
    all plans with what became of them."""

    hands: tuple[HandCard, ...]
    asked: tuple[AskCard, ...]
    strongest: Topic | None
    weakest: Topic | None
    weeks: tuple[Week, ...]
    modules: tuple[tuple[ShelfModule, Standing], ...]
    exercises: tuple[ExerciseCard, ...]
    reflections: tuple[ReflectionCard, ...]
    promises: tuple[FollowUp, ...]
    plans: tuple[FollowUp, ...]
    ride_alongs: tuple[RideAlong, ...]
    question: str

    @property
    def waiting(self) -> tuple[ExerciseCard, ...]:
        """The exercises with entries that wait to be signed off."""
        return tuple(exercise for exercise in self.exercises if exercise.waiting)


def card_of(rep: User, today: date, version: int | None = None) -> Card:
    """The card of one rep, as many statements for much as for little."""
    on_shelf, said, away = shelf(version), by_subject(said_openly(rep.id)), leave_days(rep)
    progress, entries = progress_of(rep.id), entries_seen_of(rep.id)
    follow_ups = follow_ups_of(rep, entries, away)
    promises = tuple(item for item in follow_ups if item.about == "entry" and item.state == "open")
    plans = tuple(item for item in follow_ups if item.about == "plan")
    weeks = last_weeks(today, active_days(rep), away, rep.working_days)
    strongest, weakest = extremes(topics_of(rep.id, on_shelf))
    hands = tuple(_hand(request, on_shelf) for request in open_of(rep.id))
    known = Known(hands[0].subject if hands else "", promises, plans, weakest, strongest, weeks)
    return Card(
        hands=hands,
        asked=tuple(_asked(owed, on_shelf, today) for owed in owed_by(rep.id, today) if owed.done_at is None),
        strongest=strongest,
        weakest=weakest,
        weeks=weeks,
        modules=tuple((module, module_standing(module, progress)) for module in on_shelf.modules),
        exercises=_exercises(on_shelf, progress, entries, said),
        reflections=tuple(
            ReflectionCard(on_shelf.by_id.get(item.lesson_id), item, said.get(item.root_id, ()))
            for item in shared_of(rep.id)
        ),
        promises=promises,
        plans=plans,
        ride_alongs=tuple(ride_alongs_of(rep.id)),
        question=opener(known, today),
    )


def entry_card(on_shelf: Shelf, entry: Entry, said: tuple[Said, ...]) -> EntryCard:
    """One entry with what was said about it, and where its sign-off stands."""
    return EntryCard(entry, sign_off_state(on_shelf, entry, said), said)


def _asked(owed: Owed, on_shelf: Shelf, today: date) -> AskCard:
    named: ShelfLesson | ShelfModule | None = on_shelf.by_id.get(owed.about_id)
    if owed.about == "module":
        named = next((module for module in on_shelf.modules if module.id == owed.about_id), None)
    return AskCard(named.title if named else GONE, owed.due_on, owed.is_late(today), owed.assignment_ids[0])


def _hand(request: HelpRequest, on_shelf: Shelf) -> HandCard:
    lesson = on_shelf.by_id.get(request.lesson_id)
    titles = {item["key"]: item["title"] for item in lesson.exercises} if lesson else {}
    return HandCard(request, lesson, titles.get(request.exercise_key, lesson.title if lesson else GONE))


def _exercises(
    on_shelf: Shelf, progress: dict[int, Progress], entries: list[Entry], said: dict[str, tuple[Said, ...]]
) -> tuple[ExerciseCard, ...]:
    """The exercises that have entries, the latest in use first."""
    by_exercise: dict[tuple[int, str], list[EntryCard]] = {}
    for entry in entries:
        own = by_exercise.setdefault((entry.lesson_id, entry.exercise_key), [])
        own.append(entry_card(on_shelf, entry, said.get(entry.root_id, ())))
    cards = [
        _exercise(lesson, exercise, progress.get(lesson.id), tuple(by_exercise[lesson.id, exercise["key"]]))
        for lesson in on_shelf.lessons
        for exercise in lesson.exercises
        if (lesson.id, exercise["key"]) in by_exercise
    ]
    return tuple(sorted(cards, key=lambda card: card.entries[0].entry.at, reverse=True))


def _exercise(
    lesson: ShelfLesson, exercise: dict[str, Any], progress: Progress | None, entries: tuple[EntryCard, ...]
) -> ExerciseCard:
    key = exercise["key"]
    count = exercise_count(progress, key)
    return ExerciseCard(lesson, key, exercise["title"], exercise["unit"], count, exercise["goal"], entries)
