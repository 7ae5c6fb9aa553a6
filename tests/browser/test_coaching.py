"""Between Rosa and Mona: calls signed off in a few taps, an entry sent back and put right, a hand up and answered."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, question, quiz

from rapport.database import db
from rapport.people.user import User

LESSON = "/lessons/made/ten-calls"
CALLS = f"{LESSON}/exercises/calls"
LAPTOP = {"width": 1280, "height": 800}
Visit = Callable[..., Page]


@pytest.fixture(autouse=True)
def card(server: Any) -> str:
    """The address of Rosa's card; she has logged three calls, shared a thought and planned something."""
    with server.site.app.app_context():
        rosa = db.session.query(User).filter_by(email="rosa@demo.example").one()
        calls = exercise("calls", title="Call ten of your best customers", goal=10, sign_off=True)
        questions = quiz(*(question(f"q{number}") for number in range(3)))
        make_lesson("ten-calls", exercises=[calls], reflection=REFLECTION, plan=PLAN, quiz=questions)
        for who in ("Bakery on 5th", "Old Mill Hotel", "Dr K."):
            values = {"who": who, "promise": "A list.", "by": "2190-01-01"}
            did(rosa, "entry", "ten-calls", exercise="calls", values=values)
        answers = [{"question": f"q{number}", "response": "yes"} for number in range(3)]
        did(rosa, "attempt", "ten-calls", answers=answers)
        did(rosa, "reflection", "ten-calls", text="I talk too much.", shared=True)
        did(rosa, "plan", "ten-calls", when="I park", then="ring", ask_on="2190-01-01")
        return f"/team/people/{rosa.id}"


def test_all_calls_are_signed_off_and_the_rep_sees_it_on_today(
    visit: Visit, card: str, violations: Any, too_small: Any
) -> None:
    mona, rosa = visit("mona"), visit("rosa")
    mona.goto(card)
    expect(mona.get_by_role("heading", name="Rosa Lind")).to_be_visible()
    assert violations(mona) == []
    assert too_small(mona) == []
    mona.reload()
    mona.get_by_text("With a comment").tap()
    mona.get_by_label("Your comment").fill("Three good talks.")
    mona.get_by_role("button", name="Sign off all 3").tap()
    expect(mona.get_by_text("Signed off: 3 entries.")).to_be_visible()
    expect(mona.get_by_role("heading", name="Waits for sign-off")).to_have_count(0)
    rosa.goto("/")
    expect(rosa.get_by_role("heading", name="Mona signed off 3 calls")).to_be_visible()
    expect(rosa.get_by_text("Three good talks.")).to_be_visible()
    assert violations(rosa) == []
    assert too_small(rosa) == []
    rosa.get_by_role("button", name="I have seen it").tap()
    expect(rosa.get_by_text("Three good talks.")).to_have_count(0)
    rosa.goto(CALLS)
    expect(rosa.get_by_text("Signed off", exact=True)).to_have_count(3)
    assert violations(rosa) == []


def test_a_call_comes_back_with_the_reason_and_waits_again_once_it_is_put_right(
    visit: Visit, card: str, violations: Any, too_small: Any
) -> None:
    mona, rosa = visit("mona"), visit("rosa")
    mona.goto(card)
    mona.get_by_role("link", name="Reply or send back").first.tap()
    mona.get_by_text("Send it back").first.tap()
    mona.get_by_role("button", name="Send it back").tap()
    expect(mona.get_by_text("Please say why, so that it can be put right.")).to_be_visible()
    assert violations(mona) == []
    assert too_small(mona) == []
    mona.get_by_label("What should be different?").fill("Which list?")
    mona.get_by_role("button", name="Send it back").tap()
    expect(mona.get_by_text("Sent back: 1 entry.")).to_be_visible()
    rosa.goto("/")
    expect(rosa.get_by_text("Which list?")).to_be_visible()
    rosa.get_by_role("link", name="Call ten of your best customers").first.tap()
    expect(rosa.get_by_text("Sent back", exact=True)).to_be_visible()
    assert violations(rosa) == []
    rosa.get_by_label("Promise").fill("The price list.")
    rosa.get_by_role("button", name="Save the correction").tap()
    expect(rosa.get_by_text("Waits for sign-off", exact=True)).to_have_count(3)
    mona.goto(card)
    expect(mona.get_by_role("button", name="Sign off all 3")).to_be_visible()


def test_a_hand_goes_up_and_is_answered(visit: Visit, card: str, violations: Any, too_small: Any) -> None:
    mona, rosa = visit("mona"), visit("rosa", java_script_enabled=False)
    rosa.goto(LESSON)
    rosa.get_by_role("link", name="Ask for help").tap()
    rosa.get_by_label("What would help?").fill("Two of them never pick up.")
    rosa.get_by_role("button", name="Put my hand up").tap()
    expect(rosa.get_by_text("Mona knows")).to_be_visible()
    mona.goto("/team")
    expect(mona.get_by_text("Two of them never pick up.")).to_be_visible()
    mona.goto(card)
    expect(mona.get_by_text("Two of them never pick up.")).to_be_visible()
    mona.get_by_label("Your answer").fill("Try before nine.")
    mona.get_by_role("button", name="Answer Rosa").tap()
    expect(mona.get_by_role("heading", name="Asked for help")).to_have_count(0)
    rosa.goto("/")
    expect(rosa.get_by_role("heading", name="Mona answered you")).to_be_visible()
    page = visit("rosa")
    page.goto(f"{LESSON}/help")
    expect(page.get_by_text("Try before nine.")).to_be_visible()
    assert violations(page) == []
    assert too_small(page) == []


def test_on_a_laptop_a_reply_and_a_note_need_no_reload_and_lose_no_word(
    visit: Visit, card: str, violations: Any
) -> None:
    mona = visit("mona", viewport=LAPTOP)
    mona.goto(card)
    assert violations(mona) == []
    mona.evaluate("window.samePage = true")
    mona.get_by_text("Reply to this reflection").click()
    mona.get_by_label("Your reply").fill("So do I.")
    mona.get_by_label("A new note").fill("Ask about the bakery.")
    mona.reload()
    expect(mona.get_by_label("A new note")).to_have_value("Ask about the bakery.")
    mona.get_by_role("button", name="Send the reply").click()
    expect(mona.get_by_text("Sent. Rosa reads it on Today.")).to_be_visible()
    expect(mona.get_by_text("So do I.")).to_be_visible()
    mona.get_by_label("A new note").fill("Ask about the bakery.")
    mona.get_by_role("button", name="Keep the note").click()
    expect(mona.get_by_text("Noted. Only you can read it here.")).to_be_visible()
    mona.get_by_text("The same as a table").click()
    assert violations(mona) == []
    mona.once("dialog", lambda dialog: dialog.accept())
    mona.get_by_role("button", name="Remove the note").click()
    expect(mona.get_by_text("Ask about the bakery.")).to_have_count(0)


def test_on_paper_the_card_has_nothing_to_tap(visit: Visit, card: str) -> None:
    mona = visit("mona", viewport=LAPTOP)
    mona.goto(card)
    mona.emulate_media(media="print")
    taps = mona.locator("main form, main button, main a.button, main .off-paper")
    assert taps.evaluate_all("all => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML)") == []
    expect(mona.get_by_text("I talk too much.")).to_be_visible()
    expect(mona.get_by_text("Bakery on 5th").first).to_be_visible()
