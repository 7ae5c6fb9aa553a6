"""On paper: what was written and what is to be read, black on white, without what is there to be tapped."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson
from support.server import Server

from rapport.database import db
from rapport.people.user import User

Visit = Callable[..., Page]
PARTS = "nav, .tabs, .skip, .dock, form, button:not(.grade), a.button, [role=status]"


@pytest.fixture
def written(server: Server) -> None:
    with server.site.app.app_context():
        rosa = db.session.query(User).filter_by(email="rosa@demo.example").one()
        make_lesson("whole", exercises=[exercise("ring")], reflection=REFLECTION, plan=PLAN)
        did(rosa, "entry", "whole", exercise="ring", values={"who": "Bakery on 5th"})
        did(rosa, "reflection", "whole", text="They like a call.", shared=False)
        did(rosa, "plan", "whole", when="I park", then="ring them", ask_on="2030-01-07")


def printed(page: Page, path: str) -> None:
    page.goto(path)
    page.emulate_media(media="print", color_scheme="dark")


def expect_paper(page: Page) -> None:
    assert (
        page.locator(PARTS).evaluate_all(
            "all => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML)"
        )
        == []
    )
    ink = page.locator("main p:visible").first.evaluate(
        "one => [getComputedStyle(one).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert ink[1] == "rgb(255, 255, 255)"
    assert ink[0] in {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}


@pytest.mark.usefixtures("written")
def test_a_lesson(visit: Visit) -> None:
    page = visit("rosa")
    printed(page, "/lessons/made/whole")
    expect_paper(page)
    expect(page.locator("article")).to_be_visible()


@pytest.mark.usefixtures("written")
def test_what_was_written_though_it_is_folded_on_the_screen(visit: Visit) -> None:
    page = visit("rosa")
    printed(page, "/me")
    expect_paper(page)
    for words in ("Bakery on 5th", "They like a call.", "When I park, then I will"):
        expect(page.get_by_text(words)).to_be_visible()
    for words in ("Change", "Where you are signed in", "What my manager sees"):
        expect(page.get_by_text(words, exact=True)).to_be_hidden()


def test_an_invitation_as_a_poster(visit: Visit) -> None:
    page = visit("ada")
    page.goto("/admin/invitations")
    page.get_by_role("button", name="Make the link").tap()
    link = page.locator("#f-link").input_value()
    expect(page.get_by_text(link)).to_be_hidden()
    page.emulate_media(media="print")
    expect_paper(page)
    expect(page.get_by_role("heading", name="You are invited")).to_be_visible()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    expect(page.get_by_text(link)).to_be_visible()
    expect(page.get_by_text("of 20 came")).to_be_hidden()


def test_the_sheet_for_the_wall_is_one_page_in_black_and_white(visit: Visit) -> None:
    page = visit("ada", viewport={"width": 1280, "height": 800})
    page.goto("/admin/invitations")
    page.get_by_label("Team").select_option(label="Harbour")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#f-link").input_value()
    page.get_by_role("link", name="Poster to print").click()
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
    page.emulate_media(media="print", color_scheme="dark")
    expect_paper(page)
    expect(page.get_by_role("heading", name="Welcome to Harbour")).to_be_visible()
    expect(page.get_by_text(link)).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_text("One sheet for the wall")).to_be_hidden()
    box = page.get_by_role("img", name="QR code").bounding_box()
    assert box
    assert box["width"] > 300
