"""The month-end page: its tables are those of its files, whoever asks, and it pages what is long."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.deeds import did
from support.lessons import REFLECTION, exercise, make_lesson, quiz
from support.tables import HOSTILE, csv_values, drawn_tables, xlsx_values

from rapport import clock
from rapport.database import db
from rapport.pages.manager import month
from rapport.people.team import Team, add_member
from rapport.people.user import User
from rapport.progress import roster

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]
TEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
MARCH = "?month=2026-03"


def team_id(name: str) -> int:
    return db.session.query(Team).filter_by(name=name).one().id


def as_drawn(file: list[list[Any]]) -> list[list[str]]:
    """The cells of a sheet as a page draws them."""
    titles, *rows = file
    return [titles, *([_drawn(title, value) for title, value in zip(titles, row, strict=True)] for row in rows)]


def _drawn(title: str, value: Any) -> str:
    if value is None:
        return "–"
    if title == "Right at first try":
        return f"{value * 100:.0f} %"
    return f"{value:,}" if isinstance(value, int) else str(value)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    make_lesson("calls", exercises=[exercise("ring")], reflection=REFLECTION, quiz=quiz())
    for name in ("rosa", "ravi"):
        did(cast[name], "completion", "calls", TEN)
        for response in ("yes", "no", "yes"):
            did(cast[name], "attempt", "calls", TEN, answers=[{"question": "q1", "response": response}])
        did(cast[name], "entry", "calls", TEN, exercise="ring", values={"who": "Secret bakery"})
        did(cast[name], "reflection", "calls", TEN, text="A private thought.")
    return cast


@pytest.mark.parametrize(("name", "place"), [("viktor", "Field"), ("viktor", ""), ("mona", "North")])
def test_the_page_and_its_files_hold_the_same_numbers(sign_in: SignIn, busy: Cast, name: str, place: str) -> None:
    browser = sign_in(name)
    here = f"/team/{team_id(place)}/month" if place else "/team/month"
    teams, people = drawn_tables(browser.get(here + MARCH).text)
    for drawn, path in ((teams, f"{here}/teams"), (people, here)):
        assert drawn == as_drawn(xlsx_values(browser.get(f"{path}.xlsx{MARCH}").data))
        sheet = csv_values(browser.get(f"{path}.csv{MARCH}").data)
        assert [[cell.replace(" %", "%") if cell != "–" else "" for cell in row] for row in drawn] == sheet
    assert ["Rosa Lind", "0", "67 %", "1", "0", "1", "North"] in people, "the numbers come first: a phone shows these"


def test_the_files_have_a_name_of_their_own(sign_in: SignIn, busy: Cast) -> None:
    answer = sign_in("mona").get(f"/team/{team_id('North')}/month.csv{MARCH}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="month-north-2026-03.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == "text/csv; charset=utf-8"


def test_nothing_that_was_written_is_told(sign_in: SignIn, busy: Cast) -> None:
    browser = sign_in("viktor")
    for path in ("/team/month", "/team/month.csv", "/team/month/teams.csv"):
        answer = browser.get(path + MARCH).text
        assert "private thought" not in answer
        assert "bakery" not in answer


def test_the_months_lead_back_and_forth_but_not_ahead(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    here = f"/team/{team_id('North')}/month"
    page = mona.get(f"/team/month{MARCH}").text
    assert "<h1>March 2026</h1>" in page
    assert f'href="{here}?month=2026-02"' in page
    assert f'href="{here}?month=2026-04"' in page
    now = mona.get("/team/month").text
    assert " so far</h1>" in now
    assert now.count(f"{here}?month=") == 1


@pytest.mark.parametrize("query", ["?month=x", "?month=2190-01", "?page=0", "?page=99", "?page=x", "?month=%00"])
def test_an_odd_address_shows_the_present_month(sign_in: SignIn, cast: Cast, query: str) -> None:
    assert " so far</h1>" in sign_in("mona").get(f"/team/month{query}").text


def test_many_are_paged_on_screen_and_whole_in_the_file(
    sign_in: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month, "PAGE", 3)
    names = [f"P {number:02}" for number in range(7)]
    join_north(names)
    browser = sign_in("mona")
    pages = [drawn_tables(browser.get(f"/team/month?page={number}").text)[1][1:] for number in (1, 2, 3)]
    assert [row[0] for page in pages for row in page] == [*names, "Rosa Lind"]
    assert "Page 2 of 3" in browser.get("/team/month?page=2").text
    assert [row[0] for row in csv_values(browser.get("/team/month.csv").data)[1:]] == [*names, "Rosa Lind"]


def test_a_hostile_name_is_a_name(sign_in: SignIn, cast: Cast) -> None:
    join_north([text for text in HOSTILE if text.isprintable()])
    page = sign_in("mona").get("/team/month").text
    assert "<r>" not in page
    assert "=HYPERLINK" in page
    sheet = csv_values(sign_in("mona").get("/team/month.csv").data)
    assert not [row[0] for row in sheet if row[0].strip()[:1] in tuple("=+-@")]


def test_nobody_there_is_said(sign_in: SignIn, cast: Cast) -> None:
    db.session.get_one(User, cast["rosa"].id).deactivated_at = clock.now()
    roster.follow([cast["rosa"].id], clock.now())
    db.session.commit()
    page = sign_in("mona").get("/team/month").text
    assert "Nobody is here yet" in page
    assert "<table" not in page


def join_north(names: list[str]) -> None:
    north, now = team_id("North"), clock.now()
    people = [
        User(email=f"p{n}@demo.example", name=name, created_at=now, welcomed_at=now) for n, name in enumerate(names)
    ]
    db.session.add_all(people)
    db.session.flush()
    for person in people:
        add_member(north, person.id, now)
    roster.follow([person.id for person in people], now)
    db.session.commit()
