"""A campaign from its start to its debrief: Mona on her phone, Rosa in the field, and both lists on a laptop."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.campaigns import asked, begun, days_ago, in_days, make_wall

from rapport.assignments.campaign import Campaign
from rapport.assignments.reaction import Reaction, give
from rapport.database import db
from rapport.people.user import User

LAPTOP = {"width": 1280, "height": 800}
WALL = "/lessons/made/weeks/exercises/wall"
Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture(autouse=True)
def lesson(in_site: None) -> None:
    make_wall()


def person(name: str) -> User:
    return db.session.query(User).filter_by(email=f"{name}@demo.example").one()


def stored(kind: Any) -> Any:
    """The only row of this kind; the site may write again after that."""
    db.session.rollback()
    row = db.session.query(kind).one()
    db.session.expunge(row)
    db.session.rollback()
    return row


@pytest.fixture
def running() -> Campaign:
    made = begun(person("mona"), goal=3, limits="Up to 15 a request.", limit_per_rep=2)
    asked(person("mona"), "A cooler", "not possible", who="Bakery on 5th", why="The supplier has none")
    return made


def test_mona_starts_one_on_her_phone_in_four_taps(visit: Visit, violations: Axe, too_small: Axe) -> None:
    page = visit("mona", reduced_motion="reduce")  # while one page fades into the next, no touch arrives anywhere
    page.goto("/campaigns")
    assert violations(page) == []
    page.get_by_role("link", name="Start one").tap()
    page.get_by_role("link", name="The wall").tap()
    expect(page.get_by_role("button", name="Start the campaign")).to_be_visible()
    assert violations(page) == []
    assert too_small(page) == []
    page.get_by_text("Two weeks").tap()
    page.get_by_role("button", name="Start the campaign").tap()
    expect(page.get_by_role("status")).to_contain_text("It is started.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Made")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    assert too_small(page) == []
    assert stored(Campaign).ends_on == in_days(13)


def test_rosa_logs_a_request_and_says_a_kind_word_without_a_reload(
    visit: Visit, running: Campaign, violations: Axe, too_small: Axe
) -> None:
    page = visit("rosa")
    page.goto("/")
    expect(page.get_by_role("link", name="Yes! We can")).to_be_visible()
    page.goto(WALL)
    expect(page.get_by_text("Agreed: up to two a week each.")).to_be_visible()
    page.get_by_label("What did they ask for?").fill("A dog bowl")
    page.get_by_text("Honoured", exact=True).tap()
    page.get_by_role("button", name="Save entry").tap()
    expect(page.get_by_text("You have given one this week.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Yes! We can").tap()
    expect(page.get_by_text("2 of 3 notes")).to_be_visible()
    assert violations(page) == []
    assert too_small(page) == []
    page.evaluate("window.samePage = true")
    page.get_by_role("button", name="Thank you").tap()
    thanks = page.get_by_role("button", name="Thank you 1 said so")
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_be_focused()
    assert page.evaluate("window.samePage") is True
    assert stored(Reaction).kind == "thank you"
    thanks.tap()
    expect(page.get_by_role("button", name="Thank you", exact=True)).to_have_attribute("aria-pressed", "false")


def test_a_kind_word_needs_no_scripts(visit: Visit, running: Campaign) -> None:
    page = visit("rosa", java_script_enabled=False)
    page.goto(f"/campaigns/{running.id}?only=all")
    page.get_by_role("button", name="Well done").tap()
    expect(page.get_by_role("button", name="Well done 1 said so")).to_be_visible()
    assert "only=all" in page.url


def test_a_kind_word_that_cannot_be_sent_says_so(visit: Visit, running: Campaign) -> None:
    page = visit("rosa")
    page.goto(f"/campaigns/{running.id}")
    page.context.set_offline(True)
    page.get_by_role("button", name="Well done").tap()
    expect(page.get_by_role("status")).to_have_text("That could not be sent just now. Please try again.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Well done").tap()
    expect(page.get_by_role("button", name="Well done 1 said so")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mona_debriefs_on_her_laptop(visit: Visit, violations: Axe, scheme: str) -> None:
    over = begun(person("mona"), goal=2, starts_on=in_days(-9), ends_on=in_days(0), limits="Up to 15")
    for what in ("Delivery on Sunday", "Delivery at six"):
        asked(person("rosa"), what, "not possible", why="Nobody drives", at=days_ago(8))
    give(asked(person("rosa"), "A cooler"), person("mona").id, "well done", days_ago(0))
    db.session.commit()
    page = visit("mona", viewport=LAPTOP, color_scheme=scheme)
    page.goto(f"/campaigns/{over.id}")
    assert violations(page) == []
    page.get_by_role("link", name="Gap report").click()
    expect(page.get_by_role("heading", name="Delivery")).to_be_visible()
    assert violations(page) == []
    page.go_back()
    page.get_by_role("link", name="Debrief").click()
    expect(page.get_by_text("The goal is reached, together")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("What do you keep?").fill("Five minutes at the wall.")
    page.get_by_role("button", name="Keep these sentences").click()
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    rosa = visit("rosa")
    rosa.goto(f"/campaigns/{over.id}")
    expect(rosa.get_by_text("Five minutes at the wall.")).to_be_visible()


def test_it_is_changed_and_ended_on_a_phone(visit: Visit, running: Campaign, violations: Axe, too_small: Axe) -> None:
    page = visit("mona")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/campaigns/{running.id}")
    page.get_by_role("link", name="Change or end it").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change the campaign")
    assert violations(page) == []
    assert too_small(page) == []
    page.get_by_label("Team goal").fill("9")
    page.get_by_role("button", name="Save the changes").tap()
    expect(page.get_by_text("1 of 9 notes")).to_be_visible()
    page.get_by_role("link", name="Change or end it").tap()
    page.get_by_role("button", name="End it today").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Debrief")
    assert violations(page) == []


def print_of(page: Page) -> Any:
    page.emulate_media(media="print")
    return page


def test_the_gap_report_prints_without_what_is_tapped(visit: Visit, running: Campaign) -> None:
    page = visit("mona", viewport=LAPTOP)
    page.goto(f"/campaigns/{running.id}/gaps")
    print_of(page)
    expect(page.get_by_text("A cooler")).to_be_visible()
    expect(page.get_by_role("link", name="CSV")).to_be_hidden()
    page.goto(f"/campaigns/{running.id}/debrief")
    expect(page.get_by_role("button", name="Keep these sentences")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yes! We can")
