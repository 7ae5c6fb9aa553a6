"""The people under an assignment, a line for each: how far they are in this round, and their own day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from rapport.catalogue.shelf import Shelf
from rapport.database import db
from rapport.pages.words import counted
from rapport.progress.of_rep import DONE, IN_PROGRESS, NOT_STARTED, Standing
from rapport.progress.owed import done_in_round, lessons_of
from rapport.progress.progress import Progress
from rapport.progress.reach import Asked


@dataclass(frozen=True)
class PersonLine:
    """`due_on` is the nearest day of what is not done, else of what was; `extended` when it was moved for them."""

    id: int
    name: str
    standing: Standing
    due_on: date
    extended: bool


def lines_of(asked: list[Asked], dues: dict[int, list[Any]], shelf: Shelf, today: date) -> list[PersonLine]:
    """In one statement for all of them."""
    lessons = {one.id for rows in dues.values() for row in rows for one in lessons_of(row.about, row.about_id, shelf)}
    wanted = Progress.rep_id.in_(dues), Progress.lesson_id.in_(lessons)
    progress = {(row.rep_id, row.lesson_id): row for row in db.session.scalars(select(Progress).where(*wanted))}
    return [_line(one, dues[one.id], progress, shelf, today) for one in asked]


def _line(
    one: Asked, rows: list[Any], progress: dict[tuple[int, int], Progress], shelf: Shelf, today: date
) -> PersonLine:
    done = count = begun = 0
    for row in rows:
        for lesson in lessons_of(row.about, row.about_id, shelf):
            own = progress.get((one.id, lesson.id))
            count += 1
            begun += bool(own and (row.counts_from is None or own.last_at >= row.counts_from))
            done += bool(done_in_round(lesson, own, row.counts_from, row.opens_on == row.since))
    extended = any(row.extended_to and row.extended_to > row.rule_due_on for row in rows)
    return PersonLine(
        one.id, one.name, _standing(one, begun, f"{done} of {counted(count, 'lessons')}", today), one.due_on, extended
    )


def _standing(one: Asked, begun: int, detail: str, today: date) -> Standing:
    if not one.open:
        return Standing(DONE)
    if one.due_on < today:
        return Standing("late", f"Late, {detail}" if begun else "Late, not started")
    return Standing(IN_PROGRESS, detail) if begun else Standing(NOT_STARTED)
