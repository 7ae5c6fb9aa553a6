"""A shipped lesson on paper."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

Visit = Callable[..., Page]


def test_a_lesson_with_a_poster_fits_on_one_page(visit: Visit) -> None:
    page = visit("rosa")
    page.goto("/lessons/yes-we-can-do-that/four-weeks")
    page.locator(".prose img").evaluate("one => one.decode()")
    paper = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
