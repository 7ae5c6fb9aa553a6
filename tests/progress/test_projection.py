"""Progress is a function of the facts: in whatever order, batches and doubles they came."""

import copy
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from support.lessons import PLAN, REFLECTION, change_lesson, exercise, make_lesson, question, quiz

from rapport.catalogue.lesson import Lesson
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.learning.grading import score
from rapport.progress import projection
from rapport.progress.progress import Progress
from rapport.progress.record import record

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
ZONE = "America/New_York"
Raw = dict[str, Any]


@pytest.fixture
def lessons(app: Any, cast: dict[str, Any]) -> dict[str, Any]:
    """A full lesson, one with a daily and a weekly exercise and no quiz, and one that asks for an optional extra."""
    cast["rosa"].zone = ZONE
    daily, weekly = exercise("daily", rhythm="working day"), exercise("weekly", rhythm="week")
    extra = exercise("extra", goal=None, optional=True)
    return {
        "full": make_lesson("full", quiz=quiz(), exercises=[exercise("calls")], reflection=REFLECTION, plan=PLAN),
        "rhythm": make_lesson("rhythm", exercises=[daily, weekly]),
        "extra": make_lesson(
            "extra",
            exercises=[extra],
            reflection={**REFLECTION, "optional": True},
            quiz=quiz(question("q1"), question("q2"), question("q3")),
        ),
    }


def fact(number: int, kind: str, lesson: str, minute: int, **values: Any) -> Raw:
    # No two at the very same moment: of two such corrections the one that arrives later counts.
    at = NOW - timedelta(days=31) + timedelta(minutes=minute, microseconds=number)
    return {"id": str(UUID(int=number + 1)), "kind": kind, "lesson": lesson, "at": at.isoformat(), **values}


@st.composite
def histories(draw: st.DrawFn) -> list[Raw]:
    """What a rep did in the three lessons, corrections and withdrawals included."""
    facts: list[Raw] = []
    lines: dict[tuple[str, str], list[Raw]] = defaultdict(list)
    exercises = {"full": ["calls"], "rhythm": ["daily", "weekly"], "extra": ["extra"]}
    for number in range(draw(st.integers(1, 20))):
        kind = draw(st.sampled_from(["completion", "attempt", "entry", "entry", "reflection", "plan"]))
        places = {"attempt": ["full", "extra"], "reflection": ["full", "extra"], "plan": ["full"]}
        lesson = draw(st.sampled_from(places.get(kind, list(exercises))))
        made = fact(number, kind, lesson, draw(st.integers(0, 30 * 24 * 60)))
        if kind == "attempt":
            answers = draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(["q1", "q2", "q3"]), st.sampled_from(["yes", "no"]), st.sampled_from([1, 2])
                    ),
                    max_size=6,
                )
            )
            keys = [["q1", "q2"], ["q1", "q2", "q3"]][lesson == "extra"]
            made["answers"] = [{"question": "q1", "response": "no", "round": 1}]
            made["answers"] += [
                {"question": key, "response": given, "round": round_} for key, given, round_ in answers if key in keys
            ]
        elif kind != "completion":
            line = lines[kind, lesson]
            root = draw(st.sampled_from([None, *line])) if line else None
            made["root"] = root and root["id"]
            made["withdrawn"] = bool(root) and draw(st.booleans())
            made |= {
                "text": "Thought.",
                "when": "a",
                "then": "b",
                "ask_on": "2026-04-01",
                "values": {"who": f"KL{number}"},
            }
            made["exercise"] = root["exercise"] if root else draw(st.sampled_from(exercises[lesson]))
            if root is None:
                line.append(made)
        facts.append(made)
    return facts


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Raw], list[list[Raw]]]:
    """A history, and the batches in which it arrives: shuffled, with doubles, repeated in full at the end
    as an outbox does with what was refused because what it goes on from was still missing."""
    facts = draw(histories())
    doubles = draw(st.lists(st.sampled_from(facts), max_size=5))
    order = draw(st.permutations([*facts, *doubles]))
    cuts = sorted(draw(st.sets(st.integers(0, len(order)), max_size=4)) | {0, len(order)})
    return facts, [*(order[start:end] for start, end in pairwise(cuts)), facts]


def deliver(rep: Any, batches: list[list[Raw]]) -> None:
    db.session.rollback()
    for kind in ("completions", "answers", "attempts", "entries", "reflections", "plans", "progress"):
        db.session.execute(delete(db.metadata.tables[kind]))
    for number, batch in enumerate(batches):
        record(rep, copy.deepcopy(batch), NOW + timedelta(minutes=number))
    db.session.commit()


def rows() -> list[dict[str, Any]]:
    found = db.session.execute(select(Progress.__table__).order_by(Progress.rep_id, Progress.lesson_id))
    return [{name: value for name, value in row._mapping.items() if name != "fingerprint"} for row in found]


@given(deliveries())
@settings(max_examples=100)
def test_any_order_and_number_of_deliveries_gives_the_same_progress(lessons: Any, cast: Any, delivery: Any) -> None:
    facts, batches = delivery
    deliver(cast["rosa"], batches)
    kept = rows()
    for _ in projection.rebuild():
        db.session.commit()
    assert rows() == kept
    deliver(cast["rosa"], [facts])
    assert rows() == kept
    assert {row["lesson_id"]: slowly(row) for row in kept} == expected(facts, lessons)


def slowly(row: dict[str, Any]) -> SimpleNamespace:
    exercises = {key: (tally["count"], tally["done_at"]) for key, tally in row["exercises"].items()}
    return SimpleNamespace(**{**row, "exercises": exercises, "rep_id": None, "lesson_id": None})


def expected(facts: list[Raw], lessons: dict[str, Any]) -> dict[int, SimpleNamespace]:
    """The obvious way: go through the history once in order of time, with a notebook for each lesson."""
    return {
        lessons[key].id: notebook(key, own)
        for key in lessons
        if (own := [item for item in facts if item["lesson"] == key])
    }


def notebook(key: str, facts: list[Raw]) -> SimpleNamespace:
    done = {item["id"]: datetime.fromisoformat(item["at"]) for item in facts}
    gone = {
        item["id"]
        for item in facts
        if item.get("root") is None and "withdrawn" in item and newest(item, facts)["withdrawn"]
    }
    first = {
        kind: min(
            [
                done[item["id"]]
                for item in facts
                if item["kind"] == kind and item.get("root") is None and item["id"] not in gone
            ],
            default=None,
        )
        for kind in ("completion", "reflection", "plan")
    }
    marks = [
        (scored(item, 3 if key == "extra" else 2), done[item["id"]]) for item in facts if item["kind"] == "attempt"
    ]
    best = max((final_first for final_first, _ in marks), default=(None, None))
    passes = [at for (final, _), at in marks if final >= 80]
    readings = [done[item["id"]] for item in facts if item["kind"] == "completion"]
    passed = min(passes, default=None)
    entries = defaultdict(list)
    for item in sorted(facts, key=lambda item: (item["at"], item["id"])):
        if item["kind"] == "entry" and item["root"] is None and item["id"] not in gone:
            entries[item["exercise"]].append(done[item["id"]])
    tallies = {name: tally(name, moments) for name, moments in sorted(entries.items())}
    goals = {"full": ["calls"], "rhythm": ["daily", "weekly"], "extra": []}[key]
    reached = [
        datetime.fromisoformat(tallies[name][1]) if name in tallies and tallies[name][1] else None for name in goals
    ]
    sitting = [first["completion"], *([passed] if key != "rhythm" else [])]
    asked = [*sitting, *reached, *([first["reflection"], first["plan"]] if key == "full" else [])]
    return SimpleNamespace(
        rep_id=None, lesson_id=None, started_at=min(done.values()), last_at=max(done.values()), read_at=first["completion"],
        attempts=len(marks), score=best[0], first_score=best[1], passed_at=passed, exercises=tallies,
        reflected_at=first["reflection"], planned_at=first["plan"],
        last_read_at=max(readings, default=None), last_passed_at=max(passes, default=None),
        learnt_at=max(sitting) if all(sitting) else None, completed_at=max(asked) if all(asked) else None,
    )  # fmt: skip


def newest(root: Raw, facts: list[Raw]) -> Raw:
    changes = [item for item in facts if item.get("root") == root["id"]]
    return max(changes, key=lambda item: (item["at"], item["id"])) if changes else root


def scored(attempt: Raw, questions: int) -> tuple[int, int]:
    tries: dict[tuple[str, int], int] = {}
    for item in attempt["answers"]:
        tries.setdefault((item["question"], item["round"]), int(item["response"] == "yes"))
    keys = [f"q{number + 1}" for number in range(questions)]
    first = [tries.get((key, 1), 0) for key in keys]
    final = [tries.get((key, 2), tries.get((key, 1), 0)) for key in keys]
    return score(final), score(first)


def tally(name: str, moments: list[datetime]) -> tuple[int, str | None]:
    seen, counting = set(), []
    for moment in moments:
        day = moment.astimezone(ZoneInfo(ZONE)).date()
        slot: Any = {"daily": day, "weekly": day.isocalendar()[:2]}.get(name, len(seen))
        if slot not in seen:
            seen.add(slot)
            counting.append(moment)
    goal = {"extra": 1}.get(name, 2)
    return len(counting), counting[goal - 1].isoformat() if len(counting) >= goal else None


def test_a_lesson_once_done_stays_done_when_it_asks_for_more(lessons: Any, cast: Any) -> None:
    deliver(
        cast["rosa"],
        [
            [
                fact(1, "completion", "extra", 1),
                fact(
                    2,
                    "attempt",
                    "extra",
                    2,
                    answers=[{"question": f"q{number}", "response": "yes", "round": 1} for number in (1, 2, 3)],
                ),
            ]
        ],
    )
    before = rows()
    assert before[0]["completed_at"]
    change_lesson(lessons["extra"], reflection=REFLECTION)
    list(projection.rebuild())
    assert rows() == before
    deliver(
        cast["ravi"],
        [
            [
                fact(3, "completion", "extra", 1),
                fact(
                    4,
                    "attempt",
                    "extra",
                    2,
                    answers=[{"question": f"q{number}", "response": "yes", "round": 1} for number in (1, 2, 3)],
                ),
            ]
        ],
    )
    assert [row["completed_at"] for row in rows()] == [None]


def test_a_lesson_that_asks_for_less_is_done_by_what_was_done(lessons: Any, cast: Any) -> None:
    deliver(cast["rosa"], [[fact(1, "completion", "rhythm", 1)]])
    assert rows()[0]["completed_at"] is None
    change_lesson(lessons["rhythm"], exercises=[])
    list(projection.rebuild())
    assert rows()[0]["completed_at"] == rows()[0]["read_at"]


def test_the_next_fact_brings_a_row_up_to_the_new_edition(lessons: Any, cast: Any) -> None:
    deliver(cast["rosa"], [[fact(1, "completion", "rhythm", 1)]])
    change_lesson(lessons["rhythm"], exercises=[])
    record(cast["rosa"], [fact(2, "completion", "rhythm", 2)], NOW)
    assert rows()[0]["completed_at"] == rows()[0]["read_at"]


def test_a_long_history_is_not_read_again_for_one_more_entry(lessons: Any, cast: Any, statements: Any) -> None:
    entries = [fact(number, "entry", "full", number, exercise="calls", values={"who": "KL"}) for number in range(20)]
    deliver(cast["rosa"], [entries[:19]])
    with statements() as seen:
        record(cast["rosa"], entries[19:], NOW)
    assert not [statement for statement in seen if "UNION" in statement]
    kept = rows()
    list(projection.rebuild())
    assert rows() == kept
    assert kept[0]["exercises"]["calls"]["count"] == 20


def test_rebuild_drops_what_has_no_facts_and_restores_what_is_missing(lessons: Any, cast: Any) -> None:
    deliver(cast["rosa"], [[fact(1, "completion", "full", 1)]])
    kept = rows()
    db.session.execute(delete(Progress))
    db.session.add(Progress(rep_id=cast["otto"].id, lesson_id=lessons["full"].id, started_at=NOW, last_at=NOW))
    db.session.commit()
    assert list(projection.rebuild())[-1] == (len(cast), len(cast))
    assert rows() == kept


def test_retired_lessons_keep_their_progress(lessons: Any, cast: Any) -> None:
    deliver(cast["rosa"], [[fact(1, "completion", "full", 1)]])
    kept = rows()
    change_lesson(lessons["full"], retired_at=NOW)
    assert "full" not in shelf().by_key
    list(projection.rebuild())
    assert rows() == kept


def caught_up() -> list[tuple[int, int]]:
    told = list(projection.catch_up())
    db.session.commit()
    return told


def test_publishing_brings_the_rows_of_a_changed_lesson_up_to_date(lessons: Any, cast: Any) -> None:
    for number, name in enumerate(("rosa", "ravi")):
        record(cast[name], [fact(number, "completion", "rhythm", 1)], NOW)
    record(cast["rosa"], [fact(3, "completion", "full", 1)], NOW)
    db.session.commit()
    change_lesson(lessons["rhythm"], exercises=[])
    assert caught_up() == [(2, 2)]
    kept = rows()
    assert [row["completed_at"] is None for row in kept] == [row["lesson_id"] == lessons["full"].id for row in kept]
    list(projection.rebuild())
    assert rows() == kept
    assert caught_up() == []


def test_who_had_finished_stays_finished_when_a_step_is_added(lessons: Any, cast: Any) -> None:
    """Rosa did all that was asked; Ravi had only read, and meets the new step."""
    entries = [fact(number, "entry", "two", number, exercise="calls", values={"who": "K"}) for number in (2, 3)]
    two = make_lesson("two", exercises=[exercise("calls")])
    record(cast["rosa"], [fact(1, "completion", "two", 1), *entries], NOW)
    record(cast["ravi"], [fact(9, "completion", "two", 1)], NOW)
    change_lesson(two, exercises=[exercise("calls"), exercise("visits")])
    caught_up()
    assert {row["rep_id"]: row["completed_at"] is not None for row in rows()} == {
        cast["rosa"].id: True,
        cast["ravi"].id: False,
    }
    change_lesson(two, exercises=[])
    caught_up()
    assert all(row["completed_at"] for row in rows())


def test_other_words_alone_read_no_facts_again(lessons: Any, cast: Any, statements: Any) -> None:
    deliver(cast["rosa"], [[fact(1, "completion", "full", 1)]])
    change_lesson(lessons["full"], title="Other words")
    with statements() as seen:
        assert caught_up() == []
    assert not [statement for statement in seen if "UNION" in statement]
    fingerprints = set(db.session.scalars(select(Progress.fingerprint)))
    assert fingerprints == {db.session.get_one(Lesson, lessons["full"].id).fingerprint}
    kept = rows()
    list(projection.rebuild())
    assert rows() == kept
