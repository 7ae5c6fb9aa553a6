"""A real site on a port of its own, and phones to open it with."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from support import machine
from support.databases import make_database
from support.server import Server, serve
from support.site import make_site

from rapport.database import db

QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
ARGUMENTS = [*QUIET.split(), "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
PHONE = {"width": 360, "height": 740}
TALL_PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAPS = Path(__file__).parent / "taps.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = make_site(make_database("sqlite", tmp_path_factory.mktemp("browser")), WTF_CSRF_ENABLED=True)
    with serve(site) as server:
        yield server


@pytest.fixture
def server(_server: Server) -> Server:
    """The running site, its database as new."""
    _server.site.restore()
    return _server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = machine.browser()
    assert path, "no Chromium or Chrome is installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(server: Server, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`visit("rosa")` is a page on her phone, signed in; `visit()` a stranger's. Settings are Playwright's own
    (`viewport=LAPTOP`, `java_script_enabled=False`, `color_scheme="dark"`). Errors in scripts fail the test."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_page(name: str | None = None, **settings: Any) -> Page:
        size = settings.pop("viewport", PHONE)
        touch = size["width"] < 900
        context = chromium.new_context(
            base_url=server.address, viewport=size, has_touch=touch, is_mobile=touch, **settings
        )
        contexts.append(context)
        if name:
            context.add_cookies([server.cookie(name)])
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)) if not _is_cut_short(str(error)) else None)
        page.on("console", lambda message: trouble.append(message.text) if _is_refusal(message.text) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not trouble


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    """A stranger's phone, 360 × 740, at the site's address."""
    return visit()


@pytest.fixture
def phone_of(visit: Callable[..., Page]) -> Callable[..., BrowserContext]:
    """`phone_of("rosa")` is her phone without motion, to open more than one page on."""
    return lambda name, **settings: visit(name, reduced_motion="reduce", **settings).context


@pytest.fixture
def in_site(server: Server) -> Iterator[None]:
    """For tests that add lessons to the running site's database, and look into it."""
    with server.site.app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def tall_phone(visit: Callable[..., Page]) -> Page:
    """A stranger's phone, 390 × 844."""
    return visit(viewport=TALL_PHONE)


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """`violations(page)` lists what axe finds against WCAG 2.2 AA, each with the first element concerned."""
    return _violations


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    return [f"{item['id']}: {item['help']} {json.dumps(item['nodes'][0]['html'])}" for item in found["violations"]]


@pytest.fixture
def too_small() -> Callable[[Page], list[str]]:
    """`too_small(page)` lists what a thumb may miss: all that can be touched and is under 44 × 44, links in a sentence aside."""
    return lambda page: list(page.evaluate(TAPS.read_text()))


def _is_cut_short(error: str) -> bool:
    """The fade between two pages ended because somebody went on to a third: Chromium says so as if it were an error."""
    return error.startswith("Transition was skipped")


def _is_refusal(text: str) -> bool:
    """What the browser says when our own policy forbids something that a page tried."""
    return "Content Security Policy" in text or "Refused to" in text
