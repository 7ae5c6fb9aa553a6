"""What a demo person answers, in a quiz and in the form of an exercise."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from rapport.demo import words
from rapport.learning.conversation import way
from rapport.learning.grading import grade, is_right, right_response

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


def form_values(fields: list[Raw], customer: str, at: datetime, rng: Random) -> dict[str, str]:
    """One entry: the customer first, a promise in most of them, now and then a box left empty."""
    promised = rng.random() < 0.7
    values = {}
    for field in fields:
        belongs_to_promise = field["kind"] == "date" or "promise" in field["label"].lower()
        if field["required"] or (promised if belongs_to_promise else rng.random() < 0.85):
            values[field["key"]] = _value(field, at, rng)
    if fields and fields[0]["kind"] in {"text", "long"}:
        values[fields[0]["key"]] = customer
    return values


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


def _value(field: Raw, at: datetime, rng: Random) -> str:
    kind = field["kind"]
    if kind == "yesno":
        return rng.choice(("yes", "yes", "no"))
    if kind == "choice":
        return str(rng.choice(field["options"]))
    if kind == "scale":
        return str(rng.randint(max(field["low"], field["high"] - 2), field["high"]))
    if kind == "number":
        return _number(field["label"], rng)
    if kind == "date":
        ahead = max(field["reminds"], default=0) + rng.randint(2, 12)
        return (at + timedelta(days=ahead)).date().isoformat()
    return words.answer_for(field["label"], rng)


def _number(label: str, rng: Random) -> str:
    if "percent" in label:
        return str(rng.randrange(50, 95, 5))
    return str(rng.randrange(400, 6000, 100) if "money" in label else rng.randint(1, 10))


def promise_due(fields: list[Raw], now: datetime) -> dict[str, str]:
    """A promise whose day is today, still to be answered."""
    promised = [field["key"] for field in fields if "promise" in field["label"].lower()]
    dates = [field["key"] for field in fields if field["kind"] == "date"]
    return dict.fromkeys(promised, "Ring about the new delivery day") | dict.fromkeys(dates, now.date().isoformat())
