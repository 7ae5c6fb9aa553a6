"""Which lesson comes next for a rep: first what is asked of them, by the nearest day; then what they chose; then the
library's order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rapport.assignments.due import Owed
from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.progress.of_rep import is_behind, latest_begun, next_lesson
from rapport.progress.owed import lessons_of
from rapport.progress.progress import Progress

ByLesson = dict[int, Progress]


@dataclass(frozen=True)
class NextUp:
    """The lesson, and why it is this one: `owed` where it is asked for, `chosen` where the rep put its module first."""

    lesson: ShelfLesson
    owed: Owed | None = None
    chosen: bool = False


def next_up(shelf: Shelf, progress: ByLesson, owed: Iterable[Owed], chosen: Iterable[int]) -> NextUp | None:
    """What to go on with."""
    for one in owed:
        if one.done_at is None and (lesson := next_owed(one, shelf, progress)):
            return NextUp(lesson, owed=one)
    for module_id in chosen:
        if lesson := _first_open(lessons_of("module", module_id, shelf), progress, None):
            return NextUp(lesson, chosen=True)
    following = next_lesson(shelf, progress)
    return NextUp(following) if following else None


def next_owed(owed: Owed, shelf: Shelf, progress: ByLesson) -> ShelfLesson | None:
    """The lesson to go on with of something that is asked for; None when all that is left happens with customers."""
    return _first_open(lessons_of(owed.about, owed.about_id, shelf), progress, owed.counts_from)


def refreshed(owed: Owed, shelf: Shelf, progress: ByLesson) -> tuple[int, int]:
    """How many of its lessons were learnt in this round, and how many there are."""
    lessons = lessons_of(owed.about, owed.about_id, shelf)
    return sum(_is_learnt(lesson, progress.get(lesson.id), owed.counts_from) for lesson in lessons), len(lessons)


def is_read_again(own: Progress | None, since: datetime | None) -> bool:
    """Whether a lesson's text has been read in this round."""
    return bool(since and own and own.last_read_at and own.last_read_at >= since)


def _first_open(lessons: Iterable[ShelfLesson], progress: ByLesson, since: datetime | None) -> ShelfLesson | None:
    """One that was begun, the latest first; else the first that is not learnt. In a new round, in their order."""
    left = [lesson for lesson in lessons if not _is_learnt(lesson, progress.get(lesson.id), since)]
    begun = latest_begun(left, progress) if since is None else None
    return begun or next(iter(left), None)


def _is_learnt(lesson: ShelfLesson, own: Progress | None, since: datetime | None) -> bool:
    """Read, and its quiz passed, since the round began. An exam is not taken twice."""
    if since is None:
        return is_behind(lesson, own)
    if own is None or own.last_read_at is None or own.last_read_at < since:
        return bool(own and own.completed_at and own.completed_at >= since)
    needs_quiz = any(step.kind == "quiz" for step in lesson.steps) and not lesson.exam
    return not needs_quiz or bool(own.last_passed_at and own.last_passed_at >= since)
