"""A manager between two meetings: a nudge in two taps on the phone, the month end on the laptop and on paper."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from support.deeds import did
from support.lessons import exercise, make_lesson
from support.server import Server

from rapport import clock
from rapport.database import db
from rapport.people.user import User

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]
LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture
def rosa_id(server: Server) -> int:
    """Rosa works every day, and where she is it is about noon."""
    with server.site.app.app_context():
        rosa = db.session.query(User).filter_by(email="rosa@demo.example").one()
        rosa.working_days = "1234567"
        rosa.zone = f"Etc/GMT{clock.now().hour - 12:+d}"
        make_lesson("calls", exercises=[exercise("ring", goal=10)])
        db.session.commit()
        did(rosa, "completion", "calls")
        did(rosa, "entry", "calls", exercise="ring", values={"who": "Bakery"})
        return rosa.id


def test_a_nudge_is_picked_changed_and_sent_on_the_phone(
    visit: Visit, rosa_id: int, violations: Check, too_small: Check
) -> None:
    mona = visit("mona")
    mona.goto(f"/team/people/{rosa_id}/nudge")
    expect(mona.get_by_text("3 of 3 left for 14 days")).to_be_visible()
    mona.get_by_role("link", name="Hi Rosa, 1 of 10 calls").tap()
    box = mona.get_by_label("Your words")
    expect(box).to_have_value("Hi Rosa, 1 of 10 calls of “Ring” are done, and it ends in 14 days. Who comes next?")
    assert violations(mona) == []
    assert too_small(mona) == []
    box.fill("Hi Rosa, one call is done: well begun!")
    mona.get_by_role("button", name="Send to Rosa").tap()
    expect(mona.get_by_text("Sent. Rosa finds it on Today and in the mail.")).to_be_visible()

    rosa = visit("rosa")
    rosa.goto("/")
    expect(rosa.get_by_text("Hi Rosa, one call is done: well begun!")).to_be_visible()
    assert violations(rosa) == []
    rosa.get_by_role("button", name="I have seen it").tap()
    expect(rosa.get_by_text("well begun!")).to_have_count(0)

    mona.goto(f"/team/people/{rosa_id}/nudge")
    expect(mona.get_by_text("Rosa has had a nudge today. The next one can go from 7:00 tomorrow")).to_be_visible()
    expect(mona.get_by_text("2 of 3 left until")).to_be_visible()
    expect(mona.get_by_label("Your words")).to_have_count(0)
    assert violations(mona) == []


def test_a_nudge_needs_no_scripts(visit: Visit, rosa_id: int) -> None:
    mona = visit("mona", java_script_enabled=False)
    mona.goto(f"/team/people/{rosa_id}/nudge")
    mona.get_by_label("Your words").fill("")
    mona.get_by_role("button", name="Send to Rosa").tap()
    expect(mona.get_by_text("Please write a few words.")).to_be_visible()
    mona.get_by_label("Your words").fill("Well done, Rosa.")
    mona.get_by_role("button", name="Send to Rosa").tap()
    expect(mona.get_by_text("Sent. Rosa finds it")).to_be_visible()


@pytest.mark.usefixtures("rosa_id")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_month_end_on_a_laptop_with_its_file(visit: Visit, violations: Check, scheme: str) -> None:
    page = visit("viktor", viewport=LAPTOP, color_scheme=scheme)
    page.goto("/team/month")
    assert violations(page) == []
    row = page.get_by_role("region", name="People").get_by_role("row", name="Rosa Lind")
    drawn = row.locator("th, td").all_inner_texts()
    assert drawn == ["Rosa Lind", "0", "–", "1", "0", "1", "North"]
    with page.expect_download() as started:
        page.get_by_role("link", name="Excel").last.click()
    assert started.value.suggested_filename.startswith("month-field-")
    sheet = load_workbook(BytesIO(started.value.path().read_bytes())).active
    assert ["Rosa Lind", 0, None, 1, 0, 1, "North"] in [list(line) for line in sheet.iter_rows(values_only=True)]


@pytest.mark.usefixtures("rosa_id")
def test_the_month_end_on_the_phone_scrolls_only_in_its_tables(
    visit: Visit, violations: Check, too_small: Check
) -> None:
    page = visit("viktor")
    page.goto("/team/month")
    assert violations(page) == []
    assert too_small(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("rosa_id")
def test_the_month_end_on_paper_is_one_page_without_what_is_tapped(visit: Visit) -> None:
    page: Any = visit("viktor", viewport=LAPTOP)
    page.goto("/team/month")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed from Rapport on")).to_be_visible()
    for gone in (page.locator(".tabs"), page.get_by_role("link", name="Excel").first, page.locator("nav a").first):
        expect(gone).to_be_hidden()
    cut_off = "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    assert page.locator(".table-scroll").evaluate_all(cut_off) == 0
