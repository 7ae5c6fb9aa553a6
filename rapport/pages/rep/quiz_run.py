"""One go at a quiz between its first question and its last. Pure: the page itself carries the state."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from rapport.learning.grading import grade, is_right
from rapport.pages.rep.quiz_response import whole


@dataclass(frozen=True)
class Given:
    """One answer, in the shape in which a fact carries it."""

    question: str
    response: Any
    sure: bool
    round: int


@dataclass(frozen=True)
class Turn:
    """What is asked now: `place` of `count` in this round."""

    question: dict[str, Any]
    round: int
    place: int
    count: int


@dataclass(frozen=True)
class Run:
    """`questions` are those asked in this go, which is all of them unless it is a retry."""

    questions: tuple[dict[str, Any], ...]
    exam: bool = False
    given: tuple[Given, ...] = ()

    def turn(self) -> Turn | None:
        """The next question, None at the end: all once, then the wrong ones once more."""
        asked = self.first_round()
        for number, questions in ((1, asked), (2, self.second_round())):
            for place, question in enumerate(questions, 1):
                if self.answer_to(question["key"], number) is None:
                    return Turn(question, number, place, len(questions))
        return None

    def first_round(self) -> list[dict[str, Any]]:
        return list(self.questions)

    def second_round(self) -> list[dict[str, Any]]:
        """Those answered wrongly so far, confident errors first; an exam has none."""
        if self.exam:
            return []
        firsts = [(question, self.answer_to(question["key"], 1)) for question in self.questions]
        wrong = [
            (question, first) for question, first in firsts if first and not is_right(grade(question, first.response))
        ]
        return [question for question, first in sorted(wrong, key=lambda pair: not pair[1].sure)]

    def answer_to(self, key: str, number: int) -> Given | None:
        return next((given for given in self.given if given.question == key and given.round == number), None)

    def may_take(self, given: Given) -> bool:
        """Whether an answer has its place here: asked, in this round, and not answered yet."""
        asked = self.first_round() if given.round == 1 else self.second_round() if given.round == 2 else []
        known = any(question["key"] == given.question for question in asked)
        return known and self.answer_to(given.question, given.round) is None

    def take(self, given: Given) -> "Run":
        return replace(self, given=(*self.given, given))

    def answers(self) -> list[dict[str, Any]]:
        return [asdict(given) for given in self.given]


def carried_on(run: Run, state: str) -> Run:
    """The run as the page remembers it. What does not fit is dropped, so a forged page gains nothing."""
    for raw in _listed(state):
        given = _read(run, raw)
        if given and run.may_take(given):
            run = run.take(given)
    return run


def _listed(state: str) -> list[Any]:
    try:
        answers = json.loads(state or "[]")
    except (ValueError, RecursionError):
        return []
    return answers if isinstance(answers, list) else []


def _read(run: Run, raw: Any) -> Given | None:
    if not isinstance(raw, dict):
        return None
    question = next((item for item in run.questions if item["key"] == raw.get("question")), None)
    if question is None or raw.get("round") not in (1, 2):
        return None
    response = whole(question, raw.get("response"))
    return (
        Given(question["key"], response, raw.get("sure") is True, int(raw["round"])) if response is not None else None
    )
