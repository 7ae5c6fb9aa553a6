"""Keeps the rows of `progress` equal to what `rule.project` says: with every write, and anew on demand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, Table, bindparam, cast, delete, func, literal, null, select, union_all, update

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.shelf import Shelf, lesson_texts, shelf
from rapport.database import db, upserting
from rapport.learning.attempt import Attempt
from rapport.learning.completion import Completion
from rapport.learning.entry import Entry
from rapport.learning.known import editions
from rapport.learning.plan import Plan
from rapport.learning.reflection import Reflection
from rapport.people.user import User
from rapport.progress.increment import extended
from rapport.progress.progress import Progress
from rapport.progress.rule import Light, asked, project

REPS_AT_A_TIME = 200
PUBLISHING = 1_380_012_112  # PostgreSQL knows its locks by number: the bytes of "RAPP"
OTHERWISE = {"root_id": "", "exercise_key": ""}


def refresh(rep_id: int, new: Sequence[dict[str, Any]], on_shelf: Shelf) -> list[int]:
    """Bring the rows up to date with the new facts' rows; each has a `kind` besides its columns. The lessons that were
    begun or done by it, or are not done any more."""
    grouped: dict[int, list[Light]] = defaultdict(list)
    for fact in new:
        grouped[fact["lesson_id"]].append(Light._make(map({**OTHERWISE, **fact}.get, Light._fields)))
    lessons, rows = _lessons(set(grouped), on_shelf), _rows(rep_id, list(grouped))
    found = {key: extended(rows[key], group, lessons[key]) if key in rows else None for key, group in grouped.items()}
    whole = [key for key, row in found.items() if row is None]
    projected = _project_all(_facts([rep_id], whole), on_shelf) if whole else []
    _write([*projected, *(row for row in found.values() if row)])
    return [row["lesson_id"] for row in projected if _has_moved(rows.get(row["lesson_id"]), row)]


def _has_moved(before: dict[str, Any] | None, now: dict[str, Any]) -> bool:
    return before is None or bool(before["completed_at"]) != bool(now["completed_at"])


def rebuild() -> Iterator[tuple[int, int]]:
    """Compute every row anew, some reps at a time: commit whenever it yields (reps done, reps in all)."""
    rep_ids = list(db.session.scalars(select(User.id).order_by(User.id)))
    for start in range(0, len(rep_ids), REPS_AT_A_TIME):
        some = rep_ids[start : start + REPS_AT_A_TIME]
        wait_for_turn(some)
        rows = _project_all(_facts(some), shelf())
        db.session.connection().execute(delete(_table()).where(Progress.rep_id.in_(some)))
        _write(rows)
        yield start + len(some), len(rep_ids)


def wait_for_turn(rep_ids: list[int]) -> bool:
    """One transaction at a time for each rep, or two at once would each project without the other's facts; and none
    while lessons are published. On SQLite every writing transaction is alone anyway: False, nothing was waited for."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return False
    turns = select(func.pg_advisory_xact_lock_shared(PUBLISHING)).select_from(User).where(User.id.in_(rep_ids))
    connection.execute(turns.order_by(User.id).with_for_update(key_share=True))
    return True


def catch_up() -> Iterator[tuple[int, int]]:
    """Bring the rows of lessons that were published anew up to date, in the transaction that publishes them; yields
    (reps done, reps in all). Where only words changed, no facts are read."""
    db.session.flush()
    stop_others()
    lesson_ids = _asking_otherwise()
    reps = _behind(Progress.rep_id).where(Progress.lesson_id.in_(lesson_ids)).distinct().order_by(Progress.rep_id)
    rep_ids = list(db.session.scalars(reps)) if lesson_ids else []
    for start in range(0, len(rep_ids), REPS_AT_A_TIME):
        some = rep_ids[start : start + REPS_AT_A_TIME]
        _write(_project_all(_facts(some, lesson_ids), None))
        yield start + len(some), len(rep_ids)


def stop_others() -> None:
    """Until the commit nobody projects with the lessons as they were: see `wait_for_turn`."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(PUBLISHING)))


def _behind(*columns: Any) -> Any:
    """Of the rows that were computed with another edition than the one published now."""
    behind = select(*columns).join(Lesson, Lesson.id == Progress.lesson_id)
    return behind.where(Progress.fingerprint != Lesson.fingerprint)


def _asking_otherwise() -> list[int]:
    """The lessons that ask for something else than when some of their rows were computed. Rows of the others only
    get the new fingerprint."""
    found = set()
    for lesson_id, fingerprint in db.session.execute(
        _behind(Progress.lesson_id, Progress.fingerprint).distinct()
    ).all():
        lesson, before = db.session.get_one(Lesson, lesson_id), db.session.get(Edition, fingerprint)
        if before is None or asked(before) != asked(lesson):
            found.add(lesson_id)
            continue
        same = update(_table()).where(Progress.lesson_id == lesson_id, Progress.fingerprint == fingerprint)
        db.session.connection().execute(same.values(fingerprint=lesson.fingerprint))
    return sorted(found)


def _rows(rep_id: int, lesson_ids: list[int]) -> dict[int, dict[str, Any]]:
    wanted = {"rep": rep_id, "lessons": lesson_ids}
    return {row.lesson_id: dict(row._mapping) for row in db.session.connection().execute(_rows_of_rep(), wanted)}


@cache
def _rows_of_rep() -> Any:
    of_lessons = Progress.lesson_id.in_(bindparam("lessons", expanding=True))
    return select(_table()).where(Progress.rep_id == bindparam("rep"), of_lessons)


def _project_all(facts: Iterable[Row[Any]], on_shelf: Shelf | None) -> list[dict[str, Any]]:
    grouped: dict[tuple[int, int], list[Light]] = defaultdict(list)
    for row in facts:
        grouped[row.rep_id, row.lesson_id].append(Light._make(row[1:]))
    lessons = _lessons({lesson_id for _, lesson_id in grouped}, on_shelf)
    rows = []
    for (rep_id, lesson_id), group in grouped.items():
        lesson = lessons[lesson_id]
        older = editions(lesson, {fact.fingerprint for fact in group})
        rows.append({"rep_id": rep_id, "lesson_id": lesson_id, **project(group, lesson, older)})
    return rows


def _lessons(lesson_ids: set[int], on_shelf: Shelf | None) -> dict[int, Lesson]:
    """Lessons by id; without a shelf while they are published, as nothing may be remembered that is not committed."""
    live = on_shelf.by_id if on_shelf else {}
    lessons = {lesson_id: lesson_texts(live[lesson_id]) for lesson_id in lesson_ids if lesson_id in live}
    others = lesson_ids - lessons.keys()
    if others:
        lessons |= {lesson.id: lesson for lesson in db.session.scalars(select(Lesson).where(Lesson.id.in_(others)))}
    return lessons


def _facts(rep_ids: list[int], lesson_ids: list[int] | None = None) -> Sequence[Row[Any]]:
    """All facts of these reps (and lessons), in one statement."""
    wanted = {"reps": rep_ids} if lesson_ids is None else {"reps": rep_ids, "lessons": lesson_ids}
    return db.session.connection().execute(_all_facts(lesson_ids is not None), wanted).all()


@cache
def _all_facts(of_lessons: bool) -> Any:
    return union_all(*(_light(table, of_lessons) for table in (Completion, Attempt, Entry, Reflection, Plan)))


def _light(table: Any, of_lessons: bool) -> Any:
    def own(name: str, otherwise: Any) -> Any:
        return getattr(table, name) if hasattr(table, name) else otherwise

    none, text = cast(null(), Integer), literal("")
    common = (
        table.rep_id,
        literal(table.__name__.lower()).label("kind"),
        table.id,
        table.lesson_id,
        table.fingerprint,
        table.at,
    )
    line = (
        table.received_at,
        table.day,
        own("root_id", text),
        own("withdrawn", literal(False)),
        own("exercise_key", text),
    )
    marks = (own("first_score", none), own("final_score", none), own("passed", literal(False)))
    found = select(*common, *line, *marks).where(table.rep_id.in_(bindparam("reps", expanding=True)))
    return found.where(table.lesson_id.in_(bindparam("lessons", expanding=True))) if of_lessons else found


def _write(rows: list[dict[str, Any]]) -> None:
    if rows:
        connection = db.session.connection()
        connection.execute(_upsert(connection.dialect.name), rows)


def _table() -> Table:
    return db.metadata.tables["progress"]


@cache
def _upsert(dialect: str) -> Any:
    insert = upserting(_table(), dialect)
    values = {column.name: insert.excluded[column.name] for column in _table().c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=["rep_id", "lesson_id"], set_=values)
