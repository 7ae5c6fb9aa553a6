"""Library → rows, all or nothing; the only writer of the catalogue.

A lesson's row holds its steps ready to show:
`quiz`        title, intro_html, pass, shuffle, exam, review, questions (see `_question`)
`exercises`   key, title, html, goal, unit, within_days, rhythm, sign_off, shared, optional, fields
`reflection`  key, title, html, optional
`plan`        key, title, html, whens, thens, ask_after_days, optional
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.content import markdown
from rapport.content.source import (
    ExerciseSource,
    LessonSource,
    ModuleSource,
    PlanSource,
    Question,
    QuizSource,
    ReflectionSource,
)
from rapport.database import db


@dataclass
class Changes:
    """What one publication did, as lists of keys."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def publish(modules: tuple[ModuleSource, ...], at: datetime, by_id: int | None = None) -> Changes:
    """Make the catalogue say what the files say. The same files publish to nothing new."""
    changes = Changes()
    rows = {module.key: module for module in db.session.scalars(select(Module))}
    lessons = {lesson.key: lesson for lesson in db.session.scalars(select(Lesson))}
    for source in modules:
        module = _publish_module(source, rows.get(source.key), changes)
        for lesson_source in source.lessons:
            _publish_lesson(lesson_source, module, lessons.get(lesson_source.key), changes, at)
    _retire_absent(modules, rows, lessons, changes, at)
    if changes:
        db.session.add(Publication(at=at, by_id=by_id, changes=asdict(changes)))
    return changes


def _publish_module(source: ModuleSource, row: Module | None, changes: Changes) -> Module:
    name = f"module {source.key}"
    if row is None:
        row = Module(key=source.key)
        db.session.add(row)
        changes.added.append(name)
    elif row.retired_at:
        row.retired_at = None
        changes.returned.append(name)
    elif row.fingerprint != source.fingerprint:
        changes.changed.append(name)
    if row.fingerprint != source.fingerprint:
        row.title, row.summary, row.position = source.title, source.summary, source.order
        row.html = markdown.render(source.body, media=f"/media/{source.key}/")
        row.fingerprint = source.fingerprint
    db.session.flush()
    return row


def _publish_lesson(source: LessonSource, module: Module, row: Lesson | None, changes: Changes, at: datetime) -> None:
    if row is None:
        row = Lesson(key=source.key, module_id=module.id, position=source.position)
        db.session.add(row)
        changes.added.append(source.key)
    elif row.retired_at:
        row.retired_at = None
        changes.returned.append(source.key)
    elif row.module_id != module.id or row.position != source.position:
        changes.moved.append(source.key)
    elif row.fingerprint != source.fingerprint:
        changes.changed.append(source.key)
    moved_away = row.module_id != module.id
    row.module_id, row.position = module.id, source.position
    if row.fingerprint != source.fingerprint or moved_away:
        _fill(row, source)
        db.session.flush()
        _keep_edition(row, source, at)


def _fill(row: Lesson, source: LessonSource) -> None:
    media = f"/media/{source.module_key}/"
    row.title, row.summary, row.objective = source.title, source.summary, source.objective
    row.minutes, row.sources = source.minutes, list(source.sources)
    row.html = markdown.render(source.body, media, source.footnotes)
    row.exercises = [_exercise(item, media) for item in source.exercises]
    row.reflection = _reflection(source.reflection, media) if source.reflection else {}
    row.plan = _plan(source.plan, media) if source.plan else {}
    row.quiz = _quiz(source.quiz, media) if source.quiz else {}
    row.fingerprint = source.fingerprint


def _keep_edition(row: Lesson, source: LessonSource, at: datetime) -> None:
    if db.session.get(Edition, source.fingerprint) is None:
        quiz_text = source.quiz.text if source.quiz else ""
        texts = {"lesson_text": source.text, "quiz_text": quiz_text}
        steps = {"exercises": row.exercises, "reflection": row.reflection, "plan": row.plan, "quiz": row.quiz}
        db.session.add(Edition(fingerprint=source.fingerprint, lesson_id=row.id, published_at=at, **texts, **steps))


def _retire_absent(
    modules: tuple[ModuleSource, ...],
    rows: dict[str, Module],
    lessons: dict[str, Lesson],
    changes: Changes,
    at: datetime,
) -> None:
    module_keys = {module.key for module in modules}
    lesson_keys = {lesson.key for module in modules for lesson in module.lessons}
    for key, lesson in lessons.items():
        if key not in lesson_keys and not lesson.retired_at:
            lesson.retired_at = at
            changes.retired.append(key)
    for key, module in rows.items():
        if key not in module_keys and not module.retired_at:
            module.retired_at = at
            changes.retired.append(f"module {key}")


def _exercise(source: ExerciseSource, media: str) -> dict[str, Any]:
    values = asdict(source)
    del values["line"]
    values["html"] = markdown.render(values.pop("body"), media)
    return values


def _reflection(source: ReflectionSource, media: str) -> dict[str, Any]:
    return {
        "key": source.key,
        "title": source.title,
        "html": markdown.render(source.body, media),
        "optional": source.optional,
    }


def _plan(source: PlanSource, media: str) -> dict[str, Any]:
    values = asdict(source)
    del values["line"]
    values["html"] = markdown.render(values.pop("body"), media)
    return values


def _quiz(source: QuizSource, media: str) -> dict[str, Any]:
    return {
        "title": source.title,
        "intro_html": markdown.render(source.intro, media),
        "pass": source.pass_mark,
        "shuffle": source.shuffle,
        "exam": source.exam,
        "review": source.review,
        "questions": [_question(question, media) for question in source.questions],
    }


def _question(source: Question, media: str) -> dict[str, Any]:
    inline = markdown.render_inline
    return {
        "key": source.key,
        "kind": source.kind,
        "html": inline(source.title),
        "body_html": markdown.render(source.body, media),
        "explanation_html": markdown.render(source.explanation, media),
        "choices": [
            {
                "key": choice.key,
                "html": inline(choice.text),
                "right": choice.right,
                "feedback_html": inline(choice.feedback),
            }
            for choice in source.choices
        ],
        "accepted": list(source.accepted),
        "answer": source.answer,
        "low": source.low,
        "high": source.high,
        "items": [{"key": item.key, "html": inline(item.text)} for item in source.items],
        "pairs": [
            {
                "left_key": pair.left_key,
                "left_html": inline(pair.left),
                "right_key": pair.right_key,
                "right_html": inline(pair.right),
            }
            for pair in source.pairs
        ],
        "fingerprint": source.fingerprint,
    }
