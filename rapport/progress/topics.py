"""What a rep knows best and least: how many questions of a lesson were right at the very first try."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, func, select

from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.database import look
from rapport.learning.attempt import Answer, Attempt

ENOUGH = 3


@dataclass(frozen=True)
class Topic:
    """`right` of `asked` questions of a lesson were right when the rep met them first."""

    lesson: ShelfLesson
    right: int
    asked: int

    @property
    def rank(self) -> float:
        """The share that is right, drawn to the middle where few were asked: 9 of 10 say more than 3 of 3."""
        return (self.right + 1) / (self.asked + 2)


def topics_of(rep_id: int, shelf: Shelf) -> list[Topic]:
    """The lessons with enough answers, the best known first. One statement."""
    found = [
        Topic(shelf.by_id[row.lesson_id], row.right, row.asked)
        for row in look(FIRST_TRIES, {"rep_id": rep_id})
        if row.asked >= ENOUGH and row.lesson_id in shelf.by_id
    ]
    return sorted(found, key=lambda topic: (-topic.rank, -topic.asked, shelf.lessons.index(topic.lesson)))


def extremes(topics: Sequence[Topic]) -> tuple[Topic | None, Topic | None]:
    """The strongest and the weakest, each only where it is one: most of it right, or something of it wrong."""
    best = topics[0] if topics and 2 * topics[0].right >= topics[0].asked else None
    rest = [topic for topic in topics if topic is not best]
    worst = rest[-1] if rest and rest[-1].right < rest[-1].asked else None
    return best, worst


def _first_tries() -> Any:
    """By lesson: a question counts once, as it was answered first."""
    again = func.row_number().over(
        partition_by=(Attempt.lesson_id, Answer.question_key), order_by=(Attempt.at, Answer.round, Answer.id)
    )
    met = (
        select(Attempt.lesson_id, Answer.mark, again.label("time"))
        .join(Answer, Answer.attempt_id == Attempt.id)
        .where(Attempt.rep_id == bindparam("rep_id"))
        .subquery()
    )
    right = func.sum(case((met.c.mark >= 1, 1), else_=0)).label("right")
    counted = select(met.c.lesson_id, right, func.count().label("asked"))
    return counted.where(met.c.time == 1).group_by(met.c.lesson_id)


FIRST_TRIES = _first_tries()
