"""One go at a quiz, and the answers in it. Marks are the server's own."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment
from rapport.learning.fact import Fact


class Attempt(Fact, Model):
    """Scores are percent of all questions of the quiz. `retry_of` names the attempt whose right
    answers were carried over; `pass_mark` is pinned, so a later edit never rewrites history."""

    __tablename__ = "attempts"

    retry_of: Mapped[str | None] = mapped_column(String(36))
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
