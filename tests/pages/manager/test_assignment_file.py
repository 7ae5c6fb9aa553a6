"""Assignments as files: the lines of the pages, all of them, with the pages' numbers and words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.deeds import asked, did
from support.quiz_page import words
from support.tables import csv_values, xlsx_values

from rapport import clock
from rapport.database import db
from rapport.pages.words import plain_day
from rapport.people.team import Team, add_member
from rapport.people.user import User
from rapport.progress import reach, roster

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]
DAY = timedelta(days=1)


@pytest.fixture
def sign_in(sign_in: SignIn) -> SignIn:
    """What the test has done so far is kept first: signing in writes as well."""

    def after_that(name: str) -> FlaskClient:
        db.session.commit()
        return sign_in(name)

    return after_that


@pytest.fixture
def late(cast: Cast) -> int:
    """Rosa is late and has begun; Nora has only just come to the team; two days ago it was due."""
    today = clock.today("UTC")
    number = asked(cast["mona"], at=clock.now() - 20 * DAY, rule="date", due_on=today - 2 * DAY)
    did(cast["rosa"], "completion", "first-call")
    join_north("Nora")
    return number


def join_north(*names: str) -> None:
    north, now = db.session.query(Team).filter_by(name="North").one().id, clock.now()
    people = [User(email=f"{name}@demo.example", name=name, created_at=now, welcomed_at=now) for name in names]
    db.session.add_all(people)
    db.session.flush()
    for person in people:
        add_member(north, person.id, now)
    roster.follow([person.id for person in people], now)
    db.session.commit()


def both(browser: FlaskClient, path: str, query: str = "") -> list[list[Any]]:
    """The rows of the file; the CSV says the same in words."""
    titles, *rows = xlsx_values(browser.get(f"{path}.xlsx{query}").data)
    plain = csv_values(browser.get(f"{path}.csv{query}").data)
    assert plain[0] == titles
    assert plain[1:] == [[_plain(value) for value in row] for row in rows]
    return rows


def _plain(value: Any) -> str:
    return "" if value is None else value.date().isoformat() if isinstance(value, datetime) else str(value)


def test_the_people_under_an_assignment(sign_in: SignIn, late: int) -> None:
    mona, path, today = sign_in("mona"), f"/assignments/{late}", clock.today("UTC")
    rosa, nora = both(mona, path)
    assert [*rosa[:3], rosa[3].date(), rosa[4]] == ["Rosa Lind", "Late", rosa[2], today - 2 * DAY, None]
    assert [*nora[:3], nora[3].date(), nora[4]] == ["Nora", "Not started", None, today + 7 * DAY, None]
    page = words(mona.get(path).text)
    assert f"Rosa Lind {rosa[2]}" in page
    assert f"Until {plain_day(rosa[3].date(), today)}" in page
    assert [row[0] for row in both(mona, path, "?search=nor")] == ["Nora"]


def test_an_extension_is_told(sign_in: SignIn, late: int, cast: Cast) -> None:
    mona = sign_in("mona")
    until = clock.today("UTC") + 30 * DAY
    mona.post(f"/assignments/{late}/extension", data={"until": until.isoformat(), "person": cast["rosa"].id})
    rosa = next(row for row in both(mona, f"/assignments/{late}") if row[0] == "Rosa Lind")
    assert (rosa[1], rosa[3].date(), rosa[4]) == ("In progress", until, "extended")


def test_all_that_is_asked(sign_in: SignIn, late: int, cast: Cast) -> None:
    asked(cast["viktor"], module="leaving", team="Field", rule="joining", days=30)
    viktor = sign_in("viktor")
    rows = both(viktor, "/assignments")
    assert {row[1] for row in rows} == {"Field", "North"}
    page = words(viktor.get("/assignments").text)
    for title, whom, until, _state, people, done, behind in rows:
        assert f"{title} {whom}, {until}" in page
        assert (f"{done} of {people} " in page) if people else ("Nobody yet" in page)
        assert not behind or f"{behind} late" in page
    assert next(row for row in rows if row[1] == "North")[3:] == ["Running", 2, 0, 1]
    assert "North" in {row[1] for row in both(sign_in("mona"), "/assignments")}
    assert "North" not in {row[1] for row in both(sign_in("petra"), "/assignments")}


def test_the_files_are_whole_where_the_pages_are_not(
    sign_in: SignIn, late: int, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "PAGE", 3)
    monkeypatch.setattr(reach, "FEW", 3)
    names = [f"P {number}" for number in range(8)]
    join_north(*names)
    for _again in range(4):
        asked(cast["mona"])
    mona = sign_in("mona")
    assert len(both(mona, "/assignments")) == 5
    assert {row[0] for row in both(mona, f"/assignments/{late}")} == {"Nora", "Rosa Lind", *names}


def test_a_stranger_gets_no_file(sign_in: SignIn, late: int) -> None:
    for name in ("petra", "rosa", "ada"):
        assert sign_in(name).get(f"/assignments/{late}.xlsx").status_code == 404
