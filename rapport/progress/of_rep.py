"""Where one rep stands: in a lesson, in a module, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import bindparam, select

from rapport.catalogue.shelf import Shelf, ShelfLesson, ShelfModule, Step
from rapport.clock import local
from rapport.database import look
from rapport.progress.progress import Progress

NOT_STARTED, IN_PROGRESS, DONE = "not started", "in progress", "done"


@dataclass(frozen=True)
class Standing:
    """`state` is "not started", "in progress" or "done"; `detail` says how far ("7 of 10 calls")."""

    state: str
    detail: str = ""


@dataclass(frozen=True)
class Running:
    """An exercise under way. `goal` None means: as often as it happens."""

    lesson: ShelfLesson
    exercise: dict[str, Any]
    count: int
    goal: int | None
    due_on: date | None


# Built once, as most pages ask one of them each time; plain columns, because a page only reads them.
_progress = Progress.__table__
OF_REP = select(_progress).where(_progress.c.rep_id == bindparam("rep_id"))
IN_LESSON = OF_REP.where(_progress.c.lesson_id == bindparam("lesson_id"))


def progress_of(rep_id: int) -> dict[int, Progress]:
    """All of a rep's progress by lesson id, to read: rows with the columns of `Progress`."""
    return {row.lesson_id: cast("Progress", row) for row in look(OF_REP, {"rep_id": rep_id})}


def lesson_progress(rep_id: int, lesson_id: int) -> Progress | None:
    """A rep's progress in one lesson, to read."""
    return cast("Progress | None", look(IN_LESSON, {"rep_id": rep_id, "lesson_id": lesson_id}).first())


def steps_standing(lesson: ShelfLesson, progress: Progress | None) -> list[tuple[Step, str]]:
    """Each step with "done", "now" or "todo", or "taken" where an exam was not passed; one is now, unless none is left to do."""
    states = [_state(lesson, step, progress) for step in lesson.steps]
    places = [place for place, state in enumerate(states) if state == "todo"]
    now = next((place for place in places if not lesson.steps[place].optional), places[0] if places else None)
    return [(step, "now" if place == now else states[place]) for place, step in enumerate(lesson.steps)]


def standing(lesson: ShelfLesson, progress: Progress | None) -> Standing:
    """Where a lesson stands, in words."""
    if progress is None:
        return Standing(NOT_STARTED)
    if progress.completed_at:
        return Standing(DONE)
    if exam_not_passed(lesson, progress):
        return Standing(IN_PROGRESS, "Not passed")
    return Standing(IN_PROGRESS, _tally(lesson, progress) or _steps_done(lesson, progress))


def module_standing(module: ShelfModule, progress_by_lesson: dict[int, Progress]) -> Standing:
    """Where a module stands, in words."""
    found = [progress_by_lesson.get(lesson.id) for lesson in module.lessons]
    done = sum(bool(progress and progress.completed_at) for progress in found)
    if not any(found):
        return Standing(NOT_STARTED)
    detail = f"{done} of {len(found)} {'lesson' if len(found) == 1 else 'lessons'}"
    return Standing(DONE if done == len(found) else IN_PROGRESS, detail)


def next_lesson(shelf: Shelf, progress_by_lesson: dict[int, Progress]) -> ShelfLesson | None:
    """The lesson to go on with: one that was begun, the latest first; else the first that is not learnt."""
    open_lessons = [lesson for lesson in shelf.lessons if not is_behind(lesson, progress_by_lesson.get(lesson.id))]
    return latest_begun(open_lessons, progress_by_lesson) or next(iter(open_lessons), None)


def latest_begun(lessons: Iterable[ShelfLesson], progress_by_lesson: dict[int, Progress]) -> ShelfLesson | None:
    """Of these, the one that was worked on last."""
    begun = [lesson for lesson in lessons if lesson.id in progress_by_lesson]
    return max(begun, key=lambda lesson: progress_by_lesson[lesson.id].last_at, default=None)


def exam_not_passed(lesson: ShelfLesson, progress: Progress | None) -> bool:
    """Whether the lesson's exam was taken and not passed. As it is taken once, that stays."""
    return bool(lesson.exam and progress and progress.attempts and not progress.passed_at)


def running_exercises(shelf: Shelf, progress_by_lesson: dict[int, Progress], zone: str = "UTC") -> list[Running]:
    """The exercises that a rep is in the middle of, the next due first."""
    running = []
    for lesson in shelf.lessons:
        progress = progress_by_lesson.get(lesson.id)
        if progress:
            running += [item for exercise in lesson.exercises if (item := _running(lesson, exercise, progress, zone))]
    return sorted(running, key=lambda item: item.due_on or date.max)


def exercise_count(progress: Progress | None, key: str) -> int:
    """How many entries count towards the exercise's goal."""
    return int(_exercise(progress, key).get("count", 0))


def exercise_done_at(progress: Progress | None, key: str) -> datetime | None:
    """When the exercise's goal was reached."""
    done_at = _exercise(progress, key).get("done_at")
    return datetime.fromisoformat(done_at).astimezone(UTC) if done_at else None


def _state(lesson: ShelfLesson, step: Step, progress: Progress | None) -> str:
    if step.kind == "quiz" and exam_not_passed(lesson, progress):
        return "taken"
    return "done" if _is_done(step, progress) else "todo"


def _is_done(step: Step, progress: Progress | None) -> bool:
    if progress is None:
        return False
    if step.kind == "exercise":
        return exercise_done_at(progress, step.key) is not None
    moments = {
        "read": progress.read_at,
        "quiz": progress.passed_at,
        "reflection": progress.reflected_at,
        "plan": progress.planned_at,
    }
    return moments[step.kind] is not None


def is_behind(lesson: ShelfLesson, progress: Progress | None) -> bool:
    """Whether nothing is left to learn here: what was read is learnt, or its exam can never be passed any more."""
    return bool(progress and (progress.learnt_at or (progress.read_at and exam_not_passed(lesson, progress))))


def _tally(lesson: ShelfLesson, progress: Progress) -> str:
    """How far the calls have come ("7 of 10 calls"), once the lesson is learnt and they are under way."""
    for exercise in lesson.exercises:
        count, goal = exercise_count(progress, exercise["key"]), exercise["goal"]
        if goal and 0 < count < goal and not exercise["optional"] and progress.learnt_at:
            return f"{count} of {goal} {exercise['unit'] or 'entries'}"
    return ""


def _steps_done(lesson: ShelfLesson, progress: Progress) -> str:
    needed = [step for step in lesson.steps if not step.optional]
    return f"{sum(_is_done(step, progress) for step in needed)} of {len(needed)} steps"


def _running(lesson: ShelfLesson, exercise: dict[str, Any], progress: Progress, zone: str) -> Running | None:
    count, goal = exercise_count(progress, exercise["key"]), exercise["goal"]
    begun = progress.learnt_at or count
    if not begun or (goal and exercise_done_at(progress, exercise["key"])) or (exercise["optional"] and not count):
        return None
    days = exercise["within_days"]
    start = local(progress.learnt_at or progress.started_at, zone).date()
    return Running(lesson, exercise, count, goal, start + timedelta(days=days) if days else None)


def _exercise(progress: Progress | None, key: str) -> dict[str, Any]:
    return (progress.exercises.get(key) if progress else None) or {}
