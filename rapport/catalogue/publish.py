"""Library → rows, all or nothing; the only writer of the catalogue."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import select

from rapport.catalogue import drawing
from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.catalogue.renderer import renderer
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


@dataclass(frozen=True)
class _Printing:
    """One act of publishing: `anew` draws what has not changed too, because the renderer has."""

    at: datetime
    anew: bool
    changes: Changes = field(default_factory=Changes)


def publish(
    modules: tuple[ModuleSource, ...],
    at: datetime,
    by_id: int | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Changes:
    """Make the catalogue say what the files say. The same files publish to nothing new, drawn anew where the renderer
    is another. `told` is called with how many lessons are done, of how many."""
    printing = _Printing(at, anew=_last_renderer() != renderer())
    rows = {module.key: module for module in db.session.scalars(select(Module))}
    lessons = {lesson.key: lesson for lesson in db.session.scalars(select(Lesson))}
    done, total = 0, sum(len(source.lessons) for source in modules)
    for source in modules:
        draw = drawing.drawing_for(source)
        module = _publish_module(source, rows.get(source.key), draw, printing)
        for lesson_source in source.lessons:
            _publish_lesson(lesson_source, module, lessons.get(lesson_source.key), draw, printing)
            done += 1
            told(done, total)
    _retire_absent(modules, rows, lessons, printing)
    if printing.changes or printing.anew:
        note = {**asdict(printing.changes), "renderer": renderer()}
        db.session.add(Publication(at=at, by_id=by_id, changes=note))
    return printing.changes


def _last_renderer() -> str:
    """The one that drew what is published now."""
    newest = db.session.scalar(select(Publication).order_by(Publication.id.desc()).limit(1))
    return newest.changes.get("renderer", "") if newest else ""


def _publish_module(source: ModuleSource, row: Module | None, draw: drawing.Draw, printing: _Printing) -> Module:
    name, changes = f"module {source.key}", printing.changes
    if row is None:
        row = Module(key=source.key)
        db.session.add(row)
        changes.added.append(name)
    elif row.retired_at:
        row.retired_at = None
        changes.returned.append(name)
    elif row.fingerprint != source.fingerprint:
        changes.changed.append(name)
    if row.fingerprint != source.fingerprint or printing.anew:
        row.title, row.summary, row.position = source.title, source.summary, source.order
        row.html, row.language = draw(source.body), source.language
        row.fingerprint = source.fingerprint
    db.session.flush()
    return row


def _publish_lesson(
    source: LessonSource,
    module: Module,
    row: Lesson | None,
    draw: drawing.Draw,
    printing: _Printing,
) -> None:
    changes = printing.changes
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
    if row.fingerprint != source.fingerprint or moved_away or printing.anew:
        _fill(row, source, draw)
        db.session.flush()
        _keep_edition(row, source, printing.at)


def _fill(row: Lesson, source: LessonSource, draw: drawing.Draw) -> None:
    row.title, row.summary, row.objective = source.title, source.summary, source.objective
    row.minutes, row.sources = source.minutes, list(source.sources)
    row.html = draw(source.body, footnotes=source.footnotes)
    row.exercises = [drawing.step(item, draw) for item in source.exercises]
    row.reflection = drawing.step(source.reflection, draw) if source.reflection else {}
    row.plan = drawing.step(source.plan, draw) if source.plan else {}
    row.quiz = drawing.quiz(source.quiz, draw) if source.quiz else {}
    row.observations = [drawing.step(item, draw) for item in source.observations]
    row.fingerprint = source.fingerprint


def _keep_edition(row: Lesson, source: LessonSource, at: datetime) -> None:
    """The same words are the same edition, whenever they come back; only its HTML is as last drawn."""
    edition = db.session.get(Edition, source.fingerprint)
    if edition is None:
        quiz_text = source.quiz.text if source.quiz else ""
        texts = {"lesson_text": source.text, "quiz_text": quiz_text}
        edition = Edition(fingerprint=source.fingerprint, lesson_id=row.id, published_at=at, **texts)
        db.session.add(edition)
    edition.exercises, edition.quiz = row.exercises, row.quiz
    edition.reflection, edition.plan = row.reflection, row.plan
    edition.observations = row.observations


def _retire_absent(
    modules: tuple[ModuleSource, ...],
    rows: dict[str, Module],
    lessons: dict[str, Lesson],
    printing: _Printing,
) -> None:
    module_keys = {module.key for module in modules}
    lesson_keys = {lesson.key for module in modules for lesson in module.lessons}
    for key, lesson in lessons.items():
        if key not in lesson_keys and not lesson.retired_at:
            lesson.retired_at = printing.at
            printing.changes.retired.append(key)
    for key, module in rows.items():
        if key not in module_keys and not module.retired_at:
            module.retired_at = printing.at
            printing.changes.retired.append(f"module {key}")
