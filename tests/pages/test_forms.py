"""What every page keeps to, found by following every link: forms carry the token, and nothing is inline."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support import deeds
from support.campaigns import asked, begun, make_wall
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz
from support.quizzes import EVERY_KIND, add_quiz

from rapport.people.user import User

OF_ONE_KIND = 10  # a page that can be asked for in many ways is opened in some of them


class Reader(HTMLParser):
    """The links of a page, the fields of its forms that write, and what stands inline in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[list[tuple[str | None, str | None]]] = []
        self.inline: list[str] = []
        self.asleep = 0  # in how many templates, whose links may lead to what is not there yet
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "template":
            self.asleep += 1
        if tag == "a" and not self.asleep and (given.get("href") or "").startswith("/"):
            self.links.append(str(given["href"]).split("#")[0])
        elif tag == "form":
            self.forms.append([] if given.get("method", "").lower() == "post" else [("csrf_token", "hidden")])  # type: ignore[union-attr]
        elif tag == "input" and self.forms:
            self.forms[-1].append((given.get("name"), given.get("type")))
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.asleep -= 1


@pytest.fixture
def busy(cast: dict[str, User]) -> None:
    """Something of everything, so that every page and every form of it is there."""
    make_lesson("whole", exercises=[exercise("calls", sign_off=True)], reflection=REFLECTION, plan=PLAN, quiz=quiz())
    add_quiz("every-kind", EVERY_KIND)
    add_quiz("exam", EVERY_KIND, exam=True)
    rosa = cast["rosa"]
    deeds.coached(rosa, did(rosa, "entry", "whole", exercise="calls", values={"who": "K. B."}))
    make_wall()
    deeds.asked(cast["mona"], module="made")
    begun(cast["mona"], limits="Up to 15", limit_per_rep=3)
    asked(cast["mona"], "A cooler")
    did(rosa, "completion", "whole")
    did(rosa, "attempt", "whole", answers=[{"question": "q1", "response": "no"}])
    did(rosa, "entry", "whole", exercise="calls", values={"who": "K.", "promise": "Call.", "by": "2026-01-02"})
    did(rosa, "reflection", "whole", text="Hers.")
    did(rosa, "plan", "whole", when="I park", then="I call", ask_on="2026-01-01")


def pages_of(browser: FlaskClient, start: str) -> dict[str, Reader]:
    """Every page that links lead to."""
    pages: dict[str, Reader] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in pages or sum(page.split("?")[0] == path.split("?")[0] for page in pages) >= OF_ONE_KIND:
            continue
        answer = browser.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"a link leads to {path}: {answer.status_code}"
        pages[path] = Reader(answer.text if answer.mimetype == "text/html" else "")
        waiting += pages[path].links
    return pages


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("name", "start", "least"),
    [("rosa", "/", 20), ("mona", "/team", 20), ("ada", "/admin/people", 10), (None, "/sign-in", 1)],
)
def test_every_form_of_every_page_carries_the_token_and_nothing_is_inline(
    app: Flask, sign_in: Callable[[str], FlaskClient], name: str | None, start: str, least: int
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    pages = pages_of(sign_in(name) if name else app.test_client(), start)
    assert len(pages) >= least
    bare = {path: form for path, page in pages.items() for form in page.forms if ("csrf_token", "hidden") not in form}
    assert bare == {}
    assert {path: page.inline for path, page in pages.items() if page.inline} == {}
