"""Somebody before the quiz page, without scripts."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

HIDDEN = re.compile(r"""<input type="hidden" name="([^"]+)" value=(?:"([^"]*)"|'([^']*)')""")


class Quiz:
    """What is shown, and the next tap."""

    def __init__(self, browser: FlaskClient, key: str, query: str = "") -> None:
        self.browser, self.url = browser, f"/lessons/quizzes/{key}/quiz"
        self.read(browser.get(self.url + query))

    def read(self, response: Any) -> None:
        self.response, self.status = response, response.status_code
        self.shown = re.sub(r"<template.*?</template>", "", response.text, flags=re.S)
        self.fields = {name: unescape(double or single) for name, double, single in HIDDEN.findall(self.shown)}

    def answer(self, values: dict[str, Any], sure: str = "yes", **forged: str) -> "Quiz":
        self.sent = self.fields | values | {"sure": sure} | forged
        self.read(self.browser.post(self.url, data=self.sent))
        return self

    def next(self) -> "Quiz":
        self.read(self.browser.post(self.url, data=self.fields))
        return self

    def result(self) -> Any:
        return self.browser.get(f"{self.url}/{self.sent['fact_id']}")

    def asks(self, question: dict[str, Any]) -> bool:
        return f'data-ask="{question["key"]}"' in self.shown


def words(html: str) -> str:
    """What is read on the page, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
