"""A finished attempt, looked back at: what to see again, and what was known. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapport.learning.attempt import Answer
from rapport.learning.grading import is_right
from rapport.pages.rep.quiz_marks import Marked, marked
from rapport.pages.rep.quiz_run import Given


@dataclass(frozen=True)
class Look:
    """A question that was wrong at first; `mended` when the second try was right."""

    question: dict[str, Any]
    said: Marked
    sure: bool
    mended: bool


@dataclass(frozen=True)
class LookBack:
    again: list[Look]
    knew: list[dict[str, Any]]


def look_back(questions: list[dict[str, Any]], answers: Iterable[Answer], carried: Mapping[str, float]) -> LookBack:
    """Confident errors first, then the other wrong ones, then those that the second try put right."""
    firsts, finals = _by_round(answers)
    again, knew = [], []
    for question in questions:
        key = question["key"]
        if key in firsts and not is_right(firsts[key].mark):
            again.append(_look(question, firsts[key], finals[key]))
        elif key in firsts or is_right(carried.get(key, 0)):
            knew.append(question)
    again.sort(key=lambda look: (look.mended, not look.sure))
    return LookBack(again, knew)


def still_wrong(
    questions: list[dict[str, Any]], answers: Iterable[Answer], carried: Mapping[str, float]
) -> list[dict[str, Any]]:
    """What a retry asks: every question whose last mark is not right, and those that are new or rewritten."""
    _, finals = _by_round(answers)

    def known(question: dict[str, Any]) -> bool:
        final = finals.get(question["key"])
        if final is None:
            return is_right(carried.get(question["key"], 0))
        return is_right(final.mark) and final.question_fingerprint == question["fingerprint"]

    return [question for question in questions if not known(question)]


def _by_round(answers: Iterable[Answer]) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The first and the last answer to each question."""
    firsts: dict[str, Answer] = {}
    finals: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda answer: answer.round):
        firsts.setdefault(answer.question_key, answer)
        finals[answer.question_key] = answer
    return firsts, finals


def _look(question: dict[str, Any], first: Answer, final: Answer) -> Look:
    said = marked(question, Given(question["key"], first.response, first.sure, first.round))
    return Look(question, said, first.sure, is_right(final.mark))
