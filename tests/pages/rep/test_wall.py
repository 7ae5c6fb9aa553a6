"""Rosa reads what her team logged, below her own entries: in short, a page at a time, by answer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.deeds import did
from support.lessons import exercise, form_field, make_lesson
from support.quiz_page import words

from rapport import clock
from rapport.database import db
from rapport.people.team import add_member, teams_of
from rapport.people.user import User

PAGE = "/lessons/made/weeks/exercises/wall"
SignIn = Callable[[str], FlaskClient]
FIELDS = [
    form_field("who", label="Who asked?"),
    form_field("what", label="What did they ask for?", required=True),
    form_field("became", "choice", label="What became of it?", options=["honoured", "not possible"], required=True),
    form_field("why", "long", label="Why?"),
    form_field("by", "date", label="By when?"),
]


@pytest.fixture(autouse=True)
def lesson(app: Any) -> None:
    steps = [exercise("wall", shared=True, goal=None, unit="", fields=FIELDS), exercise("calls", fields=FIELDS)]
    make_lesson("weeks", exercises=steps)


@pytest.fixture
def ines(cast: dict[str, User]) -> User:
    """Rosa's mate in North."""
    person = User(email="ines@demo.example", name="Ines Duarte", created_at=clock.now(), welcomed_at=clock.now())
    db.session.add(person)
    db.session.flush()
    add_member(teams_of(cast["rosa"].id)[0].id, person.id, clock.now())
    db.session.commit()
    db.session.refresh(person)
    db.session.expunge(person)
    return person


def asked(person: User, what: str, became: str = "honoured", **more: str) -> str:
    return did(person, "entry", "weeks", exercise="wall", values={"what": what, "became": became, **more})


def wall_of(browser: FlaskClient, query: str = "") -> str:
    """The section, in words."""
    page = browser.get(PAGE + query).text
    return words(page.split('id="wall"')[1].split("</section>")[0]) if 'id="wall"' in page else ""


def test_a_note_is_read_in_one_look_and_the_rest_on_demand(sign_in: SignIn, ines: User) -> None:
    asked(ines, "A cooler", "not possible", who="Noor’s kitchen", why="Nobody\nhas one", by="2031-11-28")
    section = sign_in("rosa").get(PAGE).text.split('id="wall"')[1]
    before, rest = section.split("<details", 1)
    assert "From your team: North" in words(before)
    assert "Noor’s kitchen Not possible A cooler" in words(before)
    assert "Nobody" not in before
    assert "Ines , today" in words(rest)
    assert "By when? Friday 28 November 2031" in words(rest)


def test_a_form_that_counts_nothing_shows_its_first_words_and_cuts_long_ones(sign_in: SignIn, ines: User) -> None:
    fields = [form_field("who"), form_field("noticed", "long"), form_field("answered", "yesno")]
    make_lesson("first", exercises=[exercise("speak", shared=True, fields=fields)])
    for words_said in ("Two orders,\nboth late", "Late again, " * 30 + "and never a word"):
        did(ines, "entry", "first", exercise="speak", values={"who": "K.", "noticed": words_said, "answered": "yes"})
    page = words(sign_in("rosa").get("/lessons/made/first/exercises/speak").text.split('id="wall"')[1])
    assert page.index("K. Late again,") < page.index(" …") < page.index("and never a word")
    assert "K. Two orders, both late Ines , today" in page
    assert page.count("both late") == 1


def test_own_entries_are_counted_but_not_said_twice(sign_in: SignIn, cast: dict[str, User], ines: User) -> None:
    asked(cast["rosa"], "My own", "not possible")
    asked(ines, "A cooler")
    seen = wall_of(sign_in("rosa"))
    assert "2 entries, one of them yours." in seen
    assert "All 2 Honoured 1 Not possible 1" in seen
    assert "My own" not in seen
    assert "These are all yours" not in seen
    assert "1 entry, yours." in wall_of(sign_in("rosa"), "?only=not+possible")
    assert "1 entry. All 2" in wall_of(sign_in("rosa"), "?only=honoured")
    assert "This is yours: you can read it above." in wall_of(sign_in("rosa"), "?only=not+possible")


def test_nobody_of_another_team_reads_it(sign_in: SignIn, ines: User) -> None:
    asked(ines, "A cooler")
    assert "A cooler" in sign_in("mona").get(PAGE).text
    for name in ("ravi", "otto", "tess", "ada"):
        page = sign_in(name).get(f"{PAGE}?wall=1&only=honoured").text
        assert "A cooler" not in page
        assert "Honoured 1" not in words(page)
    assert wall_of(sign_in("tess")) == ""


def test_an_empty_wall_is_kind(sign_in: SignIn, cast: dict[str, User]) -> None:
    assert "Yours can be the first that your team-mates read." in wall_of(sign_in("otto"))
    asked(cast["otto"], "A boat")
    assert "1 entry, yours." in wall_of(sign_in("otto"))
    assert "You are the first. What your team-mates log will stand here." in wall_of(sign_in("otto"))


def test_many_come_a_page_at_a_time(sign_in: SignIn, ines: User) -> None:
    for number in range(45):
        asked(ines, f"Request {number:02}", "honoured" if number % 3 else "not possible")
    rosa = sign_in("rosa")
    first, third = wall_of(rosa), wall_of(rosa, "?wall=3")
    assert "Request 44" in first
    assert "Request 24" not in first
    assert "1 to 20 of 45 from team-mates" in first
    assert "41 to 45 of 45 from team-mates Newer ones" in third
    assert "Show more" not in third
    assert wall_of(rosa, "?wall=99") == wall_of(rosa, f"?wall={'9' * 40}") == third
    assert {wall_of(rosa, f"?wall={odd}") for odd in ("0", "-1", "x", "")} == {first}


def test_answers_are_picked_by_plain_links(sign_in: SignIn, ines: User) -> None:
    for number in range(42):
        asked(ines, f"Request {number:02}", "honoured" if number % 2 else "not possible")
    rosa = sign_in("rosa")
    assert f'href="{PAGE}?only=not+possible#wall"' in rosa.get(PAGE).text
    page = rosa.get(f"{PAGE}?only=not+possible").text
    assert 'only=not+possible#wall" aria-current="true"' in page
    assert f'href="{PAGE}?wall=2&amp;only=not+possible#wall"' in page
    assert "Request 40" in page
    assert "Request 41" not in page
    assert "All 42 Honoured 21 Not possible 21" in words(page)
    assert "Request 41" in wall_of(rosa, "?only=made+up")


def test_somebody_who_has_left_is_a_former_colleague(sign_in: SignIn, ines: User) -> None:
    asked(ines, "A cooler")
    db.session.get_one(User, ines.id).deactivated_at = clock.now()
    db.session.commit()
    seen = wall_of(sign_in("rosa"))
    assert "A former colleague , today" in seen
    assert "Ines" not in seen


def test_words_are_shown_as_typed_and_never_as_marks(sign_in: SignIn, ines: User) -> None:
    asked(ines, "<script>alert(1)</script>", who='"><b>K.</b>')
    page = sign_in("rosa").get(PAGE).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_what_only_the_manager_reads_is_on_no_wall(sign_in: SignIn, ines: User) -> None:
    did(ines, "entry", "weeks", exercise="calls", values={"what": "For Mona", "became": "honoured"})
    page = sign_in("rosa").get(PAGE.replace("/wall", "/calls")).text
    assert "For Mona" not in page
    assert "From your team" not in page
    assert "For Mona" not in sign_in("rosa").get(PAGE).text


def test_a_refused_form_keeps_the_wall(sign_in: SignIn, ines: User) -> None:
    asked(ines, "A cooler")
    answer = sign_in("rosa").post(PAGE, data={"field.who": "K."})
    assert answer.status_code == 422
    assert "A cooler" in answer.text


def test_what_my_manager_sees_is_only_my_own(sign_in: SignIn, cast: dict[str, User], ines: User) -> None:
    asked(ines, "A cooler")
    asked(cast["rosa"], "My own")
    page = sign_in("rosa").get("/me/manager-view").text
    assert "My own" in page
    assert "A cooler" not in page
