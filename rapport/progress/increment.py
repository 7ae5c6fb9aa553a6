"""What a few new facts change, told without reading the old ones again. Pure.

Only what moves no milestone is told here: one more call towards the goal, one more go at the quiz, one more
reading. For everything else the answer is None, and `rule.project` looks at the whole history. A property
test holds the two equal.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rapport.catalogue.lesson import Lesson
from rapport.progress.rule import Light

MILESTONES = {"completion": "read_at", "reflection": "reflected_at", "plan": "planned_at"}


def extended(row: dict[str, Any], facts: Sequence[Light], lesson: Lesson) -> dict[str, Any] | None:
    """The row of progress with these new facts, or None if only the whole history can tell."""
    if row["fingerprint"] != lesson.fingerprint or not all(_is_simple(fact, row, lesson) for fact in facts):
        return None
    exercises = _tallied(row["exercises"], facts, lesson)
    if exercises is None:
        return None
    attempts = [fact for fact in facts if fact.kind == "attempt"]
    marks = [(fact.final_score, fact.first_score) for fact in attempts]
    best = max([*marks, *([(row["score"], row["first_score"])] if row["attempts"] else [])], default=(None, None))
    return {
        **row,
        "started_at": min(row["started_at"], *(fact.at for fact in facts)),
        "last_at": max(row["last_at"], *(fact.at for fact in facts)),
        "attempts": row["attempts"] + len(attempts),
        "score": best[0],
        "first_score": best[1],
        "exercises": exercises,
        "last_read_at": _latest(row["last_read_at"], [fact.at for fact in facts if fact.kind == "completion"]),
        "last_passed_at": _latest(row["last_passed_at"], [fact.at for fact in attempts if fact.passed]),
    }


def _latest(before: datetime | None, moments: list[datetime]) -> datetime | None:
    return max([*moments, *([before] if before else [])], default=None)


def _is_simple(fact: Light, row: dict[str, Any], lesson: Lesson) -> bool:
    """Made in the present edition, no correction, and no earlier than the milestone it would set."""
    if fact.fingerprint != lesson.fingerprint or fact.root_id not in ("", fact.id):
        return False
    milestone = "passed_at" if fact.passed else MILESTONES.get(fact.kind)
    return milestone is None or (row[milestone] is not None and row[milestone] <= fact.at)


def _tallied(exercises: dict[str, Any], facts: Sequence[Light], lesson: Lesson) -> dict[str, Any] | None:
    """The tallies with the new entries, or None where a goal comes into reach or a rhythm decides what counts."""
    rules = {item["key"]: item for item in lesson.exercises}
    tallies = dict(exercises)
    for key, more in Counter(fact.exercise_key for fact in facts if fact.kind == "entry").items():
        rule, tally = rules.get(key), tallies.get(key)
        if rule is None or tally is None or rule["rhythm"]:
            return None
        count = tally["count"] + more
        first = min(fact.at for fact in facts if fact.exercise_key == key)
        if (first < datetime.fromisoformat(tally["done_at"])) if tally["done_at"] else count >= (rule["goal"] or 1):
            return None
        tallies[key] = {**tally, "count": count}
    return tallies
