"""A ride-along on two phones: Mona fills in a sheet beside Rosa, who reads it and countersigns on hers."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.lessons import make_lesson, sheet

from rapport.database import db
from rapport.people.user import User

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]
LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture
def rosas_page(server: Any) -> str:
    """A lesson with one sheet is there; where Mona finds Rosa."""
    with server.site.app.app_context():
        make_lesson("visits", observations=[sheet(title="A question, and then quiet")])
        return f"/team/people/{db.session.query(User.id).filter_by(name='Rosa Lind').scalar()}"


def pick(page: Page, line: str, answer: str) -> None:
    page.get_by_role("group", name=line).get_by_text(answer, exact=True).click()


def open_sheet(mona: Page, rosas_page: str) -> None:
    mona.goto(rosas_page)
    mona.get_by_role("link", name="Ride along").click()
    mona.get_by_role("link", name="A question, and then quiet").first.click()


@pytest.mark.parametrize("scripts", [True, False])
def test_mona_fills_it_in_and_rosa_countersigns(
    visit: Visit, violations: Check, too_small: Check, rosas_page: str, scripts: bool
) -> None:
    def sound(page: Page) -> None:
        if scripts:
            assert violations(page) == []
            assert too_small(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    mona, rosa = (visit(name, java_script_enabled=scripts) for name in ("mona", "rosa"))
    open_sheet(mona, rosas_page)
    sound(mona)
    pick(mona, "Asks", "Yes")
    pick(mona, "Welcome", "4")
    mona.get_by_label("What you will say to Rosa").fill("You waited. He told you about the van.")
    mona.get_by_role("button", name="Done").click()
    expect(mona.get_by_text("Kept. It is on Rosa’s Today")).to_be_visible()
    sound(mona)

    rosa.goto("/")
    expect(rosa.get_by_role("heading", name="Mona rode along with you")).to_be_visible()
    sound(rosa)
    rosa.get_by_role("link", name="Read and countersign").click()
    expect(rosa.get_by_text("You waited. He told you about the van.")).to_be_visible()
    sound(rosa)
    rosa.get_by_label("Your words, if you like").fill("I had counted to five.")
    rosa.get_by_role("button", name="I have read this").click()
    expect(rosa.get_by_text("Countersigned. Mona sees it.")).to_be_visible()
    sound(rosa)
    rosa.get_by_role("link", name="Back to Today").click()
    expect(rosa.get_by_text("rode along with you")).to_have_count(0)

    mona.goto(rosas_page)
    mona.get_by_role("link", name="A question, and then quiet").click()
    expect(mona.get_by_text("Rosa countersigned today")).to_be_visible()
    expect(mona.get_by_text("I had counted to five.")).to_be_visible()
    expect(mona.get_by_role("link", name="Correct")).to_have_count(0)
    sound(mona)


def test_what_was_tapped_is_kept_until_it_is_saved_and_a_pill_can_be_let_go(visit: Visit, rosas_page: str) -> None:
    mona = visit("mona")
    open_sheet(mona, rosas_page)
    pick(mona, "Asks", "Yes")
    pick(mona, "Waits", "Never")
    pick(mona, "Waits", "Never")
    mona.get_by_label("Next").fill("Call on Friday.")
    mona.goto("/")
    open_sheet(mona, rosas_page)
    expect(mona.get_by_text("We kept what you had typed.")).to_be_visible()
    expect(mona.get_by_role("radio", name="Yes")).to_be_checked()
    expect(mona.get_by_role("radio", name="Never")).not_to_be_checked()
    expect(mona.get_by_label("Next")).to_have_value("Call on Friday.")
    mona.get_by_role("button", name="Done").click()
    expect(mona.get_by_text("Call on Friday.")).to_be_visible()
    open_sheet(mona, rosas_page)
    expect(mona.get_by_label("Next")).to_have_value("")


def test_without_a_network_nothing_is_lost(visit: Visit, rosas_page: str) -> None:
    mona = visit("mona")
    open_sheet(mona, rosas_page)
    pick(mona, "Asks", "No")
    mona.context.set_offline(True)
    mona.get_by_role("button", name="Done").click()
    expect(mona.get_by_text("You are offline just now. Nothing is lost")).to_be_visible()
    mona.context.set_offline(False)
    mona.get_by_role("button", name="Done").click()
    expect(mona.get_by_text("Kept. It is on Rosa’s Today")).to_be_visible()


def test_a_sheet_without_an_answer_says_so_and_keeps_the_words(
    visit: Visit, violations: Check, rosas_page: str
) -> None:
    mona = visit("mona")
    open_sheet(mona, rosas_page)
    mona.get_by_label("What you will say to Rosa").fill("Well done.")
    mona.get_by_role("button", name="Done").click()
    expect(mona.get_by_role("alert")).to_have_text("Please answer at least one line.")
    expect(mona.get_by_label("What you will say to Rosa")).to_have_value("Well done.")
    assert violations(mona) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_laptop(visit: Visit, violations: Check, rosas_page: str, scheme: Any) -> None:
    mona = visit("mona", viewport=LAPTOP, color_scheme=scheme)
    mona.goto(f"{rosas_page}/ride-along")
    assert violations(mona) == []
    mona.get_by_role("link", name="A question, and then quiet").click()
    pick(mona, "Waits", "Mostly")
    assert violations(mona) == []
    mona.get_by_role("button", name="Done").click()
    mona.get_by_role("link", name="Correct").click()
    expect(mona.get_by_role("radio", name="Mostly")).to_be_checked()
    pick(mona, "Waits", "Never")
    mona.get_by_role("button", name="Save the correction").click()
    expect(mona.get_by_text("Corrected. Rosa sees it as it stands now.")).to_be_visible()
    assert violations(mona) == []
    mona.get_by_text("Take it back", exact=True).click()
    mona.get_by_role("button", name="Yes, take it back").click()
    expect(mona.get_by_text("Taken back.")).to_be_visible()
    rosa = visit("rosa", viewport=LAPTOP, color_scheme=scheme)
    rosa.goto("/")
    expect(rosa.get_by_text("rode along with you")).to_have_count(0)
