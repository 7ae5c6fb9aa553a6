"""What a batch of facts has to know of what is there already, looked up once for the whole batch."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, Row, bindparam, select

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.shelf import Shelf, lesson_texts
from rapport.database import db
from rapport.learning.attempt import Answer, Attempt, right_marks
from rapport.learning.completion import Completion
from rapport.learning.entry import Entry
from rapport.learning.plan import Outcome, Plan
from rapport.learning.reflection import Reflection

TABLES: dict[str, Any] = {
    "completion": Completion,
    "attempt": Attempt,
    "entry": Entry,
    "reflection": Reflection,
    "plan": Plan,
    "outcome": Outcome,
}
EXTRAS: dict[str, tuple[Any, ...]] = {
    "attempt": (Attempt.carried,),
    "entry": (Entry.root_id, Entry.exercise_key, Entry.values),
    "reflection": (Reflection.root_id,),
    "plan": (Plan.root_id,),
}
# Made once: making a statement costs more than running it.
FIND = {
    kind: select(table.id, table.rep_id, table.lesson_id, *EXTRAS.get(kind, ())).where(
        table.id.in_(bindparam("ids", expanding=True))
    )
    for kind, table in TABLES.items()
}


@dataclass
class Base:
    """A fact that is stored already, or was taken in earlier in the same batch."""

    id: str
    rep_id: int
    lesson_id: int
    root_id: str = ""
    exercise_key: str = ""
    values: list[dict[str, Any]] = field(default_factory=list)
    right_marks: dict[str, float] = field(default_factory=dict)


class Known:
    """The lessons of a batch by key, the editions by fingerprint, and the facts by kind and id."""

    def __init__(self, rep_id: int, shelf: Shelf) -> None:
        self.rep_id = rep_id
        self.shelf = shelf
        self.lessons: dict[str, Lesson | None] = {}
        self.lessons_by_id: dict[int, Lesson] = {}
        self.facts: dict[tuple[str, str], Base] = {}
        self.exams: dict[int, bool] = {}

    def look_up(self, ids: dict[str, set[str]]) -> None:
        """Find the facts of these ids, by kind."""
        for kind, wanted in ids.items():
            rows = db.session.connection().execute(FIND[kind], {"ids": list(wanted)}).all()
            marks = _right_marks(rows) if kind == "attempt" and rows else {}
            for row in rows:
                values = {name: value for name, value in row._mapping.items() if name != "carried"}
                self.facts[kind, row.id] = Base(**values, right_marks=marks.get(row.id, {}))

    def own(self, kind: str, fact_id: str) -> Base | None:
        """This rep's own fact with the id; a stranger's is as good as none."""
        base = self.facts.get((kind, fact_id))
        return base if base and base.rep_id == self.rep_id else None

    def lesson(self, key: str) -> Lesson | None:
        """The lesson of this key, retired or not."""
        if key not in self.lessons:
            live = self.shelf.by_key.get(key)
            lesson = lesson_texts(live) if live else db.session.scalars(select(Lesson).where(Lesson.key == key)).first()
            self.lessons[key] = lesson
            if lesson:
                self.lessons_by_id[lesson.id] = lesson
        return self.lessons[key]

    def lesson_by_id(self, lesson_id: int) -> Lesson:
        if lesson_id not in self.lessons_by_id:
            live = self.shelf.by_id.get(lesson_id)
            self.lessons_by_id[lesson_id] = lesson_texts(live) if live else db.session.get_one(Lesson, lesson_id)
        return self.lessons_by_id[lesson_id]

    def has_taken(self, lesson_id: int) -> bool:
        """Whether this rep has an attempt at the lesson's exam already."""
        if lesson_id not in self.exams:
            own = select(Attempt.id).where(Attempt.rep_id == self.rep_id, Attempt.lesson_id == lesson_id)
            self.exams[lesson_id] = db.session.scalars(own.limit(1)).first() is not None
        return self.exams[lesson_id]


def editions(lesson: Lesson, fingerprints: Iterable[str]) -> list[Lesson | Edition]:
    """The lesson as it was in each of these editions that it ever had, read once and remembered."""
    older = sorted(set(fingerprints) - {lesson.fingerprint})
    return [item for fingerprint in older if (item := _edition_of(lesson, fingerprint))]


def edition(lesson: Lesson, fingerprint: object) -> Lesson | Edition:
    """The lesson as the person saw it; as it is now where that is not known."""
    if not isinstance(fingerprint, str) or fingerprint == lesson.fingerprint or not _is_hash(fingerprint):
        return lesson
    return _edition_of(lesson, fingerprint) or lesson


def _is_hash(text: str) -> bool:
    return 0 < len(text) <= 64 and text.isascii() and text.isalnum()


def _edition_of(lesson: Lesson, fingerprint: str) -> Edition | None:
    try:
        return _read_edition(db.engine, lesson.id, fingerprint)
    except LookupError:
        return None


@lru_cache(maxsize=256)
def _read_edition(_engine: Engine, lesson_id: int, fingerprint: str) -> Edition:
    """Raises LookupError, which is not remembered: it may be published later."""
    found = db.session.get(Edition, fingerprint)
    if found is None or found.lesson_id != lesson_id:
        raise LookupError(fingerprint)
    db.session.expunge(found)
    return found


def _right_marks(attempts: Iterable[Row[Any]]) -> dict[str, dict[str, float]]:
    answers: dict[str, list[tuple[str, int, float]]] = defaultdict(list)
    columns = (Answer.attempt_id, Answer.question_key, Answer.round, Answer.mark)
    for attempt_id, key, number, mark in db.session.execute(
        select(*columns).where(Answer.attempt_id.in_([row.id for row in attempts]))
    ):
        answers[attempt_id].append((key, number, mark))
    return {row.id: right_marks(row.carried, answers[row.id]) for row in attempts}
