"""One more fact after others: told from the row alone or from the whole history, it is the same."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz

from rapport.database import db
from rapport.progress import projection
from rapport.progress.progress import Progress
from rapport.progress.record import record

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
Raw = dict[str, Any]


@pytest.fixture(autouse=True)
def lesson(app: Any) -> Any:
    exercises = [
        exercise("calls", goal=3),
        exercise("daily", goal=5, rhythm="working day"),
        exercise("free", goal=None),
    ]
    return make_lesson("care", exercises=exercises, reflection=REFLECTION, plan=PLAN, quiz=quiz())


def fact(kind: str, day: int, **values: Any) -> Raw:
    at = (NOW - timedelta(days=30 - day)).isoformat()
    return {
        "id": str(uuid4()),
        "kind": kind,
        "at": at,
        "lesson": "care",
        "when": "a",
        "then": "b",
        "text": "Hm.",
        **values,
    }


def entry(day: int, key: str = "calls", **values: Any) -> Raw:
    return fact("entry", day, exercise=key, values={"who": "KL"}, **values)


def attempt(day: int, *rights: bool) -> Raw:
    answers = [{"question": f"q{n}", "response": "yes" if right else "no"} for n, right in enumerate(rights, 1)]
    return fact("attempt", day, answers=answers)


def row() -> Raw:
    (found,) = db.session.execute(select(Progress.__table__))
    return dict(found._mapping)


CALL, FREE, THOUGHT = entry(5), entry(5, "free"), fact("reflection", 5)
HISTORIES = {
    "one more call": [CALL, entry(6)],
    "the call that reaches the goal": [CALL, entry(6), entry(7)],
    "a call beyond the goal": [CALL, entry(6), entry(7), entry(8)],
    "an earlier call found later": [CALL, entry(6), entry(7), entry(2)],
    "a call corrected": [CALL, entry(6), {**entry(7), "root": CALL["id"]}],
    "a call withdrawn": [CALL, entry(6), {**entry(7), "root": CALL["id"], "withdrawn": True}],
    "an entry without goal corrected": [FREE, {**entry(7, "free"), "root": FREE["id"]}],
    "the same day twice": [entry(5, "daily"), entry(5, "daily")],
    "the next day": [entry(5, "daily"), entry(6, "daily")],
    "a better attempt": [attempt(5, False, False), attempt(6, True, False)],
    "a worse attempt": [attempt(5, True, False), attempt(6, False, False)],
    "a pass": [attempt(5, False, False), attempt(6, True, True)],
    "an earlier pass": [attempt(5, True, True), attempt(3, True, True)],
    "read again": [fact("completion", 5), fact("completion", 7)],
    "read before": [fact("completion", 5), fact("completion", 3)],
    "a second thought": [THOUGHT, fact("reflection", 7)],
    "a thought withdrawn": [THOUGHT, {**fact("reflection", 7), "root": THOUGHT["id"], "withdrawn": True}],
    "an earlier plan": [fact("plan", 5, ask_on="2026-05-01"), fact("plan", 3, ask_on="2026-05-01")],
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES.keys())
def test_each_fact_after_the_others_gives_what_a_rebuild_gives(cast: Any, history: list[Raw]) -> None:
    for number, one in enumerate(history):
        record(cast["rosa"], [one], NOW + timedelta(minutes=number))
    kept = row()
    list(projection.rebuild())
    assert row() == kept
