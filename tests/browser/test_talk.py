"""A conversation on a phone: by thumb, by keyboard, without scripts, offline, and in a tab that dies."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from support.quizzes import NUMBER, TALK, add_quiz

from rapport.database import db
from rapport.learning.attempt import Answer

Phone = Callable[..., BrowserContext]
LAPTOP = {"width": 1280, "height": 800}

pytestmark = pytest.mark.usefixtures("in_site")


def open_talk(context: BrowserContext, *others: dict[str, Any]) -> Page:
    add_quiz("talk", [TALK, *others], shuffle=False)
    page = context.new_page()
    page.set_default_timeout(5_000)
    page.goto("/lessons/quizzes/talk/quiz")
    return page


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def stored() -> list[list[str]]:
    responses = [answer.response for answer in db.session.query(Answer).order_by(Answer.id)]
    db.session.rollback()
    return responses


@pytest.mark.parametrize("scripts", [True, False])
def test_a_talk_by_thumb(phone_of: Phone, scripts: bool) -> None:
    page = open_talk(phone_of("rosa", java_script_enabled=scripts))
    if scripts:
        page.evaluate("window.same = true")
    expect(page.get_by_role("button", name="Sure")).to_be_hidden()
    tap(page, "“Of course.”")
    expect(page.get_by_role("log")).to_contain_text("You: “Of course.”")
    expect(page.get_by_role("log")).to_contain_text("They: But you promised")
    expect(page.get_by_role("button", name="“We cannot.”")).to_have_count(0)
    tap(page, "“I promised too early.”")
    expect(page.get_by_text("This is how it ends.")).to_be_visible()
    tap(page, "Sure")
    expect(page.locator("#verdict")).to_have_text("Partly right")
    expect(page.locator("[data-stage]")).to_contain_text("A better line")
    tap(page, "Next question")
    expect(page.get_by_text("Once more · 1 of 1")).to_be_visible()
    tap(page, "“I will ask today.”")
    tap(page, "“Until four.”")
    tap(page, "Guessing")
    if scripts:
        assert page.evaluate("window.same")
    page.get_by_text("See how it went").click()
    page.wait_for_url(re.compile("/quiz/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("All right in the end")
    expect(page.get_by_text("A better line")).to_be_visible()
    assert stored() == [["of-course", "i-promised-too-early"], ["i-will-ask-today", "until-four"]]


def test_by_keyboard_alone(phone_of: Phone) -> None:
    page = open_talk(phone_of("rosa", viewport=LAPTOP))
    for key in ("i-will-ask-today", "until-four"):
        keys(page, f"[value={key}]")
        page.keyboard.press("Enter")
    expect(page.locator("[data-ending]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("Right")
    expect(page.locator("#verdict")).to_be_focused()


def keys(page: Page, until: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", until):
            return
    raise AssertionError(f"{until} cannot be reached")


def test_after_a_line_the_next_ones_are_a_tab_away_and_in_sight(phone_of: Phone) -> None:
    page = open_talk(phone_of("rosa", viewport={"width": 360, "height": 560}))
    tap(page, "“I will ask today.”")
    expect(page.get_by_role("group", name="Your turn")).to_be_focused()
    expect(page.get_by_text("“I will ask today.”")).to_be_in_viewport()
    expect(page.get_by_role("button", name="“Until four.”")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="“Until four.”")).to_be_focused()


def test_a_double_tap_says_one_line(phone_of: Phone) -> None:
    page = open_talk(phone_of("rosa"))
    page.get_by_role("button", name="“Of course.”").dblclick()
    expect(page.locator("[data-talk] > li")).to_have_count(3)


def test_a_killed_tab_goes_on_in_the_middle_of_the_talk(phone_of: Phone) -> None:
    context = phone_of("rosa")
    page = open_talk(context, NUMBER)
    tap(page, "“Of course.”")
    page.close()
    page = context.new_page()
    page.goto("/lessons/quizzes/talk/quiz")
    expect(page.get_by_role("log")).to_contain_text("They: But you promised")
    tap(page, "“A misunderstanding.”")
    tap(page, "Guessing")
    tap(page, "Next question")
    page.get_by_label("Your number").fill("10")
    tap(page, "Sure")
    tap(page, "Next question")
    expect(page.get_by_text("Once more · 1 of 1")).to_be_visible()
    expect(page.locator("[data-talk] > li")).to_have_count(1)


def test_offline_to_the_end(phone_of: Phone) -> None:
    context = phone_of("rosa")
    page = open_talk(context)
    context.set_offline(True)
    for _ in range(2):
        tap(page, "“We cannot.”")
        tap(page, "Sure")
        tap(page, "See how it went" if page.get_by_text("See how it went").count() else "Next question")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not there yet")
    expect(page.locator("[data-again] article")).to_contain_text("A better line")
    expect(page.locator("[data-again] article")).not_to_contain_text("Of course")
    context.set_offline(False)
    page.get_by_role("link", name="See the full result").click()
    assert stored() == [["we-cannot"], ["we-cannot"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(phone_of: Phone, violations: Callable[[Page], list[str]], scheme: str) -> None:
    page = open_talk(phone_of("rosa", color_scheme=scheme))
    found = violations(page)
    for line in ("“Of course.”", "“I promised too early.”", "Sure"):
        tap(page, line)
        found += violations(page)
    assert found == []


def test_a_thumb_hits_every_line_and_both_answers(phone_of: Phone, too_small: Callable[[Page], list[str]]) -> None:
    page = open_talk(phone_of("rosa"))
    for line in ("“I will ask today.”", "“Until four.”"):
        assert too_small(page) == []
        tap(page, line)
    assert too_small(page) == []
