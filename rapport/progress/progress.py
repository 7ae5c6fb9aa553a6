"""Where a rep stands in a lesson: a projection of the facts, kept in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment


class Progress(Model):
    """`exercises` maps exercise key → {"count", "done_at"}; `attempts` counts goes at the quiz;
    scores are percent of the best attempt, `score` its final one and `first_score` its first try.

    `fingerprint` is the edition of the lesson that the row was computed with.

    `last_read_at` and `last_passed_at` are the latest reading and the latest passed quiz: a refresher asks for them anew.

    `learnt_at`: read and quiz passed, what can be done sitting. `completed_at`: every step done.
    """

    __tablename__ = "progress"

    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), primary_key=True, index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    started_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    score: Mapped[int | None]
    first_score: Mapped[int | None]
    passed_at: Mapped[datetime | None] = mapped_column(Moment)
    exercises: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reflected_at: Mapped[datetime | None] = mapped_column(Moment)
    planned_at: Mapped[datetime | None] = mapped_column(Moment)
    learnt_at: Mapped[datetime | None] = mapped_column(Moment)
    last_read_at: Mapped[datetime | None] = mapped_column(Moment)
    last_passed_at: Mapped[datetime | None] = mapped_column(Moment)
    completed_at: Mapped[datetime | None] = mapped_column(Moment)
