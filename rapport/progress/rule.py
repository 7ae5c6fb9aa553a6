"""Facts of one rep in one lesson → where they stand. Pure: nothing but the facts and the editions counts,
neither their order nor how often they came. The reasons are in docs/decisions/0002-progress.md."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from rapport.catalogue.lesson import Edition, Lesson
from rapport.learning.fact import age


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
        "fingerprint": lesson.fingerprint,
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
        "last_read_at": max((fact.at for fact in facts if fact.kind == "completion"), default=None),
        "last_passed_at": max((fact.at for fact in attempts if fact.passed), default=None),
        "learnt_at": min((learnt for learnt, _ in earned if learnt), default=None),
        "completed_at": min((completed for _, completed in earned if completed), default=None),
    }


def asked(edition: Lesson | Edition) -> tuple[Any, ...]:
    """All that counts of an edition: two that ask for the same give the same progress."""
    rules = {item["key"]: (item["goal"] or 1, item["rhythm"], item["optional"]) for item in edition.exercises}
    needed = [bool(step) and not step["optional"] for step in (edition.reflection, edition.plan)]
    return bool(edition.quiz), *needed, rules


def _earned(
    edition: Lesson | Edition, moments: dict[str, datetime | None], entries: dict[str, list[Light]]
) -> tuple[datetime | None, datetime | None]:
    """When all that this edition asks for was learnt, and when it was done."""
    sitting = [moments["read"]]
    if edition.quiz:
        sitting.append(moments["quiz"])
    rest = [
        moments[kind]
        for kind, step in (("reflection", edition.reflection), ("plan", edition.plan))
        if step and not step["optional"]
    ]
    rest += [_reached(entries.get(item["key"], []), item) for item in edition.exercises if not item["optional"]]
    return _last(sitting), _last([*sitting, *rest])


def _last(moments: list[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None) if all(moments) else None


def _tally(roots: list[Light], rules: dict[str, Any] | None) -> dict[str, Any]:
    done_at = _reached(roots, rules) if rules else None
    return {
        "count": len(_counting(roots, rules["rhythm"] if rules else "")),
        "done_at": done_at.isoformat() if done_at else None,
    }


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
