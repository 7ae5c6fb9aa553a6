"""Ada uploads a file of people: on a phone by thumb, on a laptop while she watches the worker, and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.people_files import NINA, people_csv, people_xlsx

from rapport import jobs
from rapport.database import db
from rapport.exchange.upload import Upload
from rapport.people.user import person_with

LAPTOP = {"width": 1280, "height": 800}
FIVE = [("", f"{name}@demo.example", "", "", "", "", "", "") for name in ("rosa", "ravi", "mona", "tess", "petra")]
Visit = Callable[..., Page]
Found = Callable[[Page], list[str]]


def choose(page: Page, data: bytes, others_left: bool = False) -> None:
    page.goto("/admin/upload")
    page.get_by_label("The file").set_input_files({"name": "people.xlsx", "mimeType": "", "buffer": data})
    if others_left:
        page.get_by_label("People who are not in this file have left").check()
    page.get_by_role("button", name="Look at it").click()


def test_on_a_phone_a_slip_is_mended_and_the_picture_becomes_true(
    visit: Visit, violations: Found, too_small: Found, in_site: None
) -> None:
    page = visit("ada")
    page.goto("/admin/people")
    page.get_by_role("link", name="Upload").tap()
    expect(page.get_by_role("heading", name="Upload people and teams")).to_be_visible()
    assert (violations(page), too_small(page)) == ([], [])
    choose(page, people_xlsx((*NINA[:5], "soon", "", "")))
    expect(page.get_by_text("Row 2, column F (start date)")).to_be_visible()
    assert (violations(page), too_small(page)) == ([], [])
    page.get_by_role("link", name="Choose the mended file").tap()
    choose(page, people_xlsx(NINA))
    expect(page.get_by_text("Nothing has been changed yet.")).to_be_visible()
    expect(page.get_by_text("Joins Field / North")).to_be_visible()
    assert (violations(page), too_small(page)) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Do it").tap()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert (violations(page), too_small(page)) == ([], [])
    page.get_by_role("link", name="To the people").tap()
    expect(page.get_by_text("Nina Wolf")).to_be_visible()


def test_a_refused_file_is_told_at_its_field(visit: Visit, violations: Found) -> None:
    page = visit("ada")
    choose(page, people_xlsx(NINA)[:-200])
    expect(page.get_by_text("This workbook is damaged or cut off.")).to_be_visible()
    expect(page.get_by_label("The file")).to_be_focused()
    assert violations(page) == []


def test_accounts_are_closed_only_when_their_number_is_typed(visit: Visit, violations: Found, in_site: None) -> None:
    page = visit("ada", viewport=LAPTOP)
    choose(page, people_csv(*FIVE), others_left=True)
    number = page.get_by_label("How many accounts are to be closed?")
    number.fill("5")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("This is not the number of accounts that would be closed.")).to_be_visible()
    expect(number).to_have_value("5")
    assert violations(page) == []
    number.fill("2")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert not person_with("otto@demo.example").is_active  # type: ignore[union-attr]


@pytest.fixture
def busy_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has something else to do for now."""
    monkeypatch.setitem(jobs.JOBS, "apply_upload", lambda _: None)


def half_done() -> str:
    one = db.session.query(Upload).one()
    one.done, one.total = 500, 1_000
    upload_id = one.id
    db.session.commit()
    return upload_id


def test_one_may_watch_how_far_it_is(visit: Visit, violations: Found, in_site: None, busy_worker: Any) -> None:
    page = visit("ada", viewport=LAPTOP)
    choose(page, people_csv(NINA))
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("0 of 1 person")).to_be_visible()
    upload_id = half_done()
    expect(page.get_by_text("500 of 1,000 people")).to_be_visible()
    assert violations(page) == []
    jobs.apply_upload(upload_id)
    expect(page.get_by_role("heading", name="Done")).to_be_visible()


def test_without_scripts_the_page_comes_again_by_itself(visit: Visit, in_site: None, busy_worker: Any) -> None:
    page = visit("ada", java_script_enabled=False)
    choose(page, people_csv(NINA))
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("0 of 1 person")).to_be_visible()
    jobs.apply_upload(half_done())
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
