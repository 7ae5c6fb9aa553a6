"""Ada's pages with scripts: a link is copied in one tap, and an account is not closed by a slip."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_the_link_is_copied_in_one_tap(visit: Visit) -> None:
    page = visit("ada")
    page.goto("/admin/people")
    page.get_by_text("Invite people").tap()
    page.get_by_role("button", name="Make the link").tap()
    page.get_by_role("button", name="Copy the link").tap()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_closing_an_account_is_asked_about_once(visit: Visit) -> None:
    page = visit("ada")
    page.goto("/admin/people")
    close = page.get_by_role("button", name="Close the account of Rosa Lind")
    page.once("dialog", lambda dialog: dialog.dismiss())
    close.tap()
    expect(close).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    close.tap()
    expect(page.get_by_role("button", name="Open the account of Rosa Lind")).to_be_visible()
