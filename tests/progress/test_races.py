"""Many at once: every fact counts exactly once, and progress misses none of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier, Event
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from support.lessons import exercise, make_lesson, quiz

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.publication import Publication
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.learning.attempt import Answer, Attempt
from rapport.learning.entry import Entry
from rapport.people.user import User
from rapport.progress import projection
from rapport.progress.progress import Progress
from rapport.progress.record import record

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
AT_ONCE = 12


def at_once(app: Flask, batches: list[tuple[User, list[dict[str, Any]]]]) -> list[list[str]]:
    """Send every batch in a thread and a transaction of its own, all at the same moment."""
    db.session.rollback()
    start = Barrier(len(batches))

    def send(batch: tuple[User, list[dict[str, Any]]]) -> list[str]:
        with app.app_context():
            start.wait()
            results = record(*batch, NOW)
            db.session.commit()
            return [result.reason or result.status for result in results]

    with ThreadPoolExecutor(len(batches)) as pool:
        return list(pool.map(send, batches))


def fact(kind: str, **values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "at": NOW.isoformat(), "lesson": "race", **values}


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_fifty_taps_on_one_button_count_once(app: Flask, cast: Any) -> None:
    make_lesson("race", quiz=quiz())
    attempt = fact("attempt", answers=[{"question": "q1", "response": "yes", "round": 1}])
    told = at_once(app, [(cast["rosa"], [attempt])] * 50)
    assert sorted(told) == [["known"]] * 49 + [["stored"]]
    assert (count(Attempt), count(Answer), db.session.scalars(select(Progress)).one().attempts) == (1, 1, 1)


def test_progress_misses_none_of_many_entries_at_once(app: Flask, cast: Any) -> None:
    make_lesson("race", exercises=[exercise("calls", goal=100)])
    entries = [fact("entry", exercise="calls", values={"who": f"K{number}"}) for number in range(AT_ONCE)]
    at_once(app, [(cast["rosa"], [entry]) for entry in entries])
    assert count(Entry) == AT_ONCE
    assert db.session.scalars(select(Progress)).one().exercises["calls"]["count"] == AT_ONCE


def test_two_people_with_one_id_never_mix(app: Flask, cast: Any) -> None:
    make_lesson("race", quiz=quiz())
    attempt = fact("attempt", answers=[{"question": "q1", "response": "yes", "round": 1}])
    told = at_once(app, [(person, [attempt]) for person in cast.values()] * 2)
    assert sorted(result for (result,) in told).count("stored") == 1
    owner = db.session.scalars(select(Attempt)).one().rep_id
    assert {result for (result,), person in zip(told, [*cast.values()] * 2, strict=True) if person.id != owner} == {
        "id-taken"
    }
    assert (count(Answer), [row.rep_id for row in db.session.scalars(select(Progress))]) == (1, [owner])


def test_an_exam_is_taken_once_from_two_phones(app: Flask, cast: Any) -> None:
    make_lesson("race", quiz=quiz(exam=True))
    attempts = [fact("attempt", answers=[{"question": "q1", "response": "yes", "round": 1}]) for _ in range(AT_ONCE)]
    told = at_once(app, [(cast["rosa"], [attempt]) for attempt in attempts])
    assert sorted(result for (result,) in told) == ["exam-taken"] * (AT_ONCE - 1) + ["stored"]
    assert count(Attempt) == 1


@pytest.mark.parametrize("before", [0, 1])
def test_what_is_logged_while_lessons_are_published_counts_by_the_new_ones(app: Flask, cast: Any, before: int) -> None:
    """On PostgreSQL a post may have read the catalogue's version before it waits."""
    lesson_id = make_lesson("race", exercises=[exercise("calls", goal=1 + before)]).id
    rosa, version = cast["rosa"], shelf().version
    record(rosa, [fact("entry", exercise="calls", values={"who": "Before"})] * before, NOW)
    db.session.commit()
    published, posting = Event(), Event()

    def publish() -> None:
        with app.app_context():
            lesson = db.session.get_one(Lesson, lesson_id)
            lesson.exercises, lesson.fingerprint = [exercise("calls", goal=5)], "raceanew"
            texts = {"lesson_text": "", "quiz_text": "", "reflection": {}, "plan": {}, "quiz": {}}
            db.session.add(
                Edition(
                    fingerprint="raceanew",
                    lesson_id=lesson_id,
                    published_at=NOW,
                    exercises=lesson.exercises,
                    **texts,
                )
            )
            db.session.add(Publication(at=NOW, changes={}))
            list(projection.catch_up())
            published.set()
            posting.wait(5)
            sleep(0.3)
            db.session.commit()

    def post() -> None:
        published.wait(5)
        with app.app_context():
            asked = version if db.engine.dialect.name == "postgresql" else None
            posting.set()
            record(rosa, [fact("entry", exercise="calls", values={"who": "Meanwhile"})], NOW, asked)
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(publish), pool.submit(post)]:
            done.result()
    row = db.session.scalars(select(Progress)).one()
    assert (row.fingerprint, row.exercises["calls"]) == ("raceanew", {"count": 1 + before, "done_at": None})
