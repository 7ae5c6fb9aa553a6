"""One go at a quiz, and the answers in it. Marks are the server's own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.learning import grading
from rapport.learning.fact import Fact
from rapport.learning.raw import LINE_LIMIT, TEXT_LIMIT, RawFact
from rapport.learning.refusal import Refusal
from rapport.text import clean

ANSWER_LIMIT = 200
QUESTION_LIMIT = 100


class Attempt(Fact, Model):
    """Scores are percent of all questions of the quiz. `retry_of` names the attempt whose right
    answers were carried over; `carried` holds their marks by question key. `pass_mark` is pinned,
    so a later edit never rewrites history."""

    __tablename__ = "attempts"

    retry_of: Mapped[str | None] = mapped_column(String(36))
    carried: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    pass_mark: Mapped[int]
    first_score: Mapped[int]
    final_score: Mapped[int]
    passed: Mapped[bool]


class Answer(Model):
    """`round` is 1 for the first try, 2 for the second chance; `mark` runs from 0 to 1."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), index=True)
    question_key: Mapped[str] = mapped_column(String(80), index=True)
    question_fingerprint: Mapped[str] = mapped_column(String(64))
    round: Mapped[int]
    response: Mapped[Any] = mapped_column(JSON)
    sure: Mapped[bool]
    mark: Mapped[float]
    at: Mapped[datetime] = mapped_column(Moment)


def last_attempt(rep_id: int, lesson_id: int) -> Attempt | None:
    """The newest go at a lesson's quiz."""
    own = select(Attempt).where(Attempt.rep_id == rep_id, Attempt.lesson_id == lesson_id)
    return db.session.scalars(
        own.order_by(Attempt.at.desc(), Attempt.received_at.desc(), Attempt.id.desc()).limit(1)
    ).first()


def attempt_of(rep_id: int, attempt_id: str) -> Attempt | None:
    """The attempt with this id, if it is this rep's own."""
    return db.session.scalars(select(Attempt).where(Attempt.id == attempt_id, Attempt.rep_id == rep_id)).first()


def answers_of(attempt_id: str) -> list[Answer]:
    """The answers in the order in which they were given."""
    return list(db.session.scalars(select(Answer).where(Answer.attempt_id == attempt_id).order_by(Answer.id)))


def right_marks(carried: dict[str, float], answers: Iterable[tuple[str, int, float]]) -> dict[str, float]:
    """The marks of the questions that ended right; an answer is (question key, round, mark)."""
    final = dict(carried)
    for key, _round, mark in sorted(answers, key=lambda answer: answer[1]):
        final[key] = mark
    return {key: mark for key, mark in final.items() if grading.is_right(mark)}


def take(fact: RawFact) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The attempt's row and its answers' rows, marked."""
    quiz = fact.edition.quiz
    questions = {question["key"]: question for question in quiz.get("questions", ())}
    if not questions:
        raise Refusal("no-quiz")
    carried = {key: mark for key, mark in (fact.base.right_marks if fact.base else {}).items() if key in questions}
    rounds = _rounds(fact, questions)
    answers = [_answer_row(fact, questions[key], number, given) for (key, number), given in rounds.items()]
    if not answers:
        raise Refusal("no-known-question", "answers")
    first, final = _scores(questions, carried, answers)
    values = {"retry_of": fact.base.id if fact.base else None, "carried": carried, "pass_mark": quiz["pass"]}
    return {**values, "first_score": first, "final_score": final, "passed": final >= quiz["pass"]}, answers


def _rounds(fact: RawFact, questions: dict[str, Any]) -> dict[tuple[str, int], dict[str, Any]]:
    """The answers that count, by question and round: the first of each; an exam has one round only."""
    given = fact.values.get("answers")
    if not isinstance(given, list):
        raise Refusal("no-known-question", "answers")
    if len(given) > ANSWER_LIMIT:
        raise Refusal("too-many-answers", "answers")
    rounds: dict[tuple[str, int], dict[str, Any]] = {}
    for answer in given:
        if isinstance(answer, dict) and isinstance(key := answer.get("question"), str) and key in questions:
            number = answer.get("round", 1)
            if type(number) is int and number in ((1,) if fact.exam else (1, 2)):
                rounds.setdefault((key, number), answer)
    return dict(sorted(rounds.items(), key=lambda item: item[0][1]))


def _answer_row(fact: RawFact, question: dict[str, Any], number: int, given: dict[str, Any]) -> dict[str, Any]:
    response = _response(question["kind"], given.get("response"))
    return {
        "attempt_id": fact.id,
        "question_key": question["key"],
        "question_fingerprint": question["fingerprint"],
        "round": number,
        "response": response,
        "sure": given.get("sure") is True,
        "mark": grading.grade(question, response),
        "at": fact.at,
    }


def _scores(questions: dict[str, Any], carried: dict[str, float], answers: list[dict[str, Any]]) -> tuple[int, int]:
    first, final = dict(carried), dict(carried)
    for answer in answers:
        key = answer["question_key"]
        if answer["round"] == 1:
            first[key] = answer["mark"]
        final[key] = answer["mark"]
    return tuple(grading.score(marks.get(key, 0.0) for key in questions) for marks in (first, final))  # type: ignore[return-value]


def _response(kind: str, response: object) -> Any:
    """The response as it is kept: of the shape its kind has, cleaned; None for anything odd."""
    if kind in ("one", "typed", "number"):
        return _kept(response, TEXT_LIMIT) if isinstance(response, str) else None
    if kind in ("many", "order", "scenario") and isinstance(response, list):
        return [_kept(item, LINE_LIMIT) for item in response[:QUESTION_LIMIT] if isinstance(item, str)]
    if kind == "match" and isinstance(response, dict):
        return {
            _kept(left, LINE_LIMIT): _kept(right, LINE_LIMIT)
            for left, right in [*response.items()][:QUESTION_LIMIT]
            if isinstance(right, str)
        }
    return None


def _kept(text: str, limit: int) -> str:
    return clean(text[:limit], limit)
