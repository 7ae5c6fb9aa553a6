"""A lesson as published: ready-made HTML, its steps, and every edition it ever had."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment


class Lesson(Model):
    """`key` is unique in the whole library, so a lesson that moves to another module stays itself.

    `exercises`, `reflection`, `plan`, `quiz` and `observations` are the dictionaries described in `drawing.py`;
    empty where the lesson has none. Observations are sheets for whoever rides along, no step of the rep's.
    """

    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    objective: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    sources: Mapped[list[str]] = mapped_column(JSON)
    html: Mapped[str] = mapped_column(Text)
    exercises: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reflection: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    quiz: Mapped[dict[str, Any]] = mapped_column(JSON)
    observations: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    fingerprint: Mapped[str] = mapped_column(String(64))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class Edition(Model):
    """A lesson and its quiz as they once were: what a fact's fingerprint points to. The steps are
    kept ready, so that a fact made offline is judged by the edition that the person saw."""

    __tablename__ = "editions"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    lesson_text: Mapped[str] = mapped_column(Text)
    quiz_text: Mapped[str] = mapped_column(Text)
    exercises: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reflection: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    quiz: Mapped[dict[str, Any]] = mapped_column(JSON)
    observations: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    published_at: Mapped[datetime] = mapped_column(Moment)
