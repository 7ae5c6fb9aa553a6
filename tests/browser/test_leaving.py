"""Signing out leaves nothing to read on the phone, and nothing that waits is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect
from support.lessons import REFLECTION, make_lesson
from support.server import Server

Visit = Callable[..., Page]
PAGE = "/lessons/made/thinking/reflection"
KEYS = "Object.keys(localStorage).map(key => key.split('.')[1]).sort()"


@pytest.fixture(autouse=True)
def lesson(server: Server) -> None:
    with server.site.app.app_context():
        make_lesson("thinking", reflection=REFLECTION)


@pytest.fixture
def rosa(visit: Visit) -> Page:
    page = visit("rosa", reduced_motion="reduce")  # a question asked while a page fades upsets the browser
    page.goto(PAGE)
    return page


def leave(page: Page, agree: bool = True) -> str:
    """Sign out; the sentence that the phone asked, or nothing."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if agree else dialog.dismiss()

    page.once("dialog", answer)
    page.goto("/me")
    page.get_by_role("button", name="Sign out here").click()
    return asked[0] if asked else ""


def test_what_was_typed_and_where_one_read_go_from_the_phone_after_a_warning(rosa: Page) -> None:
    rosa.get_by_label("What comes to mind?").fill("Not for other eyes")
    rosa.evaluate("id => localStorage.setItem(`rapport.place.${id}.thinking`, '{}')", user_of(rosa))
    rosa.evaluate("id => localStorage.setItem(`rapport.quiz.${id}.thinking.x.`, '{}')", user_of(rosa))
    rosa.evaluate("localStorage.setItem('rapport.draft.999.other', '{}')")
    assert "begun and not saved" in leave(rosa)
    expect(rosa).to_have_url(re.compile("/sign-in$"))
    assert rosa.evaluate("Object.keys(localStorage)") == ["rapport.draft.999.other"], "another person's is theirs"


def test_answers_that_wait_are_kept_and_said(rosa: Page) -> None:
    rosa.route("**/sync**", lambda route: route.abort())
    fact = "{fact: {id: 'a', kind: 'reflection'}, queued: 1}"
    rosa.evaluate(f"id => localStorage.setItem(`rapport.outbox.${{id}}.a`, JSON.stringify({fact}))", user_of(rosa))
    assert leave(rosa, agree=False).startswith("One answer waits to be sent.")
    expect(rosa).to_have_url(re.compile("/me$"))
    leave(rosa)
    expect(rosa).to_have_url(re.compile("/sign-in$"))
    assert rosa.evaluate(KEYS) == ["outbox"]


def test_nothing_is_asked_when_nothing_is_left(rosa: Page) -> None:
    assert leave(rosa) == ""
    expect(rosa).to_have_url(re.compile("/sign-in$"))


def user_of(page: Page) -> str:
    return str(page.evaluate("document.body.dataset.user"))
