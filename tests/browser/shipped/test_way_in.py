"""The pages that one meets once: coming in by an invitation, setting an empty site up, a quiz's result. Seen by axe, and fitting."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy import delete, select
from support.server import Server

from rapport import clock
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.learning.attempt import Attempt
from rapport.people import set_up
from rapport.people.invitation import invitation_token, invite
from rapport.people.team import Membership
from rapport.people.user import User

Visit = Callable[..., Page]
Judge = Callable[[Page], list[str]]
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


class Look:
    """Opens all that can be opened, and notes what is wrong with the page as it stands."""

    def __init__(self, page: Page, *judges: Judge) -> None:
        self.page, self.judges, self.wrong = page, judges, list[str]()

    def at(self, what: str) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        self.wrong += [f"{what}: {one}" for judge in self.judges for one in judge(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.wrong.append(f"{what}: wider than the phone")


def phone(visit: Visit, scheme: str, name: str | None = None) -> Page:
    return visit(name, color_scheme=scheme, reduced_motion="reduce", viewport={"width": 320, "height": 640})


def invitation_path(server: Server) -> str:
    with server.site.app.app_context():
        invitation = invite("rep", None, 7, 5, None, clock.now())
        db.session.flush()
        path = f"/join/{invitation_token(invitation, server.site.app.config['SECRET_KEY'])}"
        db.session.commit()
        return path


@SCHEMES
def test_coming_in(server: Server, visit: Visit, violations: Judge, too_small: Judge, scheme: str) -> None:
    page = phone(visit, scheme)
    look = Look(page, violations, too_small)
    page.goto(invitation_path(server))
    look.at("invitation")
    page.get_by_role("button", name="Go on").click()
    look.at("invitation, refused")
    page.get_by_label("Your name").fill("Nora Quist")
    page.get_by_label("E-mail").fill("nora@larkfield.example")
    page.get_by_role("button", name="Go on").click()
    look.at("code")
    code = re.search(r"\b(\d{6})\b", page.locator("section", has=page.locator("#mailbox")).inner_text())
    page.get_by_label("Code").fill("12")
    page.get_by_role("button", name="Come in").click()
    look.at("code, refused")
    assert code
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Come in").click()
    look.at("welcome")
    assert page.url.endswith("/welcome")
    page.goto("/join/nothing")
    look.at("closed invitation")
    assert look.wrong == []


@SCHEMES
def test_setting_up_an_empty_site(
    server: Server, visit: Visit, violations: Judge, too_small: Judge, scheme: str
) -> None:
    app = server.site.app
    with app.app_context():
        for table in (Attempt, Membership, User):
            db.session.execute(delete(table))
        db.session.commit()
    page = phone(visit, scheme)
    look = Look(page, violations, too_small)
    page.goto("/")
    look.at("without the token")
    page.goto(f"/set-up?token={set_up.set_up_token(app.config['SECRET_KEY'])}")
    look.at("set-up")
    page.get_by_role("button").last.click()
    look.at("set-up, refused")
    assert "/set-up" in page.url
    assert look.wrong == []


@SCHEMES
def test_a_link_with_its_code_for_phones(
    server: Server, visit: Visit, violations: Judge, too_small: Judge, scheme: str
) -> None:
    page = phone(visit, scheme, "ada")
    page.goto("/admin/invitations")
    page.get_by_role("button", name="Make the link").click()
    assert re.search(r"/admin/invitations/\d+$", page.url)
    look = Look(page, violations, too_small)
    look.at("link")
    assert look.wrong == []


@SCHEMES
@pytest.mark.parametrize("perfect", [True, False])
def test_the_result_of_a_quiz(
    server: Server, visit: Visit, violations: Judge, too_small: Judge, scheme: str, perfect: bool
) -> None:
    page = phone(visit, scheme, "rosa")
    page.goto(result_path(server, perfect))
    look = Look(page, violations, too_small)
    look.at("result")
    assert look.wrong == []


def result_path(server: Server, perfect: bool) -> str:
    """One of Rosa's results: all right at the first try, or not."""
    with server.site.app.app_context():
        right = Attempt.first_score == 100 if perfect else Attempt.first_score < 100
        own = select(Attempt).join(User, User.id == Attempt.rep_id).where(User.email == "rosa@demo.example", right)
        attempt = db.session.scalars(own.order_by(Attempt.at)).first()
        assert attempt
        lesson = shelf().by_id[attempt.lesson_id]
        path = f"/lessons/{lesson.module_key}/{lesson.key}/quiz/{attempt.id}"
        db.session.rollback()
        return path
