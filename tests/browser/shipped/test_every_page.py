"""Every page of the site, with the demo company's data: seen by axe, in light and dark, narrow and enlarged; and weighed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.server import Server

Visit = Callable[..., Page]
STANCE = "/lessons/thirty-day-stance"
PAGES = [
    ("rosa", "/"),
    ("rosa", "/library"),
    ("rosa", "/modules/thirty-day-stance"),
    ("rosa", "/lessons/why-customers-leave/sixty-eight-percent"),
    ("rosa", f"{STANCE}/painful-news"),
    ("rosa", f"{STANCE}/painful-news/quiz"),
    ("rosa", f"{STANCE}/thirty-days-on-a-card/quiz"),
    ("rosa", "/lessons/why-customers-leave/leaking-bucket/quiz"),
    ("rosa", f"{STANCE}/ten-calls/exercises/call-ten"),
    ("rosa", f"{STANCE}/as-if-notice/exercises/thirty-working-days"),
    ("rosa", "/lessons/yes-we-can-do-that/four-weeks/exercises/yes-wall?wall=2"),
    ("rosa", f"{STANCE}/painful-news/reflection"),
    ("rosa", f"{STANCE}/painful-news/plan"),
    ("rosa", "/field"),
    ("rosa", "/me"),
    ("rosa", "/me/manager-view"),
    ("rosa", "/me/settings"),
    ("sven", "/"),
    ("sven", "/field"),
    ("sven", "/me"),
    ("mona", "/team/month"),
    ("tess", "/"),
    ("mona", "/team"),
    ("mona", "/team?module=yes-we-can-do-that"),
    ("viktor", "/team"),
    ("ada", "/admin/people"),
    (None, "/sign-in"),
    ("rosa", "/no-such-page"),
]
COLD, WARM = 60 * 1024, 15 * 1024


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "path"), PAGES)
def test_axe_finds_nothing(
    visit: Visit, violations: Callable[[Page], list[str]], name: str | None, path: str, scheme: str
) -> None:
    page = visit(name, color_scheme=scheme, reduced_motion="reduce")
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert violations(page) == []


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_nothing_is_cut_off_at_320_pixels_or_with_text_twice_as_large(
    visit: Visit, name: str | None, path: str
) -> None:
    page = visit(name, viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.goto(path)
    assert overflow(page) == 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_style_tag(content="html { font-size: 200% }")
    assert overflow(page) == 0


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_thumb_hits_whatever_can_be_touched(
    visit: Visit, too_small: Callable[[Page], list[str]], name: str | None, path: str
) -> None:
    page = visit(name)
    page.goto(path)
    assert too_small(page) == []


def test_a_thumb_hits_whatever_can_be_touched_on_an_entry(visit: Visit, too_small: Callable[[Page], list[str]]) -> None:
    page = visit("rosa")
    page.goto(f"{STANCE}/ten-calls/exercises/call-ten")
    page.get_by_role("link", name="Correct").first.click()
    page.wait_for_url("**/entries/*")
    assert too_small(page) == []


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("path", ["", "/quiz"])
def test_a_first_lesson_is_light_on_a_slow_network(server: Server, chromium: Browser, path: str) -> None:
    context = chromium.new_context(base_url=server.address, viewport={"width": 360, "height": 740})
    context.add_cookies([server.cookie("sven")])
    page = context.new_page()
    address = f"/lessons/why-customers-leave/leaking-bucket{path}"
    cold, warm = weigh(page, address), weigh(page, address)
    context.close()
    assert 0 < warm <= WARM
    assert warm < cold <= COLD


def weigh(page: Page, path: str) -> int:
    """The bytes that came over the network, headers included, until the page was quiet."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    session.detach()
    return int(sum(sizes))
