"""One person's page: the card for the talk, and what its manager says there."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from support import deeds
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, question, quiz

from rapport import clock
from rapport.coaching.help import open_of, raise_hand
from rapport.coaching.note import Note
from rapport.coaching.reply import Reply
from rapport.coaching.sign_off import SignOff
from rapport.database import db
from rapport.people.audit import AuditRow
from rapport.people.user import User
from rapport.progress.pulse import Pulse

Cast = dict[str, User]
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def card(cast: Cast) -> str:
    """The address of Rosa's card; one lesson with every step, and calls that are signed off."""
    questions = quiz(*(question(f"q{number}") for number in range(4)))
    make_lesson("care", exercises=[exercise("calls", sign_off=True)], reflection=REFLECTION, plan=PLAN, quiz=questions)
    return f"/team/people/{cast['rosa'].id}"


@pytest.fixture
def mona(sign_in: SignIn) -> FlaskClient:
    return sign_in("mona")


def log(cast: Cast, who: str = "Bakery on 5th", **content: Any) -> str:
    return did(cast["rosa"], "entry", "care", exercise="calls", values={"who": who, "promise": "A list."}, **content)


def hand(cast: Cast, words: str = "Where do I begin?") -> str:
    lesson_id = make_lesson("stuck").id
    raise_hand(form := str(uuid4()), cast["rosa"].id, lesson_id, "", words, clock.now())
    db.session.commit()
    return form


def post(browser: FlaskClient, path: str, **form: Any) -> Any:
    return browser.post(path, data={"fact_id": str(uuid4()), **form})


def pulse(cast: Cast) -> Pulse:
    db.session.expire_all()
    return db.session.get_one(Pulse, cast["rosa"].id)


def test_the_card_tells_what_to_talk_about(cast: Cast, card: str, mona: FlaskClient) -> None:
    rosa = cast["rosa"]
    answers = [{"question": f"q{number}", "response": "yes" if number else "no"} for number in range(4)]
    did(rosa, "attempt", "care", answers=answers)
    log(cast)
    did(rosa, "reflection", "care", text="I talk too much.", shared=True)
    did(rosa, "plan", "care", when="I park", then="ring", ask_on="2190-01-01")
    hand(cast)
    page = mona.get(card).text
    for words in (
        "Rosa Lind",
        "3 of 4 right at the first try",
        "Bakery on 5th",
        "I talk too much.",
        "When I park, then I will ring.",
        "Where do I begin?",
        "You asked for help with “Made”. What have you tried so far?",
        "On 1 day something was learnt or done.",
    ):
        assert words in page


def test_the_card_tells_what_is_asked_and_leads_to_more_time(
    cast: Cast, card: str, sign_in: SignIn, mona: FlaskClient
) -> None:
    asked = deeds.asked(cast["viktor"], module="made", team="Field", due_on=clock.today("UTC") + timedelta(days=9))
    page, own = mona.get(card).text, sign_in("rosa").get("/me/manager-view").text
    assert 'id="card-asked"' in page
    assert 'id="card-asked"' in own
    assert f'href="/assignments/{asked}"' in page
    assert mona.get(f"/assignments/{asked}").status_code == 200
    assert "/assignments/" not in own


def test_an_empty_card_is_no_blame(card: str, mona: FlaskClient) -> None:
    page = mona.get(card).text
    assert "Too few answers to say." in page
    assert "Which customer went well lately" in page
    assert "Waits for sign-off" not in page


def test_all_that_waits_is_signed_off_in_one_tap(cast: Cast, card: str, mona: FlaskClient) -> None:
    for who in ("A.", "B.", "C."):
        log(cast, who)
    versions = re.findall(r'name="version" value="([^"]+)"', mona.get(card).text)
    assert len(versions) == 3
    assert pulse(cast).waiting == 3
    answer = mona.post(f"{card}/sign-off", data={"fact_id": str(uuid4()), "version": versions, "text": "Well done."})
    page = mona.get(answer.location).text
    assert "Signed off: 3 entries." in page
    assert "Waits for sign-off" not in page
    assert page.count("Mona</bdi> signed it off") == 3
    assert {row.comment for row in db.session.query(SignOff)} == {"Well done."}
    assert pulse(cast).waiting == 0
    assert db.session.query(AuditRow).one().what == "signed off entries"


def test_one_alone_is_signed_off_by_its_own_button(cast: Cast, card: str, mona: FlaskClient) -> None:
    first, second = log(cast, "A."), log(cast, "B.")
    mona.post(f"{card}/sign-off", data={"fact_id": str(uuid4()), "version": [first, second], "only": second})
    assert [row.version_id for row in db.session.query(SignOff)] == [second]


def test_what_was_corrected_meanwhile_is_left_and_said(cast: Cast, card: str, mona: FlaskClient) -> None:
    first, second = log(cast, "A."), log(cast, "B.")
    log(cast, "A. B.", root=first)
    answer = mona.post(f"{card}/sign-off", data={"fact_id": str(uuid4()), "version": [first, second]})
    assert "Signed off: 1 entry. One has changed meanwhile: please look again." in mona.get(answer.location).text


def test_an_entry_is_sent_back_with_its_reason_only(cast: Cast, card: str, mona: FlaskClient) -> None:
    root = log(cast)
    path = f"{card}/entries/{root}"
    refused = post(mona, f"{path}/sign-off", version=root, result="sent back", text="  ")
    assert refused.status_code == 422
    assert "Please say why, so that it can be put right." in refused.text
    assert db.session.query(SignOff).count() == 0
    post(mona, f"{path}/sign-off", version=root, result="sent back", text="Which list?")
    page = mona.get(path).text
    assert "Mona</bdi> sent it back" in page
    assert "Which list?" in page
    assert pulse(cast).waiting == 0


def test_a_reply_to_an_entry_and_to_a_shared_reflection(cast: Cast, card: str, mona: FlaskClient) -> None:
    root = log(cast)
    thought = did(cast["rosa"], "reflection", "care", text="I talk too much.", shared=True)
    form = {"fact_id": str(uuid4()), "text": "Tell me more."}
    for _ in range(2):
        mona.post(f"{card}/entries/{root}/replies", data=form)
    post(mona, f"{card}/reflections/{thought}/replies", text="So do I.")
    assert [reply.text for reply in db.session.query(Reply).order_by(Reply.at)] == ["Tell me more.", "So do I."]
    assert "So do I." in mona.get(card).text
    assert "Tell me more." in mona.get(f"{card}/entries/{root}").text


@pytest.mark.parametrize(
    ("text", "why"), [("", "Please write a few words."), ("x" * 2001, "Please keep this under 2,000 characters")]
)
def test_words_that_cannot_be_taken_are_kept_on_the_page(
    cast: Cast, card: str, mona: FlaskClient, text: str, why: str
) -> None:
    root = log(cast)
    thought = did(cast["rosa"], "reflection", "care", text="Hm.", shared=True)
    asked = hand(cast)
    for path in (f"entries/{root}/replies", f"reflections/{thought}/replies", f"help/{asked}/answer", "notes"):
        answer = post(mona, f"{card}/{path}", text=text)
        assert answer.status_code == 422, path
        assert answer.text.count(why) == 1, path
        assert text in answer.text
    assert db.session.query(Reply).count() == db.session.query(Note).count() == 0


def test_a_comment_that_is_too_long_signs_nothing(cast: Cast, card: str, mona: FlaskClient) -> None:
    root = log(cast)
    place = re.findall(r'name="place" value="([^"]+)"', mona.get(card).text)[0]
    answer = post(mona, f"{card}/sign-off", version=root, place=place, text="x" * 1001)
    assert answer.status_code == 422
    assert "Please keep this under 1,000 characters" in answer.text
    assert "x" * 1001 in answer.text
    assert db.session.query(SignOff).count() == 0


def test_an_answer_takes_the_hand_down(cast: Cast, card: str, mona: FlaskClient) -> None:
    asked = hand(cast)
    assert open_of(cast["rosa"].id)
    post(mona, f"{card}/help/{asked}/answer", text="With the bakery.")
    assert open_of(cast["rosa"].id) == []
    assert pulse(cast).hands == 0
    assert "Where do I begin?" not in mona.get(card).text


def test_a_reply_to_what_is_private_or_gone_is_not_sent(cast: Cast, card: str, mona: FlaskClient) -> None:
    private = did(cast["rosa"], "reflection", "care", text="Mine.")
    withdrawn = log(cast)
    log(cast, root=withdrawn, withdrawn=True)
    for path in (f"reflections/{private}/replies", f"entries/{withdrawn}/replies", f"help/{uuid4()}/answer"):
        answer = post(mona, f"{card}/{path}", text="My own words.")
        assert answer.status_code == 404
        assert "My own words." in answer.text, "what was typed is not lost"
    assert mona.get(f"{card}/entries/{withdrawn}").status_code == 404
    assert db.session.query(Reply).count() == 0


def test_a_note_is_for_its_writer_alone(cast: Cast, card: str, sign_in: SignIn, mona: FlaskClient) -> None:
    viktor, form = sign_in("viktor"), {"fact_id": str(uuid4()), "text": "Ask about the bakery."}
    for _ in range(2):
        mona.post(f"{card}/notes", data=form)
    assert mona.get(card).text.count("Ask about the bakery.") == 1
    assert "Ask about the bakery." not in viktor.get(card).text
    assert "Ask about the bakery." not in sign_in("rosa").get("/me/manager-view").text
    note = db.session.query(Note).one().id
    viktor.post(f"{card}/notes/{note}/removal")
    assert db.session.query(Note).count() == 1, "another one's note stays"
    mona.post(f"{card}/notes/{note}/removal")
    assert db.session.query(Note).count() == 0


def test_what_the_rep_sees_is_the_same_card(cast: Cast, card: str, sign_in: SignIn, mona: FlaskClient) -> None:
    root = log(cast)
    did(cast["rosa"], "reflection", "care", text="I talk too much.", shared=True)
    hand(cast)
    post(mona, f"{card}/entries/{root}/replies", text="Tell me more.")
    hers, own = mona.get(card).text, sign_in("rosa").get("/me/manager-view").text
    for words in ("Bakery on 5th", "I talk too much.", "Where do I begin?", "Tell me more.", "Waits for sign-off"):
        assert words in hers
        assert words in own
    assert "<form" not in own
    assert "/team/" not in own
