"""Today: what to do now. Rosa learns; Mona also leads; Tess and Ada do not sell."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.deeds import did, yesterday
from support.lessons import exercise, form_field, make_lesson

from rapport.catalogue.shelf import shelf
from rapport.pages.rep.today import greeting
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_the_first_visit_welcomes_and_offers_the_first_lesson(sign_in: SignIn) -> None:
    page = sign_in("rosa").get("/").text
    assert "Welcome, Rosa" in page
    assert "Your first lesson" in page
    assert "Start the lesson" in page
    assert shelf().lessons[0].title in page


def test_a_lesson_that_was_begun_goes_on_at_its_open_step(sign_in: SignIn, cast: dict[str, User]) -> None:
    lesson = make_lesson("begun", reflection={"key": "r", "title": "Think", "html": "", "optional": False})
    did(cast["rosa"], "completion", "first-call", yesterday())
    did(cast["rosa"], "reflection", lesson.key, yesterday(), text="So that is how.", shared=False)
    page = sign_in("rosa").get("/").text
    assert "Go on" in page
    assert 'href="/lessons/made/begun"' in page


def test_an_exercise_that_runs_shows_its_tally(sign_in: SignIn, cast: dict[str, User]) -> None:
    lesson = make_lesson("calls", exercises=[exercise("ring", goal=10)])
    did(cast["rosa"], "completion", lesson.key, yesterday())
    did(cast["rosa"], "entry", lesson.key, yesterday(), exercise="ring", values={"who": "Bakery"})
    page = sign_in("rosa").get("/").text
    assert "1 of 10 calls" in page
    assert "Log a call" in page
    assert "1 of 10 calls" not in sign_in("ravi").get("/").text


def test_a_long_goal_becomes_a_bar(sign_in: SignIn, cast: dict[str, User]) -> None:
    lesson = make_lesson("days", exercises=[exercise("stance", goal=30, unit="days")])
    did(cast["rosa"], "completion", lesson.key, yesterday())
    did(cast["rosa"], "entry", lesson.key, yesterday(), exercise="stance", values={"who": "Bakery"})
    page = sign_in("rosa").get("/").text
    assert '<progress class="progress-line" max="30" value="1"' in page


def test_a_daily_exercise_that_is_done_today_asks_for_nothing_more(sign_in: SignIn, cast: dict[str, User]) -> None:
    lesson = make_lesson("daily", exercises=[exercise("stance", goal=30, unit="days", rhythm="day")])
    did(cast["rosa"], "completion", lesson.key, yesterday())
    rosa = sign_in("rosa")
    assert "Log today" in rosa.get("/").text
    did(cast["rosa"], "entry", lesson.key, exercise="stance", values={"who": "Bakery"})
    page = rosa.get("/").text
    assert "Today is done. Tomorrow is day 2." in page
    assert "Log today" not in page


def test_a_prompt_stands_in_the_card_where_it_fits_into_a_line(sign_in: SignIn, cast: dict[str, User]) -> None:
    prompts = ["Read it all <em>aloud</em>.", "Say thank you to the one who pays on time, every time, by name."]
    daily = exercise("stance", goal=30, unit="days", rhythm="day", prompts=prompts)
    lesson = make_lesson("daily", exercises=[daily])
    did(cast["rosa"], "completion", lesson.key, yesterday())
    rosa = sign_in("rosa")
    assert "Read it all <em>aloud</em>." in rosa.get("/").text
    did(cast["rosa"], "entry", lesson.key, yesterday(), exercise="stance", values={"who": "Bakery"})
    page = rosa.get("/").text
    assert "Read it all" not in page
    assert "Say thank you" not in page


def test_a_renewal_is_asked_about_from_its_reminder_day(sign_in: SignIn, cast: dict[str, User]) -> None:
    fields = [form_field("who"), form_field("on", "date", label="Renewal", reminds=[60, 30])]
    lesson = make_lesson("renewals", exercises=[exercise("clock", fields=fields)])
    for who, ahead in (("Bakery", 59), ("Clinic", 61)):
        day = (date.today() + timedelta(days=ahead)).isoformat()  # noqa: DTZ011
        did(cast["rosa"], "entry", lesson.key, exercise="clock", values={"who": who, "on": day})
    page = sign_in("rosa").get("/").text
    assert "Bakery" in page
    assert "Time to prepare: in 8 weeks." in page
    assert "Clinic" not in page


def test_promises_that_are_due_can_be_answered_here_two_at_a_time(sign_in: SignIn, cast: dict[str, User]) -> None:
    lesson = make_lesson("promises", exercises=[exercise("ring")])
    for who in ("Bakery", "Clinic", "School"):
        values = {"who": who, "promise": "Send the offer", "by": date.today().isoformat()}  # noqa: DTZ011
        did(cast["rosa"], "entry", lesson.key, exercise="ring", values=values)
    rosa = sign_in("rosa")
    page = rosa.get("/").text
    assert page.count('name="result" value="done"') == 2
    assert "More of these in Field" in page


def test_todays_lesson_done_is_enough(sign_in: SignIn, cast: dict[str, User]) -> None:
    make_lesson("short")
    did(cast["rosa"], "completion", "short")
    page = sign_in("rosa").get("/").text
    assert "Today’s lesson is done" in page
    assert "Still have a moment?" in page


def test_everything_learnt_is_said_with_joy(
    sign_in: SignIn, cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_lesson("last")
    did(cast["rosa"], "completion", "last", yesterday())
    monkeypatch.setattr("rapport.pages.rep.lead.next_up", lambda *_: None)
    assert "You have been through every lesson" in sign_in("rosa").get("/").text


@pytest.mark.parametrize(("name", "offered"), [("tess", "/library"), ("ada", "/admin/people"), ("viktor", "/team")])
def test_people_who_do_not_sell_land_somewhere_useful(sign_in: SignIn, name: str, offered: str) -> None:
    page = sign_in(name).get("/").text
    assert f'href="{offered}"' in page
    assert "Start the lesson" not in page
    assert "You have no lessons to do yourself" in page


def test_a_manager_who_also_sells_learns_too(sign_in: SignIn) -> None:
    assert "Start the lesson" in sign_in("mona").get("/").text


@pytest.mark.parametrize(
    ("hour", "words"),
    [(4, "Good evening"), (5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_the_greeting_follows_the_clock(hour: int, words: str) -> None:
    assert greeting(hour) == words


def test_the_number_of_statements_does_not_grow_with_what_one_did(
    sign_in: SignIn, cast: dict[str, User], statements: Any
) -> None:
    lesson = make_lesson("grown", exercises=[exercise("ring", goal=12)])
    did(cast["rosa"], "completion", lesson.key, yesterday())
    rosa = sign_in("rosa")
    rosa.get("/")
    with statements() as few:
        rosa.get("/")
    for number in range(8):
        values = {"who": f"No {number}", "promise": "Ring", "by": date.today().isoformat()}  # noqa: DTZ011
        did(cast["rosa"], "entry", lesson.key, exercise="ring", values=values)
    with statements() as many:
        rosa.get("/")
    assert len(few) == len(many) == 12
