"""After something was sent, the eye and the keyboard are where the answer is."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from support.deeds import did
from support.lessons import PLAN, exercise, make_lesson
from support.server import Server

from rapport.database import db
from rapport.people.user import User

Visit = Callable[..., Page]
PLANNING = "/lessons/made/calls/plan"


@pytest.fixture(autouse=True)
def lesson(server: Server) -> None:
    with server.site.app.app_context():
        make_lesson("calls", exercises=[exercise("ring")], plan=PLAN)
        rosa = db.session.query(User).filter_by(email="rosa@demo.example").one()
        values = {"who": "Bakery", "promise": "Send the list", "by": date.today().isoformat()}  # noqa: DTZ011
        did(rosa, "entry", "calls", exercise="ring", values=values)


def test_a_promise_is_answered_on_today_without_a_reload(visit: Visit) -> None:
    page = visit("rosa")
    page.goto("/")
    page.evaluate("window.samePage = true")
    page.get_by_role("button", name="Done", exact=True).tap()
    expect(page.locator("[data-notice]")).to_be_focused()
    expect(page.locator("[data-notice]")).to_have_text("Done. Well kept.")
    assert page.evaluate("window.samePage")
    page.reload()
    expect(page.locator("[data-notice]")).to_have_count(0)


def test_what_has_happened_is_told_once_on_a_page_of_its_own(visit: Visit) -> None:
    page = visit("rosa")
    page.goto("/field?answered=done")
    expect(page.locator("[data-notice]")).to_be_focused()
    assert page.evaluate("location.search") == ""


def test_a_refused_plan_shows_its_first_sentence(visit: Visit) -> None:
    page = visit("rosa")
    page.goto(PLANNING)
    page.get_by_role("button", name="Save my plan").tap()
    expect(page.locator(".error").first).to_be_focused()
    expect(page.locator(".error").first).to_be_in_viewport()


def test_a_refused_leave_is_seen_without_scrolling(visit: Visit) -> None:
    page = visit("rosa")
    page.goto("/me/settings")
    today = date.today()  # noqa: DTZ011
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Add").tap()
    expect(page.get_by_label("Last day")).to_be_focused()
    expect(page.get_by_text("The last day comes before the first.")).to_be_in_viewport()


def test_a_leave_that_is_kept_is_confirmed_where_one_is(visit: Visit) -> None:
    page = visit("rosa")
    page.goto("/me/settings")
    today = date.today().isoformat()  # noqa: DTZ011
    page.get_by_label("First day").fill(today)
    page.get_by_label("Last day").fill(today)
    page.get_by_role("button", name="Add").tap()
    expect(page.get_by_text("Enjoy the time away.")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Days away")).to_be_in_viewport()
