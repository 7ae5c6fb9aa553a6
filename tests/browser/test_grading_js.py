"""The browser marks as the server does: the shared table, and whatever hypothesis thinks of."""

import json
import unicodedata
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from rapport.learning.grading import fold, grade, right_response, score

ROOT = Path(__file__).parent.parent.parent
CASES = json.loads((ROOT / "tests" / "grading_cases.json").read_text())
KEYS = st.sampled_from("abcdexyz")
# Characters that both sides know: a newer Unicode in one of them is not what is tested here.
TEXT = st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cn", "Co"]), max_size=12)
NUMBERS = st.from_regex(r"[-+ ]?[0-9١۲३]{0,4}[.,' ]?[0-9]{0,4}[.,]?[0-9]{0,3} ?%?", fullmatch=True)
RESPONSES = (
    KEYS
    | TEXT
    | NUMBERS
    | st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.lists(KEYS, max_size=9)
    | st.dictionaries(KEYS, KEYS | st.none())
)


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A blank page on which grading.js is loaded as `grading`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(ROOT / "static")))
    Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/js/")
    page.evaluate("async () => { window.grading = await import('/js/grading.js'); }")
    yield page
    page.close()
    server.shutdown()
    server.server_close()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


def in_browser(page: Page, function: str, calls: list[list[Any]]) -> list[Any]:
    """The function's answers, asked as JSON text so that nothing is lost on the way."""
    script = "([name, calls]) => JSON.stringify(JSON.parse(calls).map((call) => grading[name](...call)))"
    return json.loads(page.evaluate(script, [function, json.dumps(calls)]))


def test_every_case_earns_the_same_mark(page: Page) -> None:
    marks = in_browser(page, "grade", [[case["question"], case["response"]] for case in CASES])
    assert [(case["response"], mark) for case, mark in zip(CASES, marks, strict=True)] == [
        (case["response"], case["mark"]) for case in CASES
    ]


def test_right_responses_are_the_same(page: Page) -> None:
    questions = [case["question"] for case in CASES if case["mark"] == 1]
    assert in_browser(page, "rightResponse", [[item] for item in questions]) == [
        right_response(item) for item in questions
    ]


@given(st.lists(st.tuples(st.sampled_from([case["question"] for case in CASES]), RESPONSES), min_size=40, max_size=80))
@settings(max_examples=25)
def test_any_response_earns_the_same_mark(page: Page, calls: list[tuple[dict[str, Any], Any]]) -> None:
    assert in_browser(page, "grade", [list(call) for call in calls]) == [grade(*call) for call in calls]


@given(st.lists(TEXT, min_size=40, max_size=80))
@settings(max_examples=40)
def test_any_text_is_folded_alike(page: Page, texts: list[str]) -> None:
    assert in_browser(page, "fold", [[text] for text in texts]) == [fold(text) for text in texts]


def test_every_letter_is_folded_alike(page: Page) -> None:
    letters = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) != "Cn"]
    folded = in_browser(page, "fold", [[letter] for letter in letters])
    assert [pair for pair in zip(letters, folded, strict=True) if fold(pair[0]) != pair[1]] == []


@given(st.lists(st.lists(st.integers(0, 10_000).map(lambda part: part / 10_000), max_size=12), min_size=30))
@settings(max_examples=20)
def test_scores_are_the_same(page: Page, marks: list[list[float]]) -> None:
    assert in_browser(page, "score", [[item] for item in marks]) == [score(item) for item in marks]
