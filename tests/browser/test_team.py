"""Mona's team on her phone and on a laptop: the glance, one filter, somebody's card; by thumb and by keyboard."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from support.deeds import did
from support.lessons import exercise, make_lesson
from support.server import Server

from rapport import clock
from rapport.assignments.assignment import Ask, assign
from rapport.coaching.help import raise_hand
from rapport.database import db
from rapport.people.team import Team, add_member
from rapport.people.user import User
from rapport.progress import pulse, roster

Visit = Callable[..., Page]
LAPTOP = {"width": 1280, "height": 800}
NAMES = ["Birgitta Sørensen-Achterberg", "Oluwaseun Adebayo-Fitzgerald", *(f"Nora {one}" for one in range(9))]
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def team(server: Server) -> None:
    """Twelve people in North: one is late, one has a hand up, Rosa has begun."""
    with server.site.app.app_context():
        lesson = make_lesson("calls", module="calling", exercises=[exercise("ring")])
        north = db.session.scalars(select(Team.id).where(Team.name == "North")).one()
        people = {person.first_name.lower(): person for person in db.session.query(User)}
        new = [join(name, north) for name in NAMES]
        roster.follow(new, clock.now())
        made = clock.now() - timedelta(days=20)
        late = Ask(
            (("module", lesson.module_id),),
            person_ids=(new[0],),
            rule="date",
            due_on=clock.today("UTC") - timedelta(days=3),
        )
        row = assign(people["mona"], late, str(uuid4()), made.date(), made)
        roster.after_assignment(row.id, made)
        raise_hand(str(uuid4()), new[1], lesson.id, "ring", "Whom do I ring first?", clock.now())
        pulse.refresh(new, clock.now())
        did(people["rosa"], "completion", "calls")


def join(name: str, team_id: int) -> int:
    now = clock.now()
    person = User(email=f"{uuid4()}@demo.example", name=name, roles="rep", created_at=now, welcomed_at=now)
    db.session.add(person)
    db.session.flush()
    add_member(team_id, person.id, now)
    return person.id


def wide(page: Page) -> Any:
    return page.evaluate(WIDER_THAN_THE_SCREEN)


def test_on_a_phone_one_look_says_who_and_why(visit: Visit, violations: Any, too_small: Any) -> None:
    page = visit("mona", reduced_motion="reduce")
    page.goto("/")
    page.get_by_role("link", name="Team", exact=True).tap()
    for words in ("Asks for help with “Made”: “Whom do I ring first?”", "“Calling” has been late for 3 days."):
        expect(page.get_by_text(words)).to_be_in_viewport(ratio=1)
    assert wide(page) == 0
    assert violations(page) == []
    assert too_small(page) == []


def test_on_a_phone_a_filter_and_a_card_are_two_taps_away(visit: Visit) -> None:
    page = visit("mona", java_script_enabled=False)
    page.goto("/team")
    rows = page.locator("#people tbody tr")
    expect(rows).to_have_count(13)  # the team together, and its twelve people
    page.get_by_role("link", name="Late", exact=True).tap()
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("1 late")
    rows.last.tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Birgitta")


def test_on_a_phone_somebody_is_found_by_name(visit: Visit) -> None:
    page = visit("mona")
    page.goto("/team")
    page.get_by_text("Find and sort").tap()
    page.get_by_label("Name").fill("oluwa")
    page.get_by_role("button", name="Show").tap()
    expect(page.locator("#people tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Show everything").tap()
    expect(page.locator("#people tbody tr")).to_have_count(13)


def test_on_a_laptop_the_grid_is_a_table_to_sort(visit: Visit, violations: Any) -> None:
    page = visit("mona", viewport=LAPTOP, reduced_motion="reduce")
    page.goto("/team")
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader", name="Calling")).to_be_visible()
    expect(table.get_by_role("row", name="Rosa Lind")).to_contain_text("0 of 1")
    page.get_by_label("Sort by").select_option("Name")
    page.get_by_role("button", name="Show").click()
    names = table.get_by_role("rowheader")
    expect(names.nth(1)).to_contain_text("Birgitta")
    expect(names.last).to_contain_text("Rosa Lind")
    assert wide(page) == 0
    assert violations(page) == []


def test_one_module_alone_says_more(visit: Visit, violations: Any) -> None:
    page = visit("mona", reduced_motion="reduce")
    page.goto("/team")
    page.get_by_role("link", name="Calling").tap()
    row = page.get_by_role("row", name="Birgitta Sørensen-Achterberg")
    expect(row.get_by_text("0 of 1, due")).to_be_visible()
    assert wide(page) == 0
    assert violations(page) == []


def test_by_keyboard_alone_the_first_card_is_opened(visit: Visit) -> None:
    page = visit("mona", viewport=LAPTOP)
    page.goto("/team")
    page.locator("#main").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.need') !== null"):
            break
    expect(page.locator(":focus")).to_have_text("Oluwaseun Adebayo-Fitzgerald")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oluwaseun")


@pytest.mark.parametrize(("width", "letters"), [(320, "100%"), (360, "200%"), (1280, "200%")])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int, letters: str) -> None:
    page = visit("viktor", viewport={"width": width, "height": 740}, bypass_csp=True)
    page.goto("/team")
    page.add_style_tag(content=f"html {{ font-size: {letters} }}")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert wide(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, LAPTOP])
def test_a_region_with_its_teams_pleases_axe(visit: Visit, violations: Any, scheme: str, size: dict[str, int]) -> None:
    page = visit("viktor", viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page.goto("/team")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert violations(page) == []
    page.get_by_role("link", name="North").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("North")
