"""Larkfield Supply moves in: believable people at different points, everything through the usual doors."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from support.site import Site

from rapport import config
from rapport.catalogue import shelf
from rapport.catalogue.publish import publish
from rapport.content.library import read_library
from rapport.database import db
from rapport.demo import company
from rapport.demo.people import CAST, EVERYBODY
from rapport.learning.entry import Entry
from rapport.people.team import Membership
from rapport.people.user import User
from rapport.progress.follow_ups import follow_ups_of
from rapport.progress.of_rep import next_lesson, progress_of, running_exercises, standing
from rapport.progress.progress import Progress
from rapport.progress.record import record

NOW = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


@pytest.fixture
def moved_in(app: Flask, site: Site) -> Flask:
    """An empty site with the shipped lessons, filled with the demo company: once, then put back for each test."""
    if site.database.keeps("demo"):
        site.restore("demo")
        return app
    _move_in()
    db.session.commit()
    site.database.keep("demo")
    return app


def _move_in() -> None:
    for table in (Membership, User):
        db.session.execute(delete(table))
    publish(read_library(Path(config.ROOT)).modules, NOW)
    company.fill(NOW)


def rosa() -> User:
    return db.session.scalars(select(User).where(User.email == "rosa@demo.example")).one()


def test_everybody_moves_in(moved_in: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(User)) == len(EVERYBODY)


def test_the_command_leaves_a_site_with_people_alone(moved_in: Flask) -> None:
    answer = moved_in.test_cli_runner().invoke(args=["demo"])
    assert "already has people" in answer.output
    assert db.session.scalar(select(func.count()).select_from(User)) == len(EVERYBODY)


def test_moving_in_says_how_far_it_is(app: Flask) -> None:
    for table in (Membership, User):
        db.session.execute(delete(table))
    told: list[tuple[int, int]] = []
    company.fill(NOW, lambda done, total: told.append((done, total)))
    assert told == [(number, len(EVERYBODY)) for number in range(1, len(EVERYBODY) + 1)]


def test_the_cast_has_the_promised_addresses(moved_in: Flask) -> None:
    addresses = set(db.session.scalars(select(User.email).where(User.password_hash.is_not(None))))
    assert (
        addresses
        == {person.email for person in CAST}
        == {f"{name}@demo.example" for name in ("rosa", "ravi", "mona", "tess", "ada")}
    )


def test_rosa_is_in_the_middle_of_her_calls(moved_in: Flask) -> None:
    progress = progress_of(rosa().id)
    running = {item.exercise["key"]: item.count for item in running_exercises(shelf.shelf(), progress)}
    assert running["call-ten"] == 7
    following = next_lesson(shelf.shelf(), progress)
    assert following is not None
    assert following.module_key == "thirty-day-stance"


def test_rosa_has_a_promise_to_keep_today(moved_in: Flask) -> None:
    due = [item for item in follow_ups_of(rosa()) if item.state == "open" and item.due_on == NOW.date()]
    assert [item.text for item in due] == ["Ring about the new delivery day"]


def test_people_stand_at_different_points(moved_in: Flask) -> None:
    lessons = shelf.shelf().by_id
    states = {standing(lessons[row.lesson_id], row).state for row in db.session.scalars(select(Progress))}
    assert states == {"in progress", "done"}
    learners = set(db.session.scalars(select(Progress.rep_id)))
    assert 0 < len(learners) < len(EVERYBODY)


def test_no_fact_of_the_demo_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def noting(*arguments: object) -> object:
        results = record(*arguments)  # type: ignore[arg-type]
        seen.extend(result.status for result in results)
        return results

    monkeypatch.setattr(company, "record", noting)
    _move_in()
    assert len(seen) > 500
    assert set(seen) == {"stored"}


def test_nothing_happens_in_the_future(moved_in: Flask) -> None:
    newest = db.session.scalar(select(func.max(Entry.at)))
    assert newest is not None
    assert newest <= NOW
