"""Matching with whole sentences, as the shipped quizzes do, on a phone."""

from collections.abc import Callable

from playwright.sync_api import Page
from support.quizzes import add_quiz, pair, question
from support.server import Server

from rapport.database import db

LONG = "“Ordering takes them two calls. I could make it one.”"


def test_a_long_partner_is_read_to_its_end(server: Server, visit: Callable[..., Page]) -> None:
    with server.site.app.app_context():
        add_quiz("match", [question("match", pairs=[pair("phone", LONG), pair("shelf", "“No room.”")])])
        db.session.rollback()
    page = visit("sven")
    page.goto("/lessons/quizzes/match/quiz")
    heights = []
    for partner in ("“No room.”", LONG):
        field = page.get_by_label("phone")
        field.select_option(label=partner)
        heights.append(field.evaluate("field => field.offsetHeight"))
    assert heights[1] > heights[0], "it goes on in a second line"
