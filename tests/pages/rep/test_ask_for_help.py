"""A hand up on a lesson or an exercise: one page, no price on the lesson's own."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from support.lessons import exercise, make_lesson

from rapport import clock
from rapport.coaching.help import HelpRequest, answer, open_of
from rapport.coaching.reply import reply
from rapport.database import db
from rapport.people.user import User
from rapport.progress.pulse import Pulse

LESSON = "/lessons/made/care"
PLACES = (f"{LESSON}/help", f"{LESSON}/exercises/calls/help")


@pytest.fixture
def rosa(cast: dict[str, User], sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    make_lesson("care", exercises=[exercise("calls")])
    return sign_in("rosa")


def ask(browser: FlaskClient, path: str, text: str = "How?", form: str = "") -> None:
    answer = browser.post(path, data={"fact_id": form or str(uuid4()), "text": text})
    assert answer.location.endswith(path)


@pytest.mark.parametrize("path", PLACES)
def test_a_hand_goes_up_and_down_again(cast: dict[str, User], rosa: FlaskClient, path: str) -> None:
    assert f'href="{path}"' in rosa.get(path.removesuffix("/help")).text
    assert "Put my hand up" in rosa.get(path).text
    ask(rosa, path)
    page = rosa.get(path).text
    assert "Mona knows" in page
    assert "How?" in page
    assert db.session.get_one(Pulse, cast["rosa"].id).hands == 1
    rosa.post(f"{path}/removal")
    assert "Put my hand up" in rosa.get(path).text
    db.session.expire_all()
    assert db.session.get_one(Pulse, cast["rosa"].id).hands == 0


def test_each_thing_has_a_hand_of_its_own_and_a_double_tap_raises_one(cast: dict[str, User], rosa: FlaskClient) -> None:
    form = str(uuid4())
    for path in (PLACES[0], PLACES[0]):
        ask(rosa, path, form=form)
    ask(rosa, PLACES[1], "")
    assert [(hand.exercise_key, hand.words) for hand in open_of(cast["rosa"].id)] == [("", "How?"), ("calls", "")]


def test_it_can_be_said_in_other_words(cast: dict[str, User], rosa: FlaskClient) -> None:
    ask(rosa, PLACES[0], "How?")
    ask(rosa, PLACES[0], "With whom?")
    assert [hand.words for hand in open_of(cast["rosa"].id)] == ["With whom?"]


def test_a_form_from_the_browsers_memory_counts_when_it_says_something_new(
    cast: dict[str, User], rosa: FlaskClient
) -> None:
    form = str(uuid4())
    ask(rosa, PLACES[0], "How?", form)
    rosa.post(f"{PLACES[0]}/removal")
    ask(rosa, PLACES[0], "How?", form)
    assert open_of(cast["rosa"].id) == [], "the same once more is the same tap"
    ask(rosa, PLACES[0], "And with whom?", form)
    assert [hand.words for hand in open_of(cast["rosa"].id)] == ["And with whom?"]


def test_the_answer_stands_there(cast: dict[str, User], rosa: FlaskClient) -> None:
    ask(rosa, PLACES[0])
    hand = open_of(cast["rosa"].id)[0].id
    answer(cast["rosa"].id, hand, cast["mona"].id, clock.now())
    reply(str(uuid4()), cast["mona"].id, cast["rosa"].id, "help", hand, "Begin with the bakery.", clock.now())
    db.session.commit()
    page = rosa.get(PLACES[0]).text
    assert "Begin with the bakery." in page
    assert "Put my hand up" in page
    assert "Mona answered you" in rosa.get("/").text


def test_too_many_words_are_kept_and_nothing_is_sent(rosa: FlaskClient) -> None:
    answer = rosa.post(PLACES[0], data={"text": "x" * 1001})
    assert answer.status_code == 422
    assert "Please keep this under 1,000 characters" in answer.text
    assert "x" * 1001 in answer.text
    assert db.session.query(HelpRequest).count() == 0


def test_where_nobody_leads_it_is_said(rosa: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    page = sign_in("otto").get(PLACES[0]).text
    assert "Nobody leads your team on this site yet" in page
    assert "Put my hand up" not in page


def test_what_is_not_there_cannot_be_asked_about(rosa: FlaskClient) -> None:
    for path in ("/lessons/made/none/help", f"{LESSON}/exercises/none/help"):
        assert rosa.get(path).status_code == rosa.post(path, data={"text": "?"}).status_code == 404
