"""What a manager said stands on Today until the rep has put it away, and stays where it belongs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from support.deeds import did, retire
from support.lessons import REFLECTION, exercise, make_lesson

from rapport import clock
from rapport.catalogue.lesson import Lesson
from rapport.catalogue.shelf import shelf
from rapport.coaching.reply import reply
from rapport.coaching.sign_off import SENT_BACK, SIGNED, Verdict, decide
from rapport.database import db
from rapport.people.user import User

Cast = dict[str, User]
CALLS = "/lessons/made/care/exercises/calls"


@pytest.fixture
def lesson(cast: Cast) -> Lesson:
    return make_lesson("care", exercises=[exercise("calls", sign_off=True)], reflection=REFLECTION)


@pytest.fixture
def rosa(lesson: Lesson, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("rosa")


def log(cast: Cast, who: str = "K.", **content: Any) -> str:
    return did(cast["rosa"], "entry", "care", exercise="calls", values={"who": who}, **content)


def mona_says(cast: Cast, result: str, *versions: str, comment: str = "") -> None:
    verdict = Verdict(str(uuid4()), cast["mona"].id, result, comment)
    decide(verdict, cast["rosa"].id, versions, shelf(), clock.now())
    db.session.commit()


def mona_writes(cast: Cast, about: str, subject: str, text: str = "Tell me more.") -> None:
    reply(str(uuid4()), cast["mona"].id, cast["rosa"].id, about, subject, text, clock.now())
    db.session.commit()


def test_signed_off_is_said_once_for_all(cast: Cast, rosa: FlaskClient) -> None:
    mona_says(cast, SIGNED, *(log(cast) for _ in range(7)), comment="Lovely.")
    page = rosa.get("/").text
    assert page.count("Mona signed off 7 calls") == 1
    assert page.count("Lovely.") == 1
    assert rosa.get(CALLS).text.count("Signed off") == 7


def test_sent_back_tells_why_and_leads_to_the_entry(cast: Cast, rosa: FlaskClient) -> None:
    root = log(cast)
    mona_says(cast, SENT_BACK, root, comment="Which list?")
    page = rosa.get("/").text
    assert "Mona sent a call back" in page
    assert "Which list?" in page
    assert f'href="{CALLS}/entries/{root}">Correct it</a>' in page
    assert "Which list?" in rosa.get(f"{CALLS}/entries/{root}").text
    rosa.post(f"{CALLS}/entries/{root}", data={"fact_id": str(uuid4()), "field.who": "K. B."})
    assert "Waits for sign-off" in rosa.get(CALLS).text
    assert "sent a call back" not in rosa.get("/").text, "it is put right"


def test_a_reply_stands_on_today_and_with_what_it_is_about(cast: Cast, rosa: FlaskClient) -> None:
    root, thought = log(cast), did(cast["rosa"], "reflection", "care", text="Hm.", shared=True)
    mona_writes(cast, "entry", root)
    mona_writes(cast, "reflection", thought, "So do I.")
    page = rosa.get("/").text
    assert page.count("Mona wrote to you") == 2
    assert "So do I." in rosa.get("/lessons/made/care/reflection").text
    for path in (CALLS, f"{CALLS}/entries/{root}"):
        assert "Tell me more." in rosa.get(path).text


def test_what_was_seen_is_put_away_and_what_came_later_is_not(cast: Cast, rosa: FlaskClient) -> None:
    root = log(cast)
    mona_writes(cast, "entry", root, "First.")
    until = rosa.get("/").text.split('name="until" value="')[1].split('"')[0]
    mona_writes(cast, "entry", root, "Second.")
    for _ in range(2):
        assert rosa.post("/from-manager/seen", data={"until": until}).status_code == 303
    page = rosa.get("/").text
    assert "First." not in page
    assert "Second." in page
    assert "First." in rosa.get(CALLS).text


def test_only_the_reps_own_news(cast: Cast, rosa: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    mona_writes(cast, "entry", log(cast), "For Rosa.")
    ravi = sign_in("ravi")
    assert "For Rosa." not in ravi.get("/").text
    ravi.post("/from-manager/seen", data={"until": clock.now().isoformat()})
    assert "For Rosa." in rosa.get("/").text


def test_words_about_a_lesson_that_is_gone_are_still_read(cast: Cast, rosa: FlaskClient, lesson: Lesson) -> None:
    mona_writes(cast, "entry", log(cast))
    retire(lesson)
    assert "Tell me more." in rosa.get("/").text


def test_the_words_of_a_manager_who_is_erased_stay(cast: Cast, rosa: FlaskClient) -> None:
    mona_writes(cast, "entry", log(cast))
    db.session.delete(db.session.get_one(User, cast["petra"].id))
    db.session.execute(db.text("UPDATE replies SET by_id = NULL"))
    db.session.commit()
    assert "Your manager wrote to you" in rosa.get("/").text
