"""Ada's pages in a browser: people, teams, invitations, the audit; on her phone and at her desk."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from support.server import Server

from rapport.database import db
from rapport.people.audit import newest
from rapport.people.user import User

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]
LAPTOP = {"width": 1280, "height": 800}


def test_the_link_is_copied_in_one_tap(visit: Visit) -> None:
    page = visit("ada")
    page.goto("/admin/invitations")
    page.get_by_role("button", name="Make the link").tap()
    page.get_by_role("button", name="Copy the link").tap()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_closing_an_account_is_asked_about_once(visit: Visit) -> None:
    page = visit("ada")
    page.goto("/admin/people?q=rosa")
    page.get_by_role("link", name="Rosa Lind").tap()
    close = page.get_by_role("button", name="Close the account")
    page.once("dialog", lambda dialog: dialog.dismiss())
    close.tap()
    expect(close).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    close.tap()
    expect(page.get_by_role("button", name="Let them come back")).to_be_visible()


def test_a_day_of_ada_on_her_phone(visit: Visit, violations: Check, too_small: Check) -> None:
    """Somebody moves to another team and leads it; somebody else asks to be forgotten."""
    page = visit("ada")

    def fine() -> None:
        assert violations(page) == []
        assert too_small(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.goto("/admin/people")
    fine()
    page.get_by_label("Name or e-mail").fill("rosa")
    page.get_by_role("button", name="Search").tap()
    expect(page.get_by_role("heading", name="1 person found")).to_be_visible()
    page.get_by_role("link", name="Rosa Lind").tap()
    expect(page.get_by_role("heading", name="Rosa Lind")).to_be_visible()
    fine()
    page.get_by_role("button", name="Take Rosa Lind out of Field / North").tap()
    page.get_by_label("Another team").select_option(label="\u2003South")
    page.get_by_label("They lead it").check()
    page.get_by_role("button", name="Put into this team").tap()
    expect(page.get_by_text("Rosa Lind is in South now.")).to_be_visible()
    expect(page.get_by_text("Leads it", exact=True)).to_be_visible()
    fine()
    page.goto("/admin/people?q=otto")
    page.get_by_role("link", name="Otto Brandis").tap()
    page.get_by_role("link", name="Erase this person").tap()
    expect(page.get_by_role("heading", name="Erase Otto Brandis")).to_be_visible()
    fine()
    page.get_by_role("button", name="Erase for ever").tap()
    expect(page.get_by_text("Nothing was erased.")).to_be_visible()
    fine()
    page.get_by_label("Type the name to erase this person").fill("Otto Brandis")
    page.get_by_role("button", name="Erase for ever").tap()
    expect(page.get_by_text("This person is erased.")).to_be_visible()
    expect(page.get_by_text("Otto")).to_have_count(0)
    page.get_by_role("link", name="Audit").tap()
    expect(page.get_by_role("list").get_by_text("Erased a person")).to_be_visible()
    fine()


def test_the_teams_are_put_in_order_at_a_desk(visit: Visit, violations: Check, server: Server) -> None:
    page = visit("ada", viewport=LAPTOP)
    page.goto("/admin/teams")
    assert violations(page) == []
    page.get_by_text("New team").click()
    page.get_by_label("Name").fill("West")
    page.get_by_label("It stands under").select_option(label="Field")
    page.get_by_role("button", name="Make the team").click()
    expect(page.get_by_role("heading", name="West")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("It stands under").select_option(label="Harbour")
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_text("West has its new place.")).to_be_visible()
    page.get_by_label("What it is called").fill("Quay")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="Quay")).to_be_visible()
    page.get_by_role("link", name="Harbour").click()
    page.get_by_text("Merge or remove").click()
    page.get_by_label("It becomes part of").select_option(label="Field")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("Harbour is part of Field now.")).to_be_visible()
    expect(page.get_by_role("link", name="Quay")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="See them").click()
    expect(page.get_by_role("link", name="Otto Brandis")).to_be_visible()
    page.get_by_role("link", name="Otto Brandis").click()
    expect(page.get_by_role("heading", name="Otto Brandis")).to_be_visible()
    assert violations(page) == []
    with server.site.app.app_context():
        acts = [row.what for row in newest()][::-1]
        assert acts == ["made a team", "moved a team", "renamed a team", "merged a team"]
        assert db.session.query(User).count() == 8
        db.session.rollback()


def test_without_scripts_too(visit: Visit) -> None:
    page = visit("ada", java_script_enabled=False)
    page.goto("/admin/teams")
    page.get_by_role("link", name="North").tap()
    page.get_by_label("What it is called").fill("Far North")
    page.get_by_role("button", name="Rename").tap()
    expect(page.get_by_role("heading", name="Far North")).to_be_visible()
