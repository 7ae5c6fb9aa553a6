"""Strongest and weakest: only what was answered at the very first try counts, and only where there is enough of it."""

from typing import Any

import pytest
from support.deeds import did
from support.lessons import make_lesson, question, quiz

from rapport.catalogue.shelf import shelf
from rapport.people.user import User
from rapport.progress.topics import Topic, extremes, topics_of

Cast = dict[str, User]


def lesson(key: str, questions: int = 3) -> None:
    make_lesson(key, quiz=quiz(*(question(f"q{number}") for number in range(questions))))


def answers(right: int, wrong: int, number: int = 1) -> list[dict[str, Any]]:
    said = ["yes"] * right + ["no"] * wrong
    return [{"question": f"q{place}", "response": word, "round": number} for place, word in enumerate(said)]


def topics(person: User) -> list[tuple[str, int, int]]:
    return [(topic.lesson.key, topic.right, topic.asked) for topic in topics_of(person.id, shelf())]


def test_the_first_try_counts_and_no_later_one(cast: Cast) -> None:
    lesson("care")
    did(cast["rosa"], "attempt", "care", answers=answers(1, 2) + answers(3, 0, number=2))
    did(cast["rosa"], "attempt", "care", answers=answers(3, 0))
    assert topics(cast["rosa"]) == [("care", 1, 3)]
    assert topics(cast["ravi"]) == []


def test_few_answers_say_nothing_and_many_say_more(cast: Cast) -> None:
    for key, questions in (("few", 2), ("some", 3), ("many", 10)):
        lesson(key, questions)
    for key, right, wrong in (("few", 2, 0), ("some", 3, 0), ("many", 9, 1)):
        did(cast["rosa"], "attempt", key, answers=answers(right, wrong))
    assert topics(cast["rosa"]) == [("many", 9, 10), ("some", 3, 3)]


@pytest.mark.parametrize(
    ("marks", "best", "worst"),
    [
        ([], None, None),
        ([(3, 3)], (3, 3), None),
        ([(1, 4)], None, (1, 4)),
        ([(4, 4), (3, 3)], (4, 4), None),
        ([(4, 4), (3, 3), (0, 3)], (4, 4), (0, 3)),
    ],
)
def test_nothing_is_called_weak_that_is_not(
    marks: list[tuple[int, int]], best: tuple[int, int] | None, worst: tuple[int, int] | None
) -> None:
    any_lesson: Any = None
    found = extremes([Topic(any_lesson, right, asked) for right, asked in marks])
    assert [topic and (topic.right, topic.asked) for topic in found] == [best, worst]
