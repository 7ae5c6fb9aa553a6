"""What a manager sees of a rep: work and promises, and of thoughts only those that were shared."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from support.lessons import PLAN, REFLECTION, exercise, make_lesson

from rapport.database import db
from rapport.progress.card import card_of
from rapport.progress.record import record

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def fact(kind: str, **values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "at": NOW.isoformat(), "lesson": "care", **values}


def test_the_card_shows_work_promises_and_shared_thoughts_only(cast: Any) -> None:
    make_lesson("care", exercises=[exercise("calls")], reflection=REFLECTION, plan=PLAN)
    shared, unshared = fact("reflection", text="Shown", shared=True), fact("reflection", text="Once shown", shared=True)
    plan = fact("plan", when="a", then="b", ask_on="2026-03-20")
    facts = [
        fact("entry", exercise="calls", values={"who": "KL", "promise": "List", "by": "2026-03-20"}),
        fact("reflection", text="Private"),
        shared,
        unshared,
        fact("reflection", text="Once shown", root=unshared["id"], shared=False),
        plan,
        fact("outcome", about="plan", subject=plan["id"], result="done"),
    ]
    assert {result.status for result in record(cast["rosa"], facts, NOW)} == {"stored"}
    db.session.commit()
    card = card_of(cast["rosa"], NOW.date())
    assert [(item.title, item.count, item.goal, len(item.entries)) for item in card.exercises] == [("Calls", 1, 2, 1)]
    assert [(item.lesson.key, item.reflection.text) for item in card.reflections if item.lesson] == [("care", "Shown")]
    assert [item.text for item in card.promises] == ["List"]
    assert [item.state for item in card.plans] == ["done"]
    assert "Private" not in repr(card)
    assert ("made", "in progress") in [(module.key, standing.state) for module, standing in card.modules]


def test_an_empty_card_for_otto(cast: Any) -> None:
    card = card_of(cast["otto"], NOW.date())
    assert (card.exercises, card.reflections, card.promises, card.plans) == ((), (), (), ())
