"""The published catalogue as a page needs it: read once per publication, then kept in memory.

The shelf holds what lists and menus show; a lesson's long texts are fetched one lesson at a time.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, func, select

from rapport.catalogue.lesson import Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.database import db

STEP_LABELS = {"read": "Read", "quiz": "Quiz", "exercise": "Do", "reflection": "Reflect", "plan": "Plan"}


@dataclass(frozen=True)
class Step:
    """`kind` is a key of STEP_LABELS; `key` names the exercise, and is empty elsewhere."""

    kind: str
    key: str = ""
    title: str = ""
    optional: bool = False

    @property
    def label(self) -> str:
        return STEP_LABELS[self.kind]


@dataclass(frozen=True)
class ShelfLesson:
    """`version` is the catalogue's, for the shelf it stands on: the same words may have been drawn anew."""

    id: int
    key: str
    module_key: str
    title: str
    summary: str
    minutes: int
    fingerprint: str
    steps: tuple[Step, ...]
    exercises: tuple[dict[str, Any], ...]
    pass_mark: int
    exam: bool = False
    version: int = 0
    observations: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class ShelfModule:
    id: int
    key: str
    title: str
    summary: str
    lessons: tuple[ShelfLesson, ...]
    language: str = "en"

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True, eq=False)
class Shelf:
    """`lessons` are in reading order across all modules; `by_key` finds one by its lesson key.

    One object per publication, compared by identity, so that what is worked out from it can be kept.
    """

    version: int
    modules: tuple[ShelfModule, ...]
    lessons: tuple[ShelfLesson, ...]
    by_key: dict[str, ShelfLesson]
    by_id: dict[int, ShelfLesson]

    def module(self, key: str) -> ShelfModule | None:
        return next((module for module in self.modules if module.key == key), None)

    def neighbours(self, lesson: ShelfLesson) -> tuple[ShelfLesson | None, ShelfLesson | None]:
        """The lesson before and the lesson after, across modules."""
        place = self.lessons.index(lesson)
        before = self.lessons[place - 1] if place else None
        after = self.lessons[place + 1] if place + 1 < len(self.lessons) else None
        return before, after


def version() -> int:
    """The id of the newest publication, 0 before the first."""
    return db.session.scalar(select(func.max(Publication.id))) or 0


def shelf(at_version: int | None = None) -> Shelf:
    """The shelf as last published; give the version where the page has read it already."""
    number = version() if at_version is None else at_version
    return _read_shelf(db.engine, number)


def retired_lesson(key: str) -> ShelfLesson | None:
    """A lesson that is not in the library any more, as it was."""
    if not key.isprintable():
        return None
    found = db.session.execute(
        select(Lesson, Module.key).join(Module, Module.id == Lesson.module_id).where(Lesson.key == key)
    ).first()
    return _shelf_lesson(*found) if found else None


@lru_cache(maxsize=4)
def _read_shelf(_engine: Engine, number: int) -> Shelf:
    lessons = [_shelf_lesson(lesson, module.key, number) for lesson, module in db.session.execute(_live_lessons())]
    modules = tuple(_shelf_module(module, lessons) for module in db.session.scalars(_live_modules()))
    ordered = tuple(lesson for module in modules for lesson in module.lessons)
    return Shelf(number, modules, ordered, {item.key: item for item in ordered}, {item.id: item for item in ordered})


def _live_modules() -> Any:
    return select(Module).where(Module.retired_at.is_(None)).order_by(Module.position, Module.key)


def _live_lessons() -> Any:
    return (
        select(Lesson, Module)
        .join(Module, Module.id == Lesson.module_id)
        .where(Lesson.retired_at.is_(None), Module.retired_at.is_(None))
        .order_by(Lesson.position, Lesson.key)
    )


def _shelf_module(module: Module, lessons: list[ShelfLesson]) -> ShelfModule:
    own = tuple(lesson for lesson in lessons if lesson.module_key == module.key)
    return ShelfModule(module.id, module.key, module.title, module.summary, own, module.language)


def _shelf_lesson(lesson: Lesson, module_key: str, number: int = 0) -> ShelfLesson:
    exercises = tuple({name: value for name, value in item.items() if name != "html"} for item in lesson.exercises)
    return ShelfLesson(
        id=lesson.id,
        key=lesson.key,
        module_key=module_key,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        fingerprint=lesson.fingerprint,
        steps=steps_of(lesson),
        exercises=exercises,
        pass_mark=lesson.quiz.get("pass", 0),
        exam=lesson.quiz.get("exam", False),
        version=number,
        observations=tuple({"key": item["key"], "title": item["title"]} for item in lesson.observations),
    )


def steps_of(lesson: Lesson) -> tuple[Step, ...]:
    """The steps that the lesson's files hold, in the order a rep meets them."""
    steps = [Step("read")]
    if lesson.quiz:
        steps.append(Step("quiz"))
    steps += [Step("exercise", item["key"], item["title"], item["optional"]) for item in lesson.exercises]
    if lesson.reflection:
        steps.append(Step("reflection", "", lesson.reflection["title"], lesson.reflection["optional"]))
    if lesson.plan:
        steps.append(Step("plan", "", lesson.plan["title"], lesson.plan["optional"]))
    return tuple(steps)


def lesson_texts(lesson: ShelfLesson) -> Lesson:
    """The lesson's row with its HTML and quiz, detached: one statement the first time, none after."""
    return _read_lesson(db.engine, lesson.id, lesson.fingerprint, lesson.version)


@lru_cache(maxsize=256)
def _read_lesson(_engine: Engine, lesson_id: int, _fingerprint: str, _version: int) -> Lesson:
    lesson = db.session.get_one(Lesson, lesson_id)
    db.session.expunge(lesson)
    return lesson


def forget() -> None:
    """Drop what is remembered: for a database whose content was put back to an earlier state."""
    _read_shelf.cache_clear()
    _read_lesson.cache_clear()
