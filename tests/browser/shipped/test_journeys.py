"""Whole journeys on the shipped lessons: by thumb, by keyboard, without scripts."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from support.server import Server

from rapport import clock
from rapport.catalogue.lesson import Lesson
from rapport.database import db
from rapport.people.invitation import invitation_token, invite
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress.progress import Progress

Visit = Callable[..., Page]
ONWARD = re.compile("^(Next question|See how it went)$")
RESULT = re.compile("/quiz/[0-9a-f-]{36}$")
LESSON = "/lessons/why-customers-leave/leaking-bucket"


def invitation_path(server: Server) -> str:
    """The address behind a fresh invitation to North."""
    with server.site.app.app_context():
        north = db.session.query(Team).filter_by(name="North").one()
        invitation = invite("rep", north.id, 7, 5, None, clock.now())
        db.session.commit()
        return f"/join/{invitation_token(invitation, server.site.app.config['SECRET_KEY'])}"


def stands_in(server: Server, email: str, lesson_key: str) -> Progress | None:
    """What the server knows of a person's progress in a lesson."""
    with server.site.app.app_context():
        found = db.session.scalars(
            select(Progress)
            .join(User, User.id == Progress.rep_id)
            .join(Lesson, Lesson.id == Progress.lesson_id)
            .where(User.email == email, Lesson.key == lesson_key)
        ).first()
        db.session.expunge_all()
        return found


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


def answer_quiz(server: Server, page: Page, lesson_key: str, wrong: frozenset[str] = frozenset()) -> None:
    """Go through a lesson's quiz to its result, by tapping; the keys in `wrong` are missed at the first try."""
    questions = questions_of(server, lesson_key)
    asked: list[str] = []
    while True:
        form = page.locator("form.question")
        key = form.get_attribute("data-ask")
        assert key, "a question stands on the page"
        fill_in(form, questions[key], rightly=key not in wrong or key in asked)
        asked.append(key)
        form.get_by_role("button", name="Sure", exact=True).click()
        onward = page.locator("[data-stage]").get_by_text(ONWARD)
        expect(onward).to_be_visible()
        last = len(asked) == len(questions) + len(wrong)
        onward.click()
        if last:
            expect(page).to_have_url(RESULT)
            return


def questions_of(server: Server, lesson_key: str) -> dict[str, dict[str, Any]]:
    with server.site.app.app_context():
        questions = db.session.query(Lesson).filter_by(key=lesson_key).one().quiz["questions"]
        db.session.rollback()
        return {question["key"]: question for question in questions}


def fill_in(form: Locator, question: dict[str, Any], rightly: bool = True) -> None:
    """Answer one question as a thumb does."""
    if question["kind"] in {"one", "many"}:
        for choice in question["choices"]:
            if choice["right"] == rightly:
                form.locator("label.choice", has=form.page.locator(f"input[value='{choice['key']}']")).click()
                if question["kind"] == "one":
                    return
    elif question["kind"] == "match":
        partners = [pair["right_key"] for pair in question["pairs"]]
        for place, pair in enumerate(question["pairs"], 0 if rightly else -1):
            form.locator(f"select[name='match.{pair['left_key']}']").select_option(partners[place])
    elif question["kind"] == "scenario":
        talk(form, question, rightly)
    elif question["kind"] in {"typed", "number"}:
        form.locator("input[name=response]").fill((question["answer"] or question["accepted"][0]) if rightly else "0")
    else:
        put_in_order(form, [item["key"] for item in question["items"]][:: 1 if rightly else -1])


def talk(form: Locator, question: dict[str, Any], rightly: bool) -> None:
    """Say the best line in every scene, or another one, until the talk ends."""
    scenes = {scene["key"]: scene for scene in question["scenes"]}
    scene = question["scenes"][0]
    while scene["choices"]:
        said = next(choice for choice in scene["choices"] if choice["right"] == rightly)
        form.locator(f"button[value='{said['key']}']").click()
        scene = scenes[said["to"]]


def put_in_order(form: Locator, keys: list[str]) -> None:
    """Move each item up to its place."""
    for place, key in enumerate(keys):
        for _ in keys:
            standing = form.locator("li[data-item]").evaluate_all("items => items.map(item => item.dataset.item)")
            if standing.index(key) == place:
                break
            form.locator(f"li[data-item='{key}']").get_by_role("button", name="Move up").click()


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
    answer_quiz(server, page, "leaking-bucket")
    expect(page.get_by_role("heading", name="All right at the first try")).to_be_visible()
    stands = stands_in(server, "nora@larkfield.example", "leaking-bucket")
    assert stands is not None
    assert stands.completed_at is not None
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Five reasons")


def test_rosa_goes_through_every_step_of_a_lesson(server: Server, visit: Visit) -> None:
    page = visit("rosa")
    page.goto("/")
    page.get_by_role("link", name="Start the lesson").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Listen for the painful news")
    page.get_by_role("button", name="On to the quiz").tap()
    wrong = page.locator("form.question").get_attribute("data-ask")
    assert wrong
    answer_quiz(server, page, "painful-news", frozenset({wrong}))
    expect(page.get_by_role("heading", name="All right in the end")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Your pick, and you were sure.")
    page.get_by_role("link", name="Go on with the lesson").tap()
    page.get_by_label("What comes to mind?").fill("I explain too fast. Next time I ask first.")
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.locator("main")).to_contain_text("Only you can read this")
    page.get_by_role("link", name="Go on", exact=True).tap()
    for legend in ("When …", "… then I will …"):
        page.get_by_role("group", name=legend).locator("label.pill").first.tap()
    page.get_by_role("button", name="Save my plan").tap()
    expect(page.get_by_role("status").first).to_be_visible()
    stands = stands_in(server, "rosa@demo.example", "painful-news")
    assert stands is not None
    assert stands.completed_at is not None


def test_rosa_logs_a_call_and_keeps_a_promise(server: Server, visit: Visit) -> None:
    page = visit("rosa")
    page.goto("/")
    card = page.locator("article", has_text="Call ten of your best customers").filter(has_text="7 of 10")
    card.get_by_role("link", name="Log a call").tap()
    thumb = Thumb(page)
    thumb.type("Who?", "Café Ω")
    page.get_by_role("group", name="How are we doing?").locator("label.pill").last.tap()
    page.get_by_label("What did you promise?").fill("Ring before the delivery")
    page.get_by_label("By when?").fill((clock.now() + timedelta(days=3)).date().isoformat())
    page.get_by_role("button", name="Save call 8").tap()
    expect(page.locator("main")).to_contain_text("8 of 10 calls")
    page.goto("/field")
    expect(page.locator("main")).to_contain_text("Ring before the delivery")


def test_without_scripts_a_lesson_goes_from_reading_to_the_result(server: Server, visit: Visit) -> None:
    page = visit("sven", java_script_enabled=False)
    page.goto(LESSON)
    page.get_by_role("button", name="On to the quiz").tap()
    answer_quiz(server, page, "leaking-bucket")
    expect(page.get_by_role("heading", name="All right at the first try")).to_be_visible()
    stands = stands_in(server, "sven@demo.example", "leaking-bucket")
    assert stands is not None
    assert stands.completed_at is not None


def test_a_lesson_is_read_and_its_quiz_answered_by_keyboard_alone(server: Server, visit: Visit) -> None:
    page = visit("sven", viewport={"width": 1280, "height": 800})
    page.goto(LESSON)
    press_until(page, "On to the quiz")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/quiz$"))
    for _ in range(4):  # two questions, each perhaps once more
        tab_to(page, "input[name=response]")
        if page.evaluate("document.activeElement.type") == "text":
            page.keyboard.insert_text("7")
        else:
            page.keyboard.press("Space")
        press_until(page, "Guessing")
        page.keyboard.press("Enter")
        onward = page.locator("[data-stage]").get_by_text(ONWARD)
        expect(onward).to_be_visible()
        last = "See how it went" in onward.inner_text()
        press_until(page, ONWARD.pattern)
        page.keyboard.press("Enter")
        if last:
            break
    expect(page).to_have_url(RESULT)
    stands = stands_in(server, "sven@demo.example", "leaking-bucket")
    assert stands is not None
    assert stands.attempts == 1


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on something that matches."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never gets to {selector}")


def press_until(page: Page, words: str) -> None:
    """Press Tab until the focus is on a button or link that says so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if re.search(words, page.evaluate("document.activeElement.textContent")) and page.evaluate(
            "['A', 'BUTTON'].includes(document.activeElement.tagName)"
        ):
            return
    raise AssertionError(f"the keyboard never gets to {words}")
