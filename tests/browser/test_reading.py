"""Reading on a phone: the place is kept, stories open, nothing is covered or pushed off the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.lessons import make_lesson

from rapport.catalogue.lesson import Lesson
from rapport.database import db

Visit = Callable[..., Page]
STORY = '<p>Five times <button type="button" class="grade" popovertarget="story-x">disputed</button>.</p><div popover id="story-x" class="story"><p>Who counted?</p><button type="button" popovertarget="story-x" popovertargetaction="hide">Close</button></div>'
LONG = "".join(f"<p>Paragraph {number}. {'Words and words. ' * 30}</p>" for number in range(12))
URL = "/lessons/made/long"
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COVERED = """() => {
  const bar = document.querySelector(".tabs").getBoundingClientRect(), here = document.activeElement;
  return here !== document.body && !here.closest(".tabs") && here.getBoundingClientRect().bottom > bar.top;
}"""


@pytest.fixture(autouse=True)
def lesson(server: Any) -> None:
    with server.site.app.app_context():
        db.session.get_one(Lesson, make_lesson("long").id).html = STORY + LONG
        db.session.commit()


def test_the_place_is_kept_until_the_end_is_reached(visit: Visit) -> None:
    page = visit("rosa")
    page.goto(URL)
    page.get_by_text("Paragraph 6").scroll_into_view_if_needed()
    page.goto("/library")
    page.goto(URL)
    expect(page.get_by_text("Paragraph 6")).to_be_in_viewport()
    page.get_by_role("button", name="Done reading").scroll_into_view_if_needed()
    page.goto("/library")
    page.goto(URL)
    assert page.evaluate("scrollY") == 0


def test_the_story_behind_a_number_opens_without_scripts(visit: Visit) -> None:
    page = visit("rosa", java_script_enabled=False)
    page.goto(URL)
    expect(page.get_by_text("Who counted?")).to_be_hidden()
    page.get_by_role("button", name="disputed").click()
    expect(page.get_by_text("Who counted?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Who counted?")).to_be_hidden()
    page.get_by_role("button", name="disputed").click()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Who counted?")).to_be_hidden()


def test_the_bar_never_covers_what_has_the_focus(visit: Visit) -> None:
    page = visit("rosa")
    for path in ("/me", URL):
        page.goto(path)
        for _ in range(25):
            page.keyboard.press("Tab")
            assert not page.evaluate(COVERED)


@pytest.mark.parametrize(("width", "letters"), [(360, "100%"), (320, "100%"), (360, "200%")])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int, letters: str) -> None:
    page = visit("rosa", viewport={"width": width, "height": 740})
    for path in ("/", "/library", "/modules/keeping", URL, "/me", "/me/manager-view", "/field"):
        page.goto(path)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0, path
