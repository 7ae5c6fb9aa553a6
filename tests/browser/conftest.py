"""A real site on a port of its own, and phones to open it with."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
import machine
import pytest
from databases import make_database
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from testsite import Site, make_site
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from rapport.database import db
from rapport.people.user import User

QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
ARGUMENTS = [*QUIET.split(), "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
PHONE = {"width": 360, "height": 740}
TALL_PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Handler(WSGIRequestHandler):
    """Keeps connections open, as the real server does, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *args: Any) -> None:
        pass


@dataclass
class Server:
    """The site that browsers meet, with everything on that the tests of pages leave out."""

    site: Site
    address: str
    web: BaseWSGIServer

    def cookie(self, name: str) -> dict[str, Any]:
        """The session cookie of one of the cast, signed in."""
        with self.site.app.app_context():
            person = db.session.query(User).filter_by(email=f"{name}@demo.example").one()
            db.session.expunge_all()
            db.session.rollback()  # or the sign-in would wait for this transaction
            client = self.site.signed_in(person)
        session = client.get_cookie("session")
        assert session is not None
        return {"name": "session", "value": session.value, "url": self.address, "httpOnly": True, "sameSite": "Lax"}


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = make_site(make_database("sqlite", tmp_path_factory.mktemp("browser")), WTF_CSRF_ENABLED=True)
    web = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield Server(site, f"http://127.0.0.1:{web.server_port}", web)
    web.shutdown()
    web.server_close()
    site.close()


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
        page.on("pageerror", lambda error: trouble.append(str(error)))
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


def _is_refusal(text: str) -> bool:
    """What the browser says when our own policy forbids something that a page tried."""
    return "Content Security Policy" in text or "Refused to" in text
