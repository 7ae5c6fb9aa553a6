"""The team's page as files: the people and the teams with the numbers and words that the page shows."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from support.deeds import did
from support.lessons import exercise, make_lesson
from support.tables import csv_values, drawn_tables, xlsx_values

from rapport import clock
from rapport.assignments.assignment import Ask, assign
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.pages.words import short_day
from rapport.people.team import Team, add_member
from rapport.people.user import User
from rapport.progress import of_team, roster

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]
DAY = timedelta(days=1)


def team_id(name: str) -> int:
    return db.session.query(Team).filter_by(name=name).one().id


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Rosa is late with one module and done with another; Ravi has begun."""
    calls = make_lesson("calls", module="calling", exercises=[exercise("ring")])
    make_lesson("short", module="quick")
    made, today = clock.now() - 20 * DAY, clock.today("UTC")
    wanted = Ask((("module", calls.module_id),), rule="date", due_on=today - DAY, team_id=team_id("North"))
    row = assign(cast["mona"], wanted, str(uuid4()), made.date(), made)
    roster.after_assignment(row.id, made)
    db.session.commit()
    did(cast["rosa"], "entry", "calls", exercise="ring", values={"who": "Bakery"})
    did(cast["rosa"], "completion", "short")
    did(cast["ravi"], "completion", "first-call")
    return cast


def words(state: Any, done: Any, due: Any, of: int) -> str:
    """What the page says of one person in one module."""
    today = clock.today("UTC")
    day = due.date() if isinstance(due, datetime) else due and date.fromisoformat(due)
    if state == "Late":
        return f"Late {done} of {of}, due {short_day(day, today)}"
    word = {"Done": "Done", "On the way": f"{done} of {of}"}.get(state, "Not started")
    return f"{word} by {short_day(day, today)}" if day and state != "Done" else word


@pytest.mark.parametrize(("name", "place"), [("mona", ""), ("mona", "North"), ("viktor", ""), ("viktor", "Field")])
def test_the_people_of_the_page_and_of_its_files_stand_alike(
    sign_in: SignIn, busy: Cast, name: str, place: str
) -> None:
    browser = sign_in(name)
    here = f"/team/{team_id(place)}" if place else "/team"
    grid = drawn_tables(browser.get(here + "?sort=name").text)[-1]
    modules = shelf().modules
    for read, path in ((xlsx_values, f"{here}.xlsx"), (csv_values, f"{here}.csv")):
        titles, *people = read(browser.get(f"{path}?sort=name").data)
        assert len(titles) == 4 + 3 * len(modules)
        assert titles[4:7] == [modules[0].title, f"{modules[0].title}: lessons done", f"{modules[0].title}: due"]
        drawn = [row for row in grid[1:] if not row[0].startswith("Together")]
        assert [row[0].split("\n")[0] for row in drawn] == [person[0] for person in people]
        for row, person in zip(drawn, people, strict=True):
            told = [
                words(*(value or None for value in person[4 + 3 * number : 7 + 3 * number]), len(module.lessons))
                for number, module in enumerate(modules)
            ]
            assert [" ".join(cell.split()) for cell in row[1:]] == [one.replace("None of", "0 of") for one in told]


def test_why_somebody_needs_one_is_told(sign_in: SignIn, busy: Cast) -> None:
    rosa = xlsx_values(sign_in("mona").get("/team.xlsx").data)[1]
    assert rosa[:3] == ["Rosa Lind", "Late", 1]
    assert isinstance(rosa[3], datetime)


def test_the_teams_of_the_page_and_of_its_files_stand_alike(sign_in: SignIn, busy: Cast) -> None:
    viktor = sign_in("viktor")
    here = f"/team/{team_id('Field')}"
    grid = drawn_tables(viktor.get(here).text)[0][1:]
    rows = xlsx_values(viktor.get(f"{here}/teams.xlsx").data)[1:]
    assert [row[0] for row in rows] == ["Together", "North", "South"]
    assert [row[:4] for row in rows] == [["Together", 4, 1, 1], ["North", 1, 1, 1], ["South", 1, 0, 0]]
    for drawn, row in zip(grid, rows, strict=True):
        done, shares = row[4::2], row[5::2]
        told = [f"{share * 100:.0f} % done {one} of {row[1]} done" for one, share in zip(done, shares, strict=True)]
        assert [" ".join(cell.split()) for cell in drawn[1:]] == told


def test_the_file_holds_what_the_page_was_asked_for_and_all_of_it(
    sign_in: SignIn, busy: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_team, "PAGE", 3)
    north, now = team_id("North"), clock.now()
    people = [User(email=f"n{n}@demo.example", name=f"Nora {n}", created_at=now, welcomed_at=now) for n in range(7)]
    db.session.add_all(people)
    db.session.flush()
    for person in people:
        add_member(north, person.id, now)
    roster.follow([person.id for person in people], now)
    db.session.commit()
    mona = sign_in("mona")
    names = [row[0] for row in csv_values(mona.get("/team.csv?search=nora&sort=name&page=2").data)[1:]]
    assert names == [f"Nora {n}" for n in range(7)]
    titles, *late = csv_values(mona.get("/team.csv?only=late&module=quick").data)
    assert titles[4:] == ["Quick", "Quick: lessons done", "Quick: due"]
    assert "Rosa Lind" in [row[0] for row in late]
    page = mona.get("/team?only=late&module=quick&page=2").text
    assert 'href="/team.xlsx?only=late&amp;module=quick" download' in page


def test_only_ones_own_people_are_in_it(sign_in: SignIn, busy: Cast) -> None:
    assert "Ravi" not in sign_in("mona").get("/team.csv").text
    assert sign_in("petra").get(f"/team/{team_id('North')}.csv").status_code == 404
