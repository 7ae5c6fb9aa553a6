"""Nudging: words offered and editable, the budget told, a refusal that says when it can go."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from support.deeds import did
from support.lessons import exercise, make_lesson, quiz

from rapport.coaching.nudge import Nudge
from rapport.database import db
from rapport.mail import Mail
from rapport.people.audit import AuditRow
from rapport.people.user import Leave, User

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """Whenever the test runs, it is Monday noon: nudges keep to working hours."""
    with time_machine.travel(MONDAY, tick=False):
        yield


def page_of(person: User) -> str:
    return f"/team/people/{person.id}/nudge"


def send(browser: FlaskClient, to: User, text: str = "How is it going?", form_id: str = "") -> str:
    answer = browser.post(page_of(to), data={"fact_id": form_id or str(uuid4()), "text": text})
    assert answer.status_code in (303, 422)
    return answer.text if answer.status_code == 422 else ""


def letters() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def test_a_nudge_goes_by_mail_with_the_name_of_who_sent_it(sign_in: SignIn, cast: Cast) -> None:
    assert send(sign_in("mona"), cast["rosa"], "Hi Rosa, shall we look at it together?") == ""
    (letter,) = letters()
    assert (letter.to, letter.subject) == ("rosa@demo.example", "A few words from Mona Adler")
    assert letter.text.startswith("Hi Rosa, shall we look at it together?\n\nMona Adler\n")
    assert "To answer, write to mona@demo.example." in letter.text
    assert "At most 3 such mails reach you in 14 days" in letter.text
    (nudge,) = db.session.scalars(select(Nudge))
    assert (nudge.rep_id, nudge.by_id, nudge.at) == (cast["rosa"].id, cast["mona"].id, MONDAY)
    (row,) = db.session.scalars(select(AuditRow).where(AuditRow.what == "nudged"))
    assert (row.by_id, row.about) == (cast["mona"].id, "rosa@demo.example")


def test_the_budget_is_shown_and_shared(sign_in: SignIn, cast: Cast) -> None:
    mona, viktor = sign_in("mona"), sign_in("viktor")
    assert "3 of 3 left for 14 days, from all managers together." in mona.get(page_of(cast["rosa"])).text
    send(mona, cast["rosa"])
    page = viktor.get(page_of(cast["rosa"])).text
    assert "2 of 3 left until 16 March" in page
    assert "Rosa has had a nudge today. The next one can go from 7:00 tomorrow" in page
    assert "<textarea" not in page


def test_a_refused_nudge_keeps_the_words_and_says_when(sign_in: SignIn, cast: Cast) -> None:
    send(sign_in("mona"), cast["rosa"])
    page = send(sign_in("viktor"), cast["rosa"], "My own <b>words</b>")
    assert "Rosa has had a nudge today" in page
    assert "My own &lt;b&gt;words&lt;/b&gt;</textarea>" in page
    assert len(letters()) == 1
    assert db.session.scalars(select(AuditRow.what)).all().count("nudged") == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "Please write a few words."), (" \n ", "Please write a few words."), ("x" * 501, "under 500")],
)
def test_words_are_needed_and_not_too_many(sign_in: SignIn, cast: Cast, text: str, why: str) -> None:
    assert why in send(sign_in("mona"), cast["rosa"], text)
    assert letters() == []


def test_a_double_tap_sends_once(sign_in: SignIn, cast: Cast) -> None:
    mona, form_id = sign_in("mona"), str(uuid4())
    assert send(mona, cast["rosa"], form_id=form_id) == send(mona, cast["rosa"], form_id=form_id) == ""
    assert len(letters()) == 1


def test_nobody_on_leave_is_nudged(sign_in: SignIn, cast: Cast) -> None:
    db.session.add(Leave(user_id=cast["rosa"].id, first_day=date(2026, 3, 1), last_day=date(2026, 3, 6)))
    db.session.commit()
    refusal = "Rosa is away today. The next one can go on Monday 9 March from 7:00, Rosa’s time."
    assert refusal in sign_in("mona").get(page_of(cast["rosa"])).text
    assert refusal in send(sign_in("mona"), cast["rosa"])


def test_the_words_offered_fit_how_she_stands(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    page = mona.get(page_of(cast["rosa"])).text
    assert "Hi Rosa, your first lesson takes about four minutes." in page
    make_lesson("calls", exercises=[exercise("ring", goal=10)], quiz=quiz())
    long_ago = MONDAY - timedelta(days=12)
    did(cast["rosa"], "completion", "calls", long_ago)
    for _again in range(3):
        did(cast["rosa"], "attempt", "calls", long_ago, answers=[{"question": "q1", "response": "no"}])
    did(cast["rosa"], "entry", "calls", long_ago, exercise="ring", values={"who": "Bakery"})
    page = mona.get(page_of(cast["rosa"])).text
    assert "I have not seen you here since 18 February." in page
    assert "are tricky ones. Shall we go through them together?" in page
    assert "1 of 10 calls of “Ring” are done, and it ends in 2 days. Who comes next?" in page
    assert "first lesson" not in page


def test_one_tap_puts_an_offer_into_the_box(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    assert "Hi Rosa, your first lesson" in box(mona.get(page_of(cast["rosa"])).text)
    second = mona.get(page_of(cast["rosa"]) + "?offer=2").text
    assert "Hi Rosa, is there anything" in box(second)
    for odd in ("0", "-1", "9", "x", "", "9" * 99):
        assert mona.get(page_of(cast["rosa"]) + f"?offer={odd}").status_code == 200


def box(page: str) -> str:
    return page.split("<textarea", 1)[1].split("</textarea>")[0]


def test_a_stranger_cannot_be_nudged_nor_oneself(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    for name in ("mona", "ravi", "otto", "viktor"):
        for answer in (mona.get(page_of(cast[name])), mona.post(page_of(cast[name]), data={"text": "Hi"})):
            assert answer.status_code == 404
    assert letters() == []


def test_it_stands_on_today_until_it_is_put_away(sign_in: SignIn, cast: Cast) -> None:
    send(sign_in("mona"), cast["rosa"], "Hi Rosa, shall we <look> at it?")
    rosa = sign_in("rosa")
    page = rosa.get("/").text
    assert "Mona wrote to you" in page
    assert "Hi Rosa, shall we &lt;look&gt; at it?" in page
    until = page.split('name="until" value="')[1].split('"')[0]
    assert rosa.post("/from-manager/seen", data={"until": until}).status_code == 303
    assert "Mona wrote to you" not in rosa.get("/").text
    assert "Mona wrote to you" not in sign_in("ravi").get("/").text
    assert db.session.scalars(select(Nudge.seen_at)).one() == MONDAY


def test_rosa_can_take_it_along(sign_in: SignIn, cast: Cast) -> None:
    send(sign_in("mona"), cast["rosa"], "Hi Rosa!")
    assert sign_in("rosa").get("/me/data.json").json["nudges"][0]["text"] == "Hi Rosa!"
    assert sign_in("mona").get("/me/data.json").json["nudges"][0]["text"] == "Hi Rosa!"
    assert sign_in("ravi").get("/me/data.json").json["nudges"] == []


@pytest.mark.parametrize(
    "text",
    ["\x00", "\u202eمرحبا", b"\xed\xa0\x80 hi", b"\xff\xfe", "<script>alert(1)</script>", "{text}{0}%s", "a\r\n.\r\nb"],
)
def test_odd_words_do_no_harm(sign_in: SignIn, cast: Cast, text: str | bytes) -> None:
    mona, rosa = sign_in("mona"), sign_in("rosa")
    answer = mona.post(page_of(cast["rosa"]), data={"fact_id": "x", "text": text})
    assert answer.status_code in (303, 422)
    assert "<script>alert" not in rosa.get("/").text
    for letter in letters():
        assert "\x00" not in letter.text
        assert "\r" not in letter.text
