"""Every shipped quiz as a rep takes it without scripts: all right, and all wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.databases import make_database
from support.quiz_page import Quiz, words
from support.site import Site, make_site

from rapport import config
from rapport.catalogue.shelf import lesson_texts, shelf
from rapport.learning.conversation import way
from rapport.learning.grading import right_response
from rapport.pages.rep.blueprint import lesson_url

SignIn = Callable[[str], FlaskClient]
Question = dict[str, Any]
LESSONS = sorted(path.stem.partition("-")[2] for path in (config.ROOT / "lessons").glob("*/[0-9]*.md"))


@pytest.fixture(scope="session")
def _shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = make_site(make_database("sqlite", tmp_path_factory.mktemp("shipped")), CONTENT_DIR=str(config.ROOT))
    yield site
    site.close()


@pytest.fixture
def site(_shipped: Site) -> Site:
    """The site with the shipped lessons, published once for all of them."""
    return _shipped


@pytest.fixture
def rosa(sign_in: SignIn) -> FlaskClient:
    return sign_in("rosa")


class Sitting(Quiz):
    """Somebody before a shipped quiz."""

    def __init__(self, browser: FlaskClient, key: str) -> None:
        lesson = shelf().by_key[key]
        quiz = lesson_texts(lesson).quiz
        self.exam, self.questions = quiz["exam"], {question["key"]: question for question in quiz["questions"]}
        self.browser, self.lesson_url = browser, lesson_url(lesson)
        self.url = f"{self.lesson_url}/quiz"
        self.read(browser.get(self.url))

    def take(self, respond: Callable[[Question], Any]) -> list[str]:
        """Answer until nothing more is asked: the keys of what was asked, one after another."""
        asked = []
        if self.exam:
            self.next()
        while "question" in self.fields:
            question = self.questions[self.fields["question"]]
            asked.append(question["key"])
            self.respond(question, respond(question))
            if not self.exam:
                assert question["explanation_html"] in self.shown
                self.go_on()
        return asked

    def respond(self, question: Question, response: Any) -> None:
        """Fill in the form and say that one is sure; in a conversation each line is said by itself."""
        if question["kind"] == "scenario":
            for turn, line in enumerate(response):
                self.read(self.browser.post(self.url, data=self.fields | {"path": response[:turn], "reply": line}))
                assert self.status == 200
        self.answer(as_form(question["kind"], response))
        assert self.status < 400

    def go_on(self) -> None:
        """To the next question, if there is one."""
        if "state" in self.fields:
            self.next()

    def quiz_is_done(self) -> bool:
        """Whether the lesson's steps say so."""
        return "Quiz , done" in words(self.browser.get(self.lesson_url).text)


@pytest.mark.parametrize("key", LESSONS)
def test_all_right(rosa: FlaskClient, key: str) -> None:
    sitting = Sitting(rosa, key)
    asked = sitting.take(right_response)
    assert asked == list(sitting.questions)
    result = sitting.result().text
    assert "All right at the first try" in result
    assert "What to look at again" not in result
    assert sitting.quiz_is_done()


@pytest.mark.parametrize("key", LESSONS)
def test_all_wrong(rosa: FlaskClient, key: str) -> None:
    sitting = Sitting(rosa, key)
    asked = sitting.take(wrong_response)
    assert asked == list(sitting.questions) * (1 if sitting.exam else 2)
    result = sitting.result().text
    assert "Not there yet" in result
    again = result.partition("What to look at again")[2]
    for question in sitting.questions.values():
        assert question["html"] in again
        assert question["explanation_html"] in again
    assert not sitting.quiz_is_done()


def wrong_response(question: Question) -> Any:
    """A response that earns nothing."""
    kind = question["kind"]
    if kind in ("one", "many"):
        wrong = [choice["key"] for choice in question["choices"] if not choice["right"]]
        return wrong if kind == "many" else wrong[0]
    if kind == "order":
        return [item["key"] for item in reversed(question["items"])]
    if kind == "match":
        rights = [pair["right_key"] for pair in question["pairs"]]
        return {pair["left_key"]: rights[place - 1] for place, pair in enumerate(question["pairs"])}
    if kind == "scenario":
        return worst_path(question)
    return "0" if kind == "number" else "no idea"


def worst_path(question: Question) -> list[str]:
    """What should not be said, from the first scene to an ending."""
    path: list[str] = []
    while choices := way(question, path)[-1].scene["choices"]:
        path.append(next(choice["key"] for choice in choices if not choice["right"]))
    return path


def as_form(kind: str, response: Any) -> dict[str, Any]:
    """The fields that a form sends for this response."""
    if kind == "order":
        return {f"place.{key}": str(place) for place, key in enumerate(response, 1)}
    if kind == "match":
        return {f"match.{left}": right for left, right in response.items()}
    return {"path" if kind == "scenario" else "response": response}
