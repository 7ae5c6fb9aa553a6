"""What a demo person answers in a quiz."""

from random import Random
from typing import Any

from rapport.learning.conversation import way
from rapport.learning.grading import grade, is_right, right_response, score

Raw = dict[str, Any]
RIGHT_AT_SECOND_TRY = 0.95


def quiz_answers(questions: list[Raw], care: float, exam: bool, rng: Random) -> list[Raw]:
    """First every question, rightly as often as `care` says; then what was wrong once more, unless it is an exam."""
    first = [_answer(question, rng.random() < care, 1, rng) for question in questions]
    marks = [grade(question, answer["response"]) for question, answer in zip(questions, first, strict=True)]
    wrong = [question for question, mark in zip(questions, marks, strict=True) if not is_right(mark)]
    if exam:
        return first
    return first + [_answer(question, rng.random() < RIGHT_AT_SECOND_TRY, 2, rng) for question in wrong]


def passes(quiz: Raw, answers: list[Raw]) -> bool:
    """Whether the last answer to each question brings enough."""
    last = {answer["question"]: answer["response"] for answer in answers}
    enough: int = quiz["pass"]
    return score(grade(question, last[question["key"]]) for question in quiz["questions"]) >= enough


def _answer(question: Raw, rightly: bool, round_: int, rng: Random) -> Raw:
    response = right_response(question) if rightly else _wrong_response(question, rng)
    return {
        "question": question["key"],
        "response": response,
        "sure": rng.random() < (0.8 if rightly else 0.45),
        "round": round_,
    }


def _wrong_response(question: Raw, rng: Random) -> Any:
    kind = question["kind"]
    if kind == "one":
        return rng.choice([choice["key"] for choice in question["choices"] if not choice["right"]])
    if kind == "many":
        return [rng.choice(question["choices"])["key"]]
    if kind == "order":
        return [item["key"] for item in reversed(question["items"])]
    if kind == "match":
        rights = [pair["right_key"] for pair in question["pairs"]]
        return {pair["left_key"]: rights[place - 1] for place, pair in enumerate(question["pairs"])}
    if kind == "scenario":
        return _clumsy_talk(question, rng)
    return "1" if kind == "number" else "no idea"


def _clumsy_talk(question: Raw, rng: Random) -> list[str]:
    """A slip in the first turn; from there as it comes."""
    path: list[str] = []
    while choices := way(question, path)[-1].scene["choices"]:
        path.append(rng.choice([choice["key"] for choice in choices if path or not choice["right"]]))
    return path
