"""What Rosa reads about what is asked of her: by whom, until when, why, what has changed; and what she starts herself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from support.deeds import asked, did, yesterday
from support.lessons import make_lesson, quiz

from rapport import clock
from rapport.assignments.assignment import Assignment, bring_back, change_due, extend, withdraw
from rapport.assignments.choice import ChosenModule
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.people.team import Team, add_member
from rapport.people.user import User
from rapport.progress import roster

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]


@pytest.fixture
def sign_in(sign_in: SignIn) -> SignIn:
    """What the test has done so far is kept first: signing in writes as well."""

    def after_that(name: str) -> FlaskClient:
        db.session.commit()
        return sign_in(name)

    return after_that


def one(assignment_id: int) -> Assignment:
    return db.session.get_one(Assignment, assignment_id)


def lead_of(page: str) -> str:
    """The card of the lesson that comes next."""
    return page[page.index("card--lead") :].split("</article>")[0]


def changed(page: str) -> str:
    """The card that says what has changed; empty where there is none."""
    return page.partition('aria-labelledby="changed"')[2].partition("</article>")[0]


def again(at: datetime) -> Any:
    """The site on another day, with what opens by itself opened."""
    return time_machine.travel(at)


def test_what_is_asked_comes_before_the_librarys_order(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("asked", module="made", title="The one that is asked for")
    asked(cast["mona"], "made", why="It pays.")
    card = lead_of(sign_in("rosa").get("/").text)
    assert "The one that is asked for" in card
    assert "Asked by Mona until" in card
    assert "“It pays.”" in card
    assert "The one that is asked for" not in lead_of(sign_in("ravi").get("/").text)


def test_the_nearest_day_comes_first_and_counts_where_several_ask(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("later", module="made")
    asked(cast["mona"], "made", days=20)
    asked(cast["mona"], "leaving", days=30)
    asked(cast["viktor"], "leaving", team="Field", days=5, why="Viktor says so.")
    page = sign_in("rosa").get("/").text
    assert shelf().module("leaving").lessons[0].title in lead_of(page)  # type: ignore[union-attr]
    assert "Asked by Viktor and Mona until" in lead_of(page)
    library = sign_in("rosa").get("/library").text
    assert library.count("Asked by") == 2


def test_lateness_is_said_kindly(sign_in: SignIn, cast: Cast) -> None:
    asked(cast["mona"], "leaving", at=clock.now() - timedelta(days=15))
    card = lead_of(sign_in("rosa").get("/").text)
    assert "Was due yesterday. Mona knows; one lesson today is a good step." in card
    assert "asked--late" in sign_in("rosa").get("/library").text


def test_what_is_done_is_not_asked_again(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("short", module="made")
    did(cast["rosa"], "completion", "short", yesterday())
    asked(cast["mona"], "made")
    rosa = sign_in("rosa")
    assert "Asked by" not in lead_of(rosa.get("/").text)
    assert "Asked by Mona, and done" in rosa.get("/modules/made").text


def test_a_single_lesson_that_is_asked_for_is_marked_in_its_module(sign_in: SignIn, cast: Cast) -> None:
    asked(cast["mona"], subjects=(("lesson", shelf().by_key["listening"].id),))
    rosa = sign_in("rosa")
    assert "Asked by Mona until" in lead_of(rosa.get("/").text)
    assert rosa.get("/modules/keeping").text.count("Asked by Mona until") == 1
    assert "Asked by" not in rosa.get("/library").text


def test_what_has_changed_is_told_until_it_is_seen(sign_in: SignIn, cast: Cast) -> None:
    asked(cast["mona"], "leaving", days=5)
    other = asked(cast["mona"], "keeping", days=30)
    mona, now, until = cast["mona"], clock.now(), clock.today("UTC") + timedelta(days=40)
    rosa = sign_in("rosa")
    assert "Mona asks you for “Keeping customers”, until" in changed(rosa.get("/").text)
    assert "leaving" not in changed(rosa.get("/").text), "the card above it says that"
    extend(one(other), mona, [cast["rosa"].id], until, str(uuid4()), now, "Take your time.")
    card = changed(rosa.get("/").text)
    assert "Mona gave you more time for “Keeping customers”: until" in card
    assert "“Take your time.”" in card
    seen = card.split('name="until" value="')[1].split('"')[0]
    for _tap in range(2):
        assert rosa.post("/changes/seen", data={"until": seen}).location == "/"
    assert changed(rosa.get("/").text) == ""
    later = clock.now() + timedelta(minutes=1)
    change_due(one(other), mona, until + timedelta(days=3), str(uuid4()), later)
    assert "Mona moved the day of “Keeping customers” to" in changed(rosa.get("/").text)
    withdraw(one(other), mona, str(uuid4()), later)
    assert "Mona no longer asks you for “Keeping customers”. What you did is kept." in changed(rosa.get("/").text)
    bring_back(one(other), mona, str(uuid4()), later)
    assert "Mona asks you for “Keeping customers” again." in changed(rosa.get("/").text)
    with again(clock.now() + timedelta(days=15)):
        assert changed(sign_in("rosa").get("/").text) == "", "after two weeks it is no news"


def test_news_for_one_is_news_for_nobody_else(sign_in: SignIn, cast: Cast) -> None:
    field = asked(cast["viktor"], "leaving", team="Field")
    far = clock.today("UTC") + timedelta(days=40)
    extend(one(field), cast["viktor"], [cast["rosa"].id], far, str(uuid4()), clock.now())
    assert "gave you more time" in changed(sign_in("rosa").get("/").text)
    assert "more time" not in sign_in("ravi").get("/").text


def test_who_comes_later_is_asked_and_spared_the_old_news(sign_in: SignIn, cast: Cast) -> None:
    north = db.session.scalars(select(Team.id).where(Team.name == "North")).one()
    old = asked(cast["mona"], "leaving", at=clock.now() - timedelta(days=10))
    change_due(
        one(old), cast["mona"], clock.today("UTC") + timedelta(days=30), str(uuid4()), clock.now() - timedelta(days=5)
    )
    add_member(north, cast["otto"].id, clock.now())
    roster.follow([cast["otto"].id], clock.now())
    page = sign_in("otto").get("/").text
    assert "Asked by Mona until" in lead_of(page)
    assert changed(page) == ""


@pytest.mark.parametrize("until", ["", "soon", "2026-01-01", "9999-12-31T00:00:00+00:00", "0001-01-01T00:00:00+23:59"])
def test_an_odd_moment_hides_nothing_that_comes_later(sign_in: SignIn, cast: Cast, until: str) -> None:
    rosa = sign_in("rosa")
    assert rosa.post("/changes/seen", data={"until": until}).status_code == 303
    asked(cast["mona"], "leaving", days=3)
    other = asked(cast["mona"], "keeping")
    assert other
    with again(clock.now() + timedelta(seconds=5)):
        assert "Keeping customers" in changed(rosa.get("/").text)


def test_a_module_started_by_choice_comes_first(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("wanted", module="made", title="What I want")
    rosa = sign_in("rosa")
    page = rosa.get("/modules/made").text
    assert "Start this module" in page
    for _tap in range(2):
        assert rosa.post("/modules/made/choice").location == "/lessons/made/wanted"
    card = lead_of(rosa.get("/").text)
    assert "What I want" in card
    assert "You put this module first." in card
    page = rosa.get("/modules/made").text
    assert "Start lesson 1" in page
    assert "Put it aside" in page
    assert "You put this module first." in rosa.get("/library").text
    for _tap in range(2):
        assert rosa.post("/modules/made/choice/end").location == "/modules/made"
    assert "What I want" not in lead_of(rosa.get("/").text)
    assert rosa.post("/modules/made/choice").status_code == 303
    assert "What I want" in lead_of(rosa.get("/").text), "chosen again"
    assert db.session.query(ChosenModule).count() == 1


def test_what_is_asked_comes_before_what_is_chosen(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("wanted", module="made", title="What I want")
    rosa = sign_in("rosa")
    rosa.post("/modules/made/choice")
    asked(cast["mona"], "leaving")
    assert "Asked by Mona" in lead_of(rosa.get("/").text)
    assert "It comes first on Today" not in rosa.get("/modules/made").text


def test_a_module_that_is_not_there_cannot_be_chosen(sign_in: SignIn) -> None:
    rosa = sign_in("rosa")
    assert rosa.post("/modules/no-such/choice").status_code == 404
    assert rosa.post("/modules/no-such/choice/end").status_code == 404
    assert rosa.post("/modules/keeping/choice/end").status_code == 303, "nothing to put aside is no mistake"


def test_where_there_is_nothing_to_choose_the_lesson_is_one_tap_away(sign_in: SignIn) -> None:
    first = shelf().modules[0]
    page = sign_in("rosa").get(f"/modules/{first.key}").text
    assert "Start lesson 1" in page
    assert "Start this module" not in page
    assert "Start this module" not in sign_in("tess").get("/modules/leaving").text, "she does not sell"


def test_managers_find_the_way_to_assign_it(sign_in: SignIn) -> None:
    assert 'href="/assignments/new?module=leaving"' in sign_in("mona").get("/modules/leaving").text
    assert "/assignments/new" not in sign_in("rosa").get("/modules/leaving").text


def learn(person: User, key: str, at: datetime) -> None:
    did(person, "completion", key, at)
    did(person, "attempt", key, at, answers=[{"question": name, "response": "yes"} for name in ("q1", "q2")])


def test_in_a_new_round_lessons_are_read_and_their_quiz_passed_again(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("one", module="yearly", quiz=quiz(), title="First")
    make_lesson("two", module="yearly", title="Second")
    learn(cast["rosa"], "one", yesterday())
    did(cast["rosa"], "completion", "two", yesterday())
    asked(cast["mona"], "yearly", every_months=12)
    assert "Asked by" not in lead_of(sign_in("rosa").get("/").text)
    with again(clock.now() + timedelta(days=360)):
        roster.open_rounds(clock.now())
        roster.follow([cast["rosa"].id], clock.now())
        rosa = sign_in("rosa")
        card = lead_of(rosa.get("/").text)
        assert "First" in card
        assert "Once more: 0 of 2 lessons refreshed" in card
        assert 'href="/lessons/yearly/one?again=yes"' in card
        assert rosa.get("/modules/yearly").text.count("?again=yes") == 3, "both lessons, and the button"
        page = rosa.get("/lessons/yearly/one?again=yes").text
        assert "On to the quiz" in page
        assert 'name="again" value="yes"' in page
        answer = rosa.post("/lessons/yearly/one/completion", data={"fact_id": str(uuid4()), "again": "yes"})
        assert answer.location == "/lessons/yearly/one/quiz"
        assert 'href="/lessons/yearly/one/quiz"' in lead_of(rosa.get("/").text)
        assert "Once more: 0 of 2" in rosa.get("/modules/yearly").text
        did(cast["rosa"], "attempt", "one", answers=[{"question": name, "response": "yes"} for name in ("q1", "q2")])
        assert "Once more: 1 of 2 lessons refreshed" in rosa.get("/library").text
        answer = rosa.post("/lessons/yearly/two/completion", data={"fact_id": str(uuid4()), "again": "yes"})
        assert answer.location == "/"
        assert "Asked by Mona, and done" in rosa.get("/library").text


def test_reading_again_without_being_asked_changes_nothing_of_the_page(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("plain")
    rosa = sign_in("rosa")
    assert 'name="again"' not in rosa.get("/lessons/made/plain?again=yes").text, "it was never read before"
    did(cast["rosa"], "completion", "plain")
    assert 'name="again"' not in rosa.get("/lessons/made/plain").text


def test_the_team_tab_is_there_for_managers_alone_also_on_kept_pages(sign_in: SignIn) -> None:
    make_lesson("plain")
    mona, rosa = sign_in("mona"), sign_in("rosa")
    assert 'href="/team"' in mona.get("/lessons/made/plain").text
    assert 'href="/team"' not in rosa.get("/lessons/made/plain").text
    assert 'href="/team"' in mona.get("/lessons/made/plain").text


def test_what_is_done_already_is_no_news(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("short", "brief")
    did(cast["rosa"], "completion", "short")
    asked(cast["mona"], "brief")
    asked(cast["mona"], "keeping")
    rosa = sign_in("rosa")
    assert "Brief" not in changed(rosa.get("/").text)
    assert "Asked by Mona, and done" in rosa.get("/modules/brief").text
