"""A team as Mona reads it: who needs her and about what, and each state by its word; asked for by plain addresses."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.quiz_page import words

from rapport import clock
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.pages.manager import team as page
from rapport.people.team import Team
from rapport.progress.board import Board, Cell, ChildTeam, Need, Query, RepLine, RollUp

SignIn = Callable[[str], FlaskClient]
NOTHING = Cell("not started", 0, 4, None, late=False, asked=False, again=False)


@pytest.fixture
def today() -> date:
    return clock.today("UTC")


@pytest.fixture
def bare(app: Any) -> Board:
    """A team of one, who does nothing and wants nothing."""
    modules = shelf().modules
    line = RepLine(1, "Rosa Lind", [NOTHING for _ in modules], None, 0, "")
    none = [RollUp(0, 0, 1) for _ in modules]
    return Board(None, [], 1, 0, 0, [], [], modules, none, [line], 1, 1, 1)


@pytest.fixture
def show(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The page when the team stands like this; what was asked of it is in `show.asked`."""

    def draw(board: Board, address: str = "/team") -> str:
        def given(_manager: Any, _team: Any, query: Query, *_rest: Any) -> Board:
            draw.asked = query  # type: ignore[attr-defined]
            return board

        monkeypatch.setattr(page, "board", given)
        db.session.commit()
        return sign_in("mona").get(address).text

    return draw


def row_of(text: str, name: str) -> str:
    return next(words(row) for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if name in row)


def links(text: str) -> dict[str, str]:
    found = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {words(label): href.replace("&amp;", "&") for href, label in found}


def test_who_needs_her_comes_first_with_why_and_one_thing_to_do(show: Any, bare: Board) -> None:
    needs = [
        Need(7, "Rosa Lind", "help", "Asks for help with “Ten calls”.", 1),
        Need(8, "Ravi Menon", "sign_off", "Three calls wait for your sign-off.", 0),
        Need(9, "Otto Brandis", "late", "Two modules late since Monday.", 2),
    ]
    text = show(replace(bare, needs=needs, needing=5))
    assert links(text)["and two more"] == "/team?only=needs#people"
    read = words(text)
    assert "Rosa Lind Asks for help with “Ten calls”. One more thing. Answer" in read
    assert "Ravi Menon Three calls wait for your sign-off. Sign off" in read
    assert "Otto Brandis Two modules late since Monday. Two more things. Nudge" in read
    assert links(text)["Ravi Menon"] == "/team/people/8"
    assert links(text)["Sign off : Ravi Menon"] == "/team/people/8#sign-off"
    assert links(text)["Answer : Rosa Lind"] == "/team/people/7#card-hands"
    assert links(text)["Nudge : Otto Brandis"] == "/team/people/9/nudge"
    assert text.index("Needs you") < text.index("Rosa Lind") < text.index("<table")


def test_when_nobody_needs_her_it_is_said_kindly(show: Any, bare: Board) -> None:
    assert "Nobody needs you right now." in words(show(bare))


def test_every_state_has_its_word_and_its_shape(show: Any, bare: Board, today: date) -> None:
    long_ago, soon = today - timedelta(days=200), today + timedelta(days=200)
    cells = {
        "Ann": replace(NOTHING, state="done", done=4),
        "Ben": replace(NOTHING, state="in progress", done=3),
        "Cleo": replace(NOTHING, due_on=soon, asked=True),
        "Dan": replace(NOTHING, state="in progress", done=1, due_on=long_ago, late=True, asked=True),
        "Eve": replace(NOTHING, state="done", done=4, due_on=soon, asked=True, again=True),
    }
    lines = [RepLine(1, name, [cell], clock.now(), int(cell.late), "") for name, cell in cells.items()]
    text = show(replace(bare, modules=bare.modules[:1], cells=bare.cells[:1], lines=lines))
    said = {name: row_of(text, name) for name in cells}
    assert said["Ann"].endswith("Done")
    assert said["Ben"].endswith("3 of 4")
    assert f"Not started by {soon.day}" in said["Cleo"]
    assert "1 late Late 1 of 4, due" in said["Dan"]
    assert f"Again by {soon.day}" in said["Eve"]
    assert re.findall(r'class="mark ?(\w*)"', text) == ["done", "part", "", "late", "part"]


def test_a_line_says_why_somebody_needs_her_and_when_they_were_last_here(show: Any, bare: Board) -> None:
    [line] = bare.lines
    some = {"help": "Asked for help", "sign_off": "Waits for your sign-off", "stuck": "Stuck on a question"}
    some |= {"misjudged": "Sure but wrong", "silent": "Silent for a while"}
    for reason, said in some.items():
        assert said in row_of(show(replace(bare, lines=[replace(line, reason=reason)])), "Rosa")
    both = row_of(show(replace(bare, lines=[replace(line, late=2, reason="help")])), "Rosa")
    assert "2 late Asked for help" in both
    assert "Rosa Lind Not begun" in row_of(show(bare), "Rosa")
    assert "Today, " in row_of(show(replace(bare, lines=[replace(line, last_at=clock.now())])), "Rosa")


def test_what_is_asked_for_stands_in_the_address(show: Any, bare: Board) -> None:
    text = show(bare, "/team?only=late&search=ro&sort=name&module=keeping&page=2")
    assert show.asked == Query("ro", "late", "keeping", "name", 2)
    assert links(text)["Not started"] == "/team?search=ro&only=not+started&module=keeping&sort=name#people"
    assert links(text)["Show everything"] == "/team?only=late&sort=name#people"
    assert re.search(r'only=late[^"]*" aria-current="true">Late', text)
    assert "Only Keeping customers" in words(text)


@pytest.mark.parametrize(
    "odd", ["only=x", "sort=x", "module=no-such", "page=0", "page=-3", "page=x", "search=" + "a" * 200, "only="]
)
def test_an_odd_address_asks_for_the_usual(show: Any, bare: Board, odd: str) -> None:
    show(bare, f"/team?{odd}")
    assert show.asked == Query()


def test_one_module_is_one_column(show: Any, bare: Board) -> None:
    first, *others = bare.modules
    done = replace(NOTHING, state="done", done=4)
    board = replace(bare, lines=[replace(bare.lines[0], cells=[done, *[NOTHING for _ in others]])])
    assert row_of(show(board), "Rosa").count("Not started") == len(others) > 0
    assert row_of(show(board, f"/team?module={first.key}"), "Rosa").endswith("Done")


def test_teams_below_are_counted_in_words(show: Any, bare: Board) -> None:
    cells, none = ([RollUp(*counts) for _ in bare.modules] for counts in ((15, 5, 20), (0, 0, 0)))
    child = ChildTeam(3, "North", 20, 2, 1, cells)
    empty = ChildTeam(4, "Empty", 0, 0, 0, none)
    text = show(replace(bare, people=20, late=2, cells=cells, children=[child, empty]))
    assert "20 people in 2 teams, two late" in words(text)
    assert row_of(text, "Together").startswith("Together 20 people 25 % done 5 of 20 done")
    assert row_of(text, "North").startswith("North 20 people 2 late 1 needs you 25 % done 5 of 20 done")
    assert row_of(text, "Empty").startswith("Empty 0 people 0 % done")
    assert links(text)["North"] == "/team/3"
    assert re.findall(r'<rect class="share__(?:part|done)" width="([\d.]+)%"', text)[:2] == ["75.0", "25.0"]


def test_many_come_a_page_at_a_time(show: Any, bare: Board) -> None:
    many = replace(bare, people=120, matching=120, page=2, pages=3)
    text = show(many, "/team?page=2&sort=name")
    assert "Page 2 of 3" in words(text)
    assert links(text)["Next"] == "/team?sort=name&page=3#people"
    assert links(text)["Before"] == "/team?sort=name#people"
    assert "Next" not in words(show(replace(many, page=3)))
    assert "Page" not in words(show(bare))


def test_nobody_fits_is_said_with_a_way_back(show: Any, bare: Board) -> None:
    text = show(replace(bare, lines=[], matching=0), "/team?search=zz&sort=name")
    assert "Nobody’s name fits “zz”." in words(text)
    assert links(text)["Show everybody"] == "/team?sort=name#people"


def test_a_team_without_people_says_what_will_be_here(show: Any, bare: Board) -> None:
    read = words(show(replace(bare, people=0, lines=[], matching=0)))
    assert "Nobody here yet" in read
    assert "Needs you" not in read


def test_the_way_up_leads_to_teams_that_she_sees(show: Any, bare: Board) -> None:
    text = show(replace(bare, team=Team(id=2, name="North"), path=[Team(id=1, name="Field")]))
    assert links(text)["Field"] == "/team/1"
    assert "North" in words(text)


def test_names_are_shown_as_typed_and_never_as_marks(show: Any, bare: Board) -> None:
    text = show(replace(bare, lines=[replace(bare.lines[0], name="<b>Bo</b>")]), "/team?search=%3Cb%3E")
    assert "&lt;b&gt;Bo&lt;/b&gt;" in text
    assert "<b>Bo" not in text
