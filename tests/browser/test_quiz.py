"""The quiz on a phone: by thumb, by keyboard, without scripts, offline, and in a tab that dies."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from support.quizzes import EVERY_KIND, MANY, MATCH, NUMBER, ONE, ORDER, TYPED, WRONG, add_quiz

from rapport.database import db
from rapport.learning.attempt import Answer, Attempt

Visit = Callable[..., Page]
Phone = Callable[..., BrowserContext]

pytestmark = pytest.mark.usefixtures("in_site")


def stored() -> list[Attempt]:
    """The attempts that the server holds, read without keeping the database to ourselves."""
    attempts = list(db.session.query(Attempt))
    db.session.expunge_all()
    db.session.rollback()
    return attempts


def open_quiz(context: BrowserContext, key: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(5_000)
    page.goto(f"/lessons/quizzes/{key}/quiz")
    return page


def pick(page: Page, text: str) -> None:
    page.locator("label.choice").filter(has_text=text).click()


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def queue(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('rapport.outbox.'))")


def answer_wrongly(page: Page, sure: str = "Sure") -> None:
    """Fill in the question that is asked with what `WRONG` says for its kind."""
    kind = page.locator("form[data-ask]").get_attribute("data-kind") or ""
    for name, value in WRONG[kind].items():
        fields = page.locator(f"[name='{name}']")
        if kind in ("one", "many"):
            for key in [value] if kind == "one" else value:
                page.locator(f"label.choice:has([value='{key}'])").click()
        elif kind in ("typed", "number"):
            fields.fill(value)
        elif kind == "scenario":
            for key in value:
                page.locator(f"button[value='{key}']").click()
        elif fields.is_visible():
            fields.select_option(value)
    tap(page, sure)


def test_a_run_by_thumb_without_a_reload(phone_of: Phone) -> None:
    add_quiz("trio", [ONE, MANY, TYPED])
    context = phone_of("rosa")
    page = context.new_page()
    page.goto("/lessons/quizzes/trio")
    page.goto("/lessons/quizzes/trio/quiz")
    page.evaluate("window.same = true")
    pick(page, "pass that on")
    tap(page, "Sure")
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.locator("#verdict")).to_have_text("Not quite, though you were sure")
    expect(page.locator("[data-stage]")).to_contain_text("It ends the talk.")
    expect(page.locator("[data-stage]")).to_contain_text("This one comes back at the end.")
    tap(page, "Next question")
    expect(page.locator("#asked")).to_be_focused()
    pick(page, "A call")
    pick(page, "A thank-you")
    tap(page, "Guessing")
    tap(page, "Next question")
    page.get_by_label("Your answer").fill("Neglect")
    tap(page, "Sure")
    tap(page, "Next question")
    expect(page.get_by_text("Once more · 1 of 1")).to_be_visible()
    pick(page, "What happens")
    tap(page, "Sure")
    assert page.evaluate("window.same")
    tap(page, "See how it went")
    page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("All right in the end")
    assert [(attempt.first_score, attempt.final_score) for attempt in stored()] == [(67, 100)]
    page.go_back()
    page.wait_for_url(re.compile("/lessons/quizzes/trio$"))


@pytest.mark.parametrize("asked", EVERY_KIND, ids=lambda question: question["kind"])
def test_the_script_says_what_the_server_says(phone_of: Phone, asked: dict[str, Any]) -> None:
    add_quiz("single", [asked], shuffle=False)
    said = []
    for scripts in (True, False):
        page = open_quiz(phone_of("rosa", java_script_enabled=scripts), "single")
        if asked["kind"] == "order" and scripts:
            tap_until_wrong(page)
            tap(page, "Sure")
        else:
            answer_wrongly(page)
        lines = page.locator("[data-after]")
        said.append((lines.inner_text(), [item.get_attribute("class") for item in lines.locator("li").all()]))
    assert said[0] == said[1]


def tap_until_wrong(page: Page) -> None:
    """Put the steps as `WRONG` has them, by the arrows."""
    for place, name in enumerate(["Open", "Prepare", "Ask", "Agree the next step"]):
        while page.locator("[data-item]").nth(place).locator("label").inner_text() != name:
            page.get_by_role("button", name=f"Move up: {name}").click()


def test_an_empty_answer_is_asked_for_at_its_field(phone_of: Phone) -> None:
    add_quiz("single", [NUMBER])
    page = open_quiz(phone_of("rosa"), "single")
    page.get_by_label("Your number").fill("ten")
    tap(page, "Sure")
    expect(page.get_by_role("alert")).to_have_text("Please type a number, such as 12 or 4.5.")
    expect(page.get_by_label("Your number")).to_be_focused()
    expect(page.get_by_label("Your number")).to_have_value("ten")


def test_offline_in_the_middle_and_back(phone_of: Phone) -> None:
    add_quiz("trio", [ONE, NUMBER])
    context = phone_of("rosa")
    page = open_quiz(context, "trio")
    context.set_offline(True)
    pick(page, "What happens")
    tap(page, "Sure")
    tap(page, "Next question")
    answer_wrongly(page)
    tap(page, "Next question")
    answer_wrongly(page)
    tap(page, "See how it went")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not there yet")
    expect(page.get_by_text("First try 50 %, in the end 50 %.")).to_be_visible()
    expect(page.get_by_text("Saved on this phone, sent when you are back online.").first).to_be_visible()
    expect(page.locator("[data-again] article")).to_contain_text("Ten is enough to hear a pattern.")
    assert len(queue(page)) == 1
    assert stored() == []
    context.set_offline(False)
    page.get_by_role("link", name="See the full result").click()
    page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    assert [attempt.final_score for attempt in stored()] == [50]
    assert queue(page) == []


@pytest.mark.parametrize(("slips", "headline"), [(False, "All right at the first try"), (True, "All right in the end")])
def test_a_result_offline_has_the_words_of_the_full_one(phone_of: Phone, slips: bool, headline: str) -> None:
    add_quiz("trio", [ONE])
    context = phone_of("rosa")
    page = open_quiz(context, "trio")
    context.set_offline(True)
    if slips:
        answer_wrongly(page)
        tap(page, "Next question")
    pick(page, "What happens")
    tap(page, "Sure")
    tap(page, "See how it went")
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    context.set_offline(False)
    page.get_by_role("link", name="See the full result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)


def test_a_killed_tab_goes_on_with_the_same_attempt(phone_of: Phone) -> None:
    add_quiz("trio", [ONE, NUMBER, TYPED])
    context = phone_of("rosa")
    page = open_quiz(context, "trio")
    answer_wrongly(page)
    tap(page, "Next question")
    draft = page.evaluate(
        "JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith('rapport.quiz.'))[1])"
    )
    page.close()
    page = open_quiz(context, "trio")
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    page.get_by_label("Your number").fill("10")
    tap(page, "Sure")
    page.close(run_before_unload=False)
    page = open_quiz(context, "trio")
    page.get_by_label("Your answer").fill("neglect")
    tap(page, "Sure")
    tap(page, "Next question")
    answer_wrongly(page)
    tap(page, "See how it went")
    page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    assert [attempt.id for attempt in stored()] == [draft["id"]]
    assert db.session.query(Answer).count() == 4
    db.session.rollback()
    page = open_quiz(context, "trio")
    expect(page.get_by_text("Question 1 of 3")).to_be_visible()


def test_two_tabs_end_the_same_attempt_once(phone_of: Phone) -> None:
    add_quiz("pair", [ONE, NUMBER])
    context = phone_of("rosa")
    first = open_quiz(context, "pair")
    pick(first, "What happens")
    tap(first, "Sure")
    second = open_quiz(context, "pair")
    tap(first, "Next question")
    for page, number in ((first, "10"), (second, "11")):
        page.get_by_label("Your number").fill(number)
        tap(page, "Sure")
        tap(page, "See how it went")
        page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    assert first.url == second.url
    assert len(stored()) == 1


def test_by_keyboard_alone(phone_of: Phone) -> None:
    add_quiz("pair", [ONE, ORDER], shuffle=False)
    page = open_quiz(phone_of("rosa"), "pair")
    keys(page, "Tab", until="input[value=listen]")
    page.keyboard.press("Space")
    keys(page, "Tab", until="button[value=yes]")
    page.keyboard.press("Enter")
    keys(page, "Tab", until="[data-next]")
    page.keyboard.press("Enter")
    order = ["prepare", "open", "ask", "agree"]
    for place, key in enumerate(order):
        for _ in range(
            page.locator("[data-item]").evaluate_all(
                "(items, key) => items.findIndex((item) => item.dataset.item === key)", key
            )
            - place
        ):
            keys(page, "Tab", until=f"[data-item={key}] [data-move='-1']")
            page.keyboard.press("Enter")
            page.locator("#asked").focus()
    expect(page.locator("[data-said]")).to_contain_text("now in place")
    keys(page, "Tab", until="button[value=no]")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("Right, and you were guessing")
    keys(page, "Tab", until="[data-next]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    assert stored()[0].final_score == 100


def keys(page: Page, key: str, until: str) -> None:
    """Press the key until the element has the focus."""
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", until):
            return
    raise AssertionError(f"{until} cannot be reached")


def test_without_scripts_to_the_end(phone_of: Phone) -> None:
    add_quiz("trio", [MANY, ORDER, MATCH])
    page = open_quiz(phone_of("rosa", java_script_enabled=False), "trio")
    for _ in range(6):
        answer_wrongly(page, "Guessing")
        if page.get_by_role("link", name="See how it went").count():
            break
        tap(page, "Next question")
    page.get_by_role("link", name="See how it went").click()
    expect(page.get_by_role("heading", name="What to look at again")).to_be_visible()
    assert len(stored()) == 1


def test_an_exam_needs_no_script_and_keeps_its_keys(phone_of: Phone) -> None:
    add_quiz("exam", [ONE, NUMBER], exam=True)
    page = open_quiz(phone_of("rosa"), "exam")
    tap(page, "Start")
    answer_wrongly(page)
    assert "Painful news" not in page.content()
    answer_wrongly(page)
    page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    expect(page.get_by_text("Painful news")).to_be_visible()


def test_answers_wait_for_their_owner(phone_of: Phone, server: Any) -> None:
    add_quiz("single", [NUMBER])
    context = phone_of("rosa")
    page = open_quiz(context, "single")
    context.add_cookies([server.cookie("otto")])
    page.get_by_label("Your number").fill("10")
    tap(page, "Sure")
    expect(page.get_by_text("sent when you sign in again").first).to_be_visible()
    page.goto("/lessons/quizzes/single/quiz")
    assert len(queue(page)) == 1
    assert stored() == []
    context.add_cookies([server.cookie("rosa")])
    page.goto("/lessons/quizzes/single/quiz")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('rapport.outbox.'))")
    assert len(stored()) == 1


def test_a_busy_server_is_asked_again_and_a_refusal_is_shown(phone_of: Phone) -> None:
    add_quiz("single", [NUMBER])
    page = open_quiz(phone_of("rosa"), "single")
    page.route("**/sync", lambda route: route.fulfill(status=503, body="busy"))
    page.get_by_label("Your number").fill("10")
    tap(page, "Sure")
    tap(page, "See how it went")
    expect(page.get_by_text("Saved. Your full result is on its way.")).to_be_visible()
    refused = (
        '{"results": [{"id": "%s", "status": "refused", "reason": "no-quiz", "message": "This lesson has no quiz."}]}'
    )
    fact = page.evaluate("Object.keys(localStorage).find((key) => key.startsWith('rapport.outbox.'))").split(".")[-1]
    page.route("**/sync", lambda route: route.fulfill(status=200, content_type="application/json", body=refused % fact))
    page.evaluate("() => { dispatchEvent(new Event('online')) }")
    expect(page.get_by_text("This lesson has no quiz.").first).to_be_visible()
    assert queue(page) == []
    page.goto("/lessons/quizzes/single/quiz")
    page.get_by_text("One answer could not be taken").click()
    tap(page, "Clear this note")
    expect(page.locator("[data-outbox] details")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(phone_of: Phone, violations: Callable[[Page], list[str]], scheme: str) -> None:
    add_quiz("every-kind", EVERY_KIND, intro_html="<p>Seven questions.</p>")
    add_quiz("exam", [ONE], exam=True)
    page = open_quiz(phone_of("rosa", color_scheme=scheme), "every-kind")
    found = []
    for _ in EVERY_KIND:
        found += violations(page)
        answer_wrongly(page)
        found += violations(page)
        tap(page, "Next question")
    for _ in EVERY_KIND:
        answer_wrongly(page)
        page.locator("[data-next]").click()
    page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    found += violations(page)
    page.goto("/lessons/quizzes/exam/quiz")
    found += violations(page)
    assert found == []
