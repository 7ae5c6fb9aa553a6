"""Mona asks for a module by thumb in four taps; who comes later is asked too; more time in two taps; undo and withdraw."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from support.deeds import asked
from support.lessons import exercise, make_lesson
from support.server import Server

from rapport import clock
from rapport.database import db
from rapport.mail import Mail
from rapport.pages.words import plain_day
from rapport.people.invitation import invitation_token, invite
from rapport.people.team import Team, add_member, add_team
from rapport.people.user import User
from rapport.progress import roster

Visit = Callable[..., Page]
Judge = Callable[[Page], list[str]]
LAPTOP = {"width": 1280, "height": 800}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Thumb:
    """Counts taps."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1


@pytest.fixture
def asks(server: Server) -> Callable[[], int]:
    """`asks()`: Mona has asked North for "keeping", a minute ago; the assignment's id."""

    def ask() -> int:
        with server.site.app.app_context():
            mona = db.session.query(User).filter_by(email="mona@demo.example").one()
            return asked(mona, at=clock.now() - timedelta(minutes=1))

    return ask


def code_for(server: Server, email: str) -> str:
    """The six digits of the mail to this address."""
    with server.site.app.app_context():
        mail = db.session.scalars(select(Mail).where(Mail.to == email)).one()
        found = re.search(r"\b\d{6}\b", mail.subject + mail.text)
        db.session.rollback()
    assert found
    return found[0]


def day(days: int) -> str:
    today = clock.today("UTC")
    return plain_day(today + timedelta(days=days), today)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_module_is_asked_for_in_four_taps(visit: Visit, violations: Judge, too_small: Judge, scheme: str) -> None:
    page = visit("mona", color_scheme=scheme, reduced_motion="reduce")
    page.goto("/")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("navigation", name="Main").get_by_role("link", name="Team"))
    thumb.tap(page.get_by_role("link", name="Assign", exact=True))
    expect(page.get_by_role("heading", name="Ask for modules")).to_be_visible()
    assert violations(page) + too_small(page) == []
    page.reload()
    thumb.tap(page.locator(".choice", has_text="Keeping customers"))
    thumb.tap(page.get_by_role("button", name=f"Ask 1 person in North until {day(14)}"))
    expect(page.get_by_role("heading", name="Keeping customers")).to_be_visible()
    assert thumb.taps <= 4
    assert page.evaluate(WIDER) <= 0
    assert violations(page) + too_small(page) == []
    rosa = visit("rosa")
    rosa.goto("/")
    expect(rosa.locator(".card--lead")).to_contain_text(f"Asked by Mona until {day(14)}")
    assert violations(rosa) + too_small(rosa) == []


def test_the_button_says_what_will_happen(server: Server, visit: Visit) -> None:
    with server.site.app.app_context():
        make_lesson("long", module="slow", title="Long", exercises=[exercise("s", goal=30, rhythm="working day")])
    page = visit("viktor", viewport=LAPTOP)
    page.goto("/assignments/new")
    send = page.locator("[data-sends]")
    expect(send).to_have_text(f"Ask 2 people in Field until {day(14)}")
    page.get_by_label("South").check()
    page.get_by_label("In 30 days").check()
    expect(send).to_have_text(f"Ask 1 person in South until {day(30)}")
    expect(page.locator("[data-too-short]")).to_be_hidden()
    page.get_by_label("Slow").check()
    expect(page.locator("[data-too-short]")).to_contain_text("30 working days")
    page.get_by_label("On a day").check()
    expect(send).to_have_text("Ask for it")
    page.get_by_label("The day").fill("2090-03-05")
    expect(send).to_have_text("Ask 1 person in South until 5 March 2090")
    expect(page.locator("[data-too-short]")).to_be_hidden()
    page.get_by_role("radio", name="After joining").check()
    expect(send).to_have_text("Ask 1 person in South within 30 days of joining")
    page.get_by_label("In 14 days").check()
    page.get_by_label("Some people").check()
    for name in ("Mona Adler", "Ravi Menon", "Rosa Lind"):
        page.get_by_label(name).check()
    expect(send).to_have_text(f"Ask Mona Adler and 2 others until {day(14)}")
    page.get_by_role("textbox", name="Why").press("Enter")
    expect(page.get_by_role("heading", name="Slow")).to_be_visible()


def test_whoever_comes_in_later_is_asked_too(server: Server, visit: Visit) -> None:
    with server.site.app.app_context():
        north = db.session.scalars(select(Team.id).where(Team.name == "North")).one()
        make_lesson("wanted", module="made", title="What is asked for")
        asked(db.session.query(User).filter_by(email="mona@demo.example").one(), "made")
        link = invitation_token(invite("rep", north, 7, 5, None, clock.now()), server.site.app.config["SECRET_KEY"])
        db.session.commit()
    page = visit()
    page.goto(f"/join/{link}")
    page.get_by_label("Your name").fill("Nora Quist")
    page.get_by_label("E-mail").fill("nora@larkfield.example")
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_label("Code").fill(code_for(server, "nora@larkfield.example"))
    page.get_by_role("button", name="Come in").tap()
    expect(page).to_have_url(re.compile("/welcome"))
    page.get_by_role("button").last.tap()
    expect(page.get_by_role("heading", name="What is asked for")).to_be_visible()  # not the library's first one
    page.goto("/")
    expect(page.locator(".card--lead")).to_contain_text(f"Asked by Mona until {day(14)}")
    mona = visit("mona")
    mona.goto("/assignments")
    mona.get_by_role("link", name="Made").tap()
    expect(mona.get_by_text("0 of 2 people done")).to_be_visible()
    expect(mona.get_by_role("link", name="Nora Quist")).to_be_visible()


def test_a_week_more_for_one_person_in_two_taps(
    visit: Visit, violations: Judge, too_small: Judge, asks: Callable[[], int]
) -> None:
    page = visit("mona", reduced_motion="reduce")
    page.goto(f"/assignments/{asks()}")
    thumb = Thumb(page)
    thumb.tap(page.get_by_text("Extend for Rosa Lind"))
    assert violations(page) == []
    thumb.tap(page.locator("li", has_text="Rosa Lind").get_by_role("button", name="1 week"))
    assert thumb.taps == 2
    expect(page.get_by_text(f"Rosa has until {day(21)} now, and sees it on Today.")).to_be_visible()
    assert violations(page) + too_small(page) == []
    rosa = visit("rosa", reduced_motion="reduce")
    rosa.goto("/")
    expect(rosa.get_by_text(f"Mona gave you more time for “Keeping customers”: until {day(21)}.")).to_be_visible()
    rosa.get_by_role("button", name="Seen").tap()
    expect(rosa.get_by_text("What has changed")).to_have_count(0)


def test_a_week_more_for_everybody_in_two_clicks_on_a_laptop(
    visit: Visit, violations: Judge, asks: Callable[[], int]
) -> None:
    page = visit("mona", viewport=LAPTOP, reduced_motion="reduce")
    page.goto(f"/assignments/{asks()}")
    card = page.get_by_role("region", name="For everybody")
    card.get_by_text("Extend").click()
    card.get_by_role("button", name="1 week").click()
    expect(page.get_by_text(f"Everybody who still has to do it has until {day(21)} now")).to_be_visible()
    assert violations(page) == []


def test_undo_within_ten_seconds_and_then_no_more(visit: Visit) -> None:
    page = visit("mona", reduced_motion="reduce")
    page.clock.install()
    page.goto("/assignments/new?module=keeping")
    page.get_by_role("button", name="Ask 1 person").tap()
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("Undone: nobody was asked.")).to_be_visible()
    page.goto("/assignments/new?module=keeping")
    page.get_by_role("button", name="Ask 1 person").tap()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.clock.run_for(10_500)
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()


def test_withdrawing_is_asked_about_and_can_be_taken_back(
    visit: Visit, violations: Judge, asks: Callable[[], int]
) -> None:
    page = visit("mona", reduced_motion="reduce")
    page.goto(f"/assignments/{asks()}")
    page.get_by_text("Withdraw", exact=True).tap()
    page.get_by_role("button", name="Withdraw it").tap()
    expect(page.get_by_text("Nobody has to do it any more, and what was done is kept.")).to_be_visible()
    assert violations(page) == []
    rosa = visit("rosa")
    rosa.goto("/")
    expect(rosa.get_by_text("Mona no longer asks you for “Keeping customers”.")).to_be_visible()
    page.get_by_role("button", name="Ask for it again").tap()
    expect(page.get_by_text("It is asked for again, until the same day as before.")).to_be_visible()
    page.goto("/assignments")
    expect(page.get_by_role("heading", name="Running")).to_be_visible()
    assert violations(page) == []


def test_all_of_it_without_scripts(server: Server, visit: Visit) -> None:
    with server.site.app.app_context():
        north = db.session.query(Team).filter_by(name="North").one()
        people = [User(email=f"p{n}@demo.example", name=f"Person {n:02}", created_at=clock.now()) for n in range(30)]
        db.session.add_all(people)
        db.session.flush()
        for person in people:
            add_member(north.id, person.id, clock.now())
        for number in range(8):
            add_team(f"Team {number}", north)
        roster.follow([person.id for person in people], clock.now())
        db.session.commit()
    page = visit("mona", java_script_enabled=False)
    page.goto("/assignments/new")
    page.get_by_label("Keeping customers").check()
    page.get_by_label("Whom").select_option("people")
    page.get_by_label("Find somebody").fill("son 28")
    page.get_by_role("button", name="Find", exact=True).tap()
    page.get_by_label("Person 28").check()
    page.get_by_label("On a day").check()
    page.get_by_role("button", name="Ask for it").tap()
    expect(page.get_by_text("Please pick a day from today on.")).to_be_visible()
    page.get_by_label("The day").fill("2027-03-05")
    page.get_by_role("button", name="Ask for it").tap()
    expect(page.get_by_text("Person 28, until 5 March 2027")).to_be_visible()
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("Undone: nobody was asked.")).to_be_visible()


def test_a_rep_starts_a_module_and_puts_it_aside(
    server: Server, visit: Visit, violations: Judge, too_small: Judge
) -> None:
    with server.site.app.app_context():
        make_lesson("wanted", module="made", title="What I want")
    page = visit("rosa", reduced_motion="reduce")
    page.goto("/modules/made")
    assert violations(page) + too_small(page) == []
    page.get_by_role("button", name="Start this module").tap()
    expect(page.get_by_role("heading", name="What I want")).to_be_visible()
    page.goto("/")
    expect(page.locator(".card--lead")).to_contain_text("You put this module first.")
    page.goto("/modules/made")
    assert violations(page) + too_small(page) == []
    page.get_by_role("button", name="Put it aside").tap()
    expect(page.get_by_text("Put aside. What you have done in it is kept.")).to_be_visible()
