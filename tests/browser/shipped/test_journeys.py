"""Whole journeys on the shipped lessons: by thumb, by keyboard, without scripts."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from browserserver import Server
from playwright.sync_api import Page, expect

from rapport import clock
from rapport.database import db
from rapport.learning.completion import Completion
from rapport.people.invitation import invitation_token, invite
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress.progress import Progress

Visit = Callable[..., Page]
LESSON = "/lessons/why-customers-leave/leaking-bucket"


def invitation_path(server: Server) -> str:
    """The address behind a fresh invitation to North."""
    with server.site.app.app_context():
        north = db.session.query(Team).filter_by(name="North").one()
        invitation = invite("rep", north.id, 7, 5, None, clock.now())
        db.session.commit()
        return f"/join/{invitation_token(invitation, server.site.app.config['SECRET_KEY'])}"


def progress_in(server: Server, email: str, lesson_key: str) -> Progress | None:
    with server.site.app.app_context():
        person = db.session.query(User).filter_by(email=email).one()
        lesson = server.site.app.jinja_env.globals  # keeps the app alive while we look
        assert lesson is not None
        rows = db.session.query(Progress).filter_by(rep_id=person.id).all()
        found = [row for row in rows if _lesson_key(row.lesson_id) == lesson_key]
        db.session.expunge_all()
        return found[0] if found else None


def _lesson_key(lesson_id: int) -> str:
    from rapport.catalogue.lesson import Lesson

    return db.session.get_one(Lesson, lesson_id).key


class Thumb:
    """Counts taps: opening and typing are free, every button, choice and field is one."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).tap()
        self.taps += 1

    def type(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=False).first
        if not field.evaluate("field => field === document.activeElement"):
            field.tap()
            self.taps += 1
        self.page.keyboard.insert_text(text)


def answer_quiz(page: Page, choose: Callable[[Page], None]) -> None:
    """Go through a quiz to its result; `choose` answers the question that stands there."""
    for _ in range(20):
        if re.search(r"/quiz/[0-9a-f-]{36}", page.url):
            return
        choose(page)
        page.get_by_role("button", name="Sure", exact=True).click()
        onward = page.locator("main").get_by_role("button", name=re.compile("^(Next question|See how it went|Once more|See the result).*"))
        expect(onward.first).to_be_visible()
        onward.first.click()
    raise AssertionError("the quiz does not end")


def test_a_new_rep_is_in_the_first_lesson_after_six_taps_and_completes_it(server: Server, visit: Visit) -> None:
    page = visit()
    thumb = Thumb(page)
    page.goto(invitation_path(server))
    thumb.type("Your name", "Nora Quist")
    thumb.type("E-mail", "nora@larkfield.example")
    thumb.tap("Go on")
    letter = page.locator("section", has=page.locator("#mailbox")).inner_text()
    code = re.search(r"\b(\d{6})\b", letter)
    assert code
    thumb.type("Code", code[1])
    thumb.tap("Come in")
    expect(page.get_by_role("heading", name="Welcome, Nora")).to_be_visible()
    thumb.tap("Start the first lesson")
    expect(page).to_have_url(re.compile(f"{LESSON}$"))
    assert thumb.taps <= 6
    page.get_by_role("button", name="On to the quiz").tap()
    answer_quiz(page, right_answer(server, "leaking-bucket"))
    expect(page.locator("main")).to_contain_text("2 of 2")
    stands = progress_in(server, "nora@larkfield.example", "leaking-bucket")
    assert stands is not None
    assert stands.completed_at is not None
    page.goto("/")
    expect(page.locator(".card--lead")).to_contain_text("Five reasons")


def right_answer(server: Server, lesson_key: str) -> Callable[[Page], None]:
    """Answers each question of a lesson's quiz rightly, as the page shows it."""
    from rapport.catalogue.lesson import Lesson

    with server.site.app.app_context():
        questions = db.session.query(Lesson).filter_by(key=lesson_key).one().quiz["questions"]
        db.session.rollback()

    def choose(page: Page) -> None:
        for question in questions:
            if page.locator(f"form [name=question][value='{question['key']}']").count():
                fill_in(page, question)
                return
        raise AssertionError("a question that the lesson does not have")

    return choose


def fill_in(page: Page, question: dict[str, Any]) -> None:
    form = page.locator("form", has=page.locator("[name=question]"))
    if question["kind"] in {"one", "many"}:
        for choice in question["choices"]:
            if choice["right"]:
                form.locator(f"input[value='{choice['key']}']").check(force=True)
    elif question["kind"] in {"typed", "number"}:
        form.locator("input[name=response]").fill(question["answer"] or question["accepted"][0])
    else:
        raise AssertionError(f"no journey meets {question['kind']} here")
