"""Facts → progress. `project` is the rule, pure; `refresh` and `rebuild` keep the rows equal to it.

A row is computed from the facts alone, whatever their order and however often they came, so that
`flask progress rebuild` always gives the same. See docs/decisions/0002-progress.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Table, bindparam, cast, delete, literal, null, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.shelf import Shelf, lesson_texts, shelf
from rapport.database import db
from rapport.learning.attempt import Attempt
from rapport.learning.completion import Completion
from rapport.learning.entry import Entry
from rapport.learning.fact import age
from rapport.learning.known import editions
from rapport.learning.plan import Plan
from rapport.learning.reflection import Reflection
from rapport.people.user import User
from rapport.progress.progress import Progress

REPS_AT_A_TIME = 200


class Light(NamedTuple):
    """What the projection needs of a fact, whatever its kind."""

    kind: str
    id: str
    lesson_id: int
    fingerprint: str
    at: datetime
    received_at: datetime
    day: date
    root_id: str
    withdrawn: bool
    exercise_key: str
    first_score: int
    final_score: int
    passed: bool


def refresh(rep_id: int, lesson_ids: Iterable[int], on_shelf: Shelf) -> None:
    """Compute the rows of these lessons anew."""
    wanted = sorted(set(lesson_ids))
    if wanted:
        _write(_project_all(_facts([rep_id], wanted), on_shelf))


def rebuild() -> Iterator[tuple[int, int]]:
    """Compute every row anew, some reps at a time: commit whenever it yields (reps done, reps in all)."""
    rep_ids = list(db.session.scalars(select(User.id).order_by(User.id)))
    for start in range(0, len(rep_ids), REPS_AT_A_TIME):
        some = rep_ids[start : start + REPS_AT_A_TIME]
        connection = db.session.connection()
        if connection.dialect.name != "sqlite":
            connection.execute(select(User.id).where(User.id.in_(some)).order_by(User.id).with_for_update(key_share=True))
        rows = _project_all(_facts(some), shelf())
        connection.execute(delete(_table()).where(Progress.rep_id.in_(some)))
        _write(rows)
        yield start + len(some), len(rep_ids)


def project(facts: Sequence[Light], lesson: Lesson, older: Sequence[Lesson | Edition] = ()) -> dict[str, Any]:
    """Where a rep stands in a lesson, from all facts of the two. `older` are the editions met before."""
    attempts = [fact for fact in facts if fact.kind == "attempt"]
    best = min(attempts, key=lambda fact: (-fact.final_score, -fact.first_score, fact.at, fact.id), default=None)
    entries = _entries(facts)
    moments = {
        "read": min((fact.at for fact in facts if fact.kind == "completion"), default=None),
        "quiz": min((fact.at for fact in attempts if fact.passed), default=None),
        "reflection": min((root.at for root in _roots(facts, "reflection")), default=None),
        "plan": min((root.at for root in _roots(facts, "plan")), default=None),
    }
    earned = [_earned(edition, moments, entries) for edition in (lesson, *older)]
    rules = {item["key"]: item for edition in (*older, lesson) for item in edition.exercises}
    return {
        "started_at": min(fact.at for fact in facts),
        "last_at": max(fact.at for fact in facts),
        "read_at": moments["read"],
        "attempts": len(attempts),
        "score": best.final_score if best else None,
        "first_score": best.first_score if best else None,
        "passed_at": moments["quiz"],
        "exercises": {key: _tally(roots, rules.get(key)) for key, roots in sorted(entries.items())},
        "reflected_at": moments["reflection"],
        "planned_at": moments["plan"],
        "learnt_at": min((learnt for learnt, _ in earned if learnt), default=None),
        "completed_at": min((completed for _, completed in earned if completed), default=None),
    }


def _earned(edition: Lesson | Edition, moments: dict[str, datetime | None], entries: dict[str, list[Light]]) -> tuple[datetime | None, datetime | None]:
    """When all that this edition asks for was learnt, and when it was done."""
    sitting = [moments["read"]]
    if edition.quiz:
        sitting.append(moments["quiz"])
    rest = [moments[kind] for kind, step in (("reflection", edition.reflection), ("plan", edition.plan)) if step and not step["optional"]]
    rest += [_reached(entries.get(item["key"], []), item) for item in edition.exercises if not item["optional"]]
    return _last(sitting), _last([*sitting, *rest])


def _last(moments: list[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None) if all(moments) else None


def _tally(roots: list[Light], rules: dict[str, Any] | None) -> dict[str, Any]:
    done_at = _reached(roots, rules) if rules else None
    return {"count": len(_counting(roots, rules["rhythm"] if rules else "")), "done_at": done_at.isoformat() if done_at else None}


def _reached(roots: list[Light], rules: dict[str, Any]) -> datetime | None:
    """When the goal was reached; without a goal, the first entry does it."""
    counting = _counting(roots, rules["rhythm"])
    goal = rules["goal"] or 1
    return counting[goal - 1].at if len(counting) >= goal else None


def _counting(roots: list[Light], rhythm: str | None) -> list[Light]:
    """The entries that count towards the goal, oldest first: a rhythm lets one count a day, or a week."""
    ordered = sorted(roots, key=lambda root: (root.at, root.id))
    if rhythm in ("day", "working day"):
        return list({root.day: root for root in reversed(ordered)}.values())[::-1]
    if rhythm == "week":
        return list({root.day.isocalendar()[:2]: root for root in reversed(ordered)}.values())[::-1]
    return ordered


def _entries(facts: Sequence[Light]) -> dict[str, list[Light]]:
    entries: dict[str, list[Light]] = defaultdict(list)
    for root in _roots(facts, "entry"):
        entries[root.exercise_key].append(root)
    return entries


def _roots(facts: Sequence[Light], kind: str) -> list[Light]:
    """The first version of each line that stands: a correction does not move the day."""
    lines: dict[str, list[Light]] = defaultdict(list)
    for fact in facts:
        if fact.kind == kind:
            lines[fact.root_id].append(fact)
    return [min(line, key=age) for line in lines.values() if not max(line, key=age).withdrawn]


def _project_all(facts: Iterable[Row[Any]], on_shelf: Shelf) -> list[dict[str, Any]]:
    grouped: dict[tuple[int, int], list[Light]] = defaultdict(list)
    for row in facts:
        grouped[row.rep_id, row.lesson_id].append(Light(*row[1:]))
    lessons = _lessons({lesson_id for _, lesson_id in grouped}, on_shelf)
    rows = []
    for (rep_id, lesson_id), group in grouped.items():
        lesson = lessons[lesson_id]
        older = editions(lesson, {fact.fingerprint for fact in group})
        rows.append({"rep_id": rep_id, "lesson_id": lesson_id, **project(group, lesson, older)})
    return rows


def _lessons(lesson_ids: set[int], on_shelf: Shelf) -> dict[int, Lesson]:
    lessons = {lesson_id: lesson_texts(on_shelf.by_id[lesson_id]) for lesson_id in lesson_ids if lesson_id in on_shelf.by_id}
    retired = lesson_ids - lessons.keys()
    if retired:
        lessons |= {lesson.id: lesson for lesson in db.session.scalars(select(Lesson).where(Lesson.id.in_(retired)))}
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
    common = (table.rep_id, literal(table.__name__.lower()).label("kind"), table.id, table.lesson_id, table.fingerprint, table.at)
    line = (table.received_at, table.day, own("root_id", text), own("withdrawn", literal(False)), own("exercise_key", text))
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
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(_table())
    values = {column.name: insert.excluded[column.name] for column in _table().c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=["rep_id", "lesson_id"], set_=values)
