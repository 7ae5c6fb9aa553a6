"""Campaigns as files: the list and the wall, with what the pages show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.campaigns import asked, begun, days_ago, make_wall
from support.quiz_page import words
from support.tables import csv_values, xlsx_values

from rapport import clock
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]


@pytest.fixture
def campaign(cast: Cast) -> Any:
    """Twelve days old; Rosa has honoured one, taken one back and could not do another; Mona honoured one."""
    make_wall()
    today = clock.today("UTC")
    made = begun(cast["mona"], goal=10, starts_on=today - timedelta(days=11), ends_on=today + timedelta(days=3))
    asked(cast["rosa"], "=A later van", at=days_ago(9), who="Bakery", by=today.isoformat())
    asked(cast["rosa"], "A discount", became="not possible", at=days_ago(2), why="Margin")
    slip = asked(cast["rosa"], "A slip", at=days_ago(2))
    asked(cast["rosa"], "A slip, put right", root=slip)
    asked(cast["mona"], "A call on Sunday", at=days_ago(1))
    return made


def test_the_wall_in_a_file_is_the_wall_on_the_page(sign_in: SignIn, campaign: Any) -> None:
    mona = sign_in("mona")
    page = words(mona.get(f"/campaigns/{campaign.id}?only=all").text)
    titles, *rows = xlsx_values(mona.get(f"/campaigns/{campaign.id}.xlsx").data)
    assert titles[:2] == ["When (UTC)", "Logged by"]
    assert titles[2:] == ["Who", "What did they ask for?", "What became of it?", "What it took, or why not", "By when?"]
    assert f"All {len(rows)} " in page
    for row in rows:
        assert row[3] in page
    assert [row[1] for row in rows] == ["Mona", "Rosa", "Rosa", "Rosa"]
    assert [row[3] for row in rows] == ["A call on Sunday", "A slip, put right", "A discount", "=A later van"]
    van = rows[-1]
    assert (van[1], van[2], van[4], van[6].date()) == ("Rosa", "Bakery", "honoured", clock.today("UTC"))
    plain = csv_values(mona.get(f"/campaigns/{campaign.id}.csv").data)
    assert plain[4][3] == "'=A later van"
    assert f"/campaigns/{campaign.id}.xlsx" in mona.get(f"/campaigns/{campaign.id}").text


def test_the_list(sign_in: SignIn, campaign: Any) -> None:
    (row,) = xlsx_values(sign_in("viktor").get("/campaigns.xlsx").data)[1:]
    assert [*row[:3], *row[5:]] == ["Yes! We can", "North", "Running", 4, 10]
    assert (row[3].date(), row[4].date()) == (campaign.starts_on, campaign.ends_on)
    assert "4 of 10" in words(sign_in("viktor").get("/campaigns").text)


def test_a_team_mate_reads_the_page_but_takes_nothing_along(sign_in: SignIn, campaign: Any) -> None:
    rosa = sign_in("rosa")
    assert ".xlsx" not in rosa.get(f"/campaigns/{campaign.id}").text
    for name in ("rosa", "petra", "ada"):
        assert sign_in(name).get(f"/campaigns/{campaign.id}.csv").status_code == 404
