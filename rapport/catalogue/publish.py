"""Library → rows, all or nothing; the only writer of the catalogue."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import select

from rapport.catalogue import drawing
from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.content.source import LessonSource, ModuleSource
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
        draw = drawing.drawing_for(source)
        module = _publish_module(source, rows.get(source.key), draw, changes)
        for lesson_source in source.lessons:
            _publish_lesson(lesson_source, module, lessons.get(lesson_source.key), draw, changes, at)
    _retire_absent(modules, rows, lessons, changes, at)
    if changes:
        db.session.add(Publication(at=at, by_id=by_id, changes=asdict(changes)))
    return changes


def _publish_module(source: ModuleSource, row: Module | None, draw: drawing.Draw, changes: Changes) -> Module:
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
        row.html = draw(source.body)
        row.fingerprint = source.fingerprint
    db.session.flush()
    return row


def _publish_lesson(
    source: LessonSource,
    module: Module,
    row: Lesson | None,
    draw: drawing.Draw,
    changes: Changes,
    at: datetime,
) -> None:
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
        _fill(row, source, draw)
        db.session.flush()
        _keep_edition(row, source, at)


def _fill(row: Lesson, source: LessonSource, draw: drawing.Draw) -> None:
    row.title, row.summary, row.objective = source.title, source.summary, source.objective
    row.minutes, row.sources = source.minutes, list(source.sources)
    row.html = draw(source.body, footnotes=source.footnotes)
    row.exercises = [drawing.step(item, draw) for item in source.exercises]
    row.reflection = drawing.step(source.reflection, draw) if source.reflection else {}
    row.plan = drawing.step(source.plan, draw) if source.plan else {}
    row.quiz = drawing.quiz(source.quiz, draw) if source.quiz else {}
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
