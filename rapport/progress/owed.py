"""Whether what is owed is done: `done_at` of the rows of `dues`, kept in line with progress."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update

from rapport.assignments.due import Due, dues
from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.database import db, table_of
from rapport.progress.progress import Progress

_progress = table_of(Progress).c


def settle(rep_ids: Iterable[int], on_shelf: Shelf, assignment_id: int | None = None) -> int:
    """Bring `done_at` of these reps' open rows (under one assignment, if given) in line; how many had to change."""
    reps = list(rep_ids)
    connection = db.session.connection()
    rows = connection.execute(_open_rows(assignment_id is not None), {"reps": reps, "assignment": assignment_id}).all()
    if not rows:
        return 0
    asked = {(row.about, row.about_id) for row in rows}
    lessons = {lesson.id for about in asked for lesson in lessons_of(*about, on_shelf)}
    own = connection.execute(_of_reps(), {"reps": reps, "lessons": sorted(lessons)})
    progress = {(row.rep_id, row.lesson_id): row for row in own}
    changed = []
    for row in rows:
        done_at = _done_at(row, on_shelf, progress)
        if bool(done_at) != bool(row.done_at):
            changed.append({"row": row.id, "moment": done_at})
    if changed:
        connection.execute(_settling(), changed)
    return len(changed)


def lessons_of(about: str, about_id: int, on_shelf: Shelf) -> tuple[ShelfLesson, ...]:
    """The lessons that something asked for consists of; none when it has left the library."""
    if about == "lesson":
        lesson = on_shelf.by_id.get(about_id)
        return (lesson,) if lesson else ()
    module = next((module for module in on_shelf.modules if module.id == about_id), None)
    return module.lessons if module else ()


def done_in_round(
    lesson: ShelfLesson, progress: Progress | None, counts_from: datetime | None, is_first: bool
) -> datetime | None:
    """When a lesson was done for a round. The first time that is the whole lesson; later on, reading it and passing its
    quiz again. An exam is not taken twice."""
    if progress is None:
        return None
    if counts_from is None or (progress.completed_at and progress.completed_at >= counts_from):
        return progress.completed_at
    if is_first and not progress.completed_at:
        return None
    again = [progress.last_read_at]
    if lesson.pass_mark and not lesson.exam:
        again.append(progress.last_passed_at)
    moments = [moment for moment in again if moment and moment >= counts_from]
    return max(moments) if len(moments) == len(again) else None


def _done_at(row: Any, on_shelf: Shelf, progress: dict[tuple[int, int], Any]) -> datetime | None:
    lessons = lessons_of(row.about, row.about_id, on_shelf)
    is_first = row.opens_on == row.since
    moments = [
        done_in_round(lesson, progress.get((row.rep_id, lesson.id)), row.counts_from, is_first) for lesson in lessons
    ]
    done = [moment for moment in moments if moment]
    return max(done) if done and len(done) == len(moments) else None


@cache
def _open_rows(of_one: bool) -> Any:
    own = dues.rep_id.in_(bindparam("reps", expanding=True)), dues.closed_at.is_(None)
    return select(table_of(Due)).where(*own, *((dues.assignment_id == bindparam("assignment"),) if of_one else ()))


@cache
def _of_reps() -> Any:
    columns = (_progress.rep_id, _progress.lesson_id, _progress.completed_at)
    wanted = select(*columns, _progress.last_read_at, _progress.last_passed_at)
    some = _progress.lesson_id.in_(bindparam("lessons", expanding=True))
    return wanted.where(_progress.rep_id.in_(bindparam("reps", expanding=True)), some)


@cache
def _settling() -> Any:
    return update(table_of(Due)).where(dues.id == bindparam("row")).values(done_at=bindparam("moment"))
