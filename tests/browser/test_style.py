"""The browser knows every property that the style sets, and takes its value; it reads every selector."""

import re

from playwright.sync_api import Page
from support.style import STYLE, declarations_in

# For the engines that still want their own spelling beside the common one.
OTHER_ENGINES = re.compile(r"^-(webkit-text-size-adjust|moz-)|::-moz-|::-webkit-details-marker")
ASK = """([name, value, selector]) => [CSS.supports(name, value), CSS.supports(`selector(${selector})`)]"""


def test_chromium_understands_every_line(phone: Page) -> None:
    phone.goto("/sign-in")
    said = [one for path in STYLE for one in declarations_in(path)]
    ours = [one for one in said if not OTHER_ENGINES.search(one.name + one.selector) and not one.name.startswith("--")]
    found = phone.evaluate(
        f"all => all.map({ASK})", [[one.name, one.value.removesuffix("!important"), one.selector] for one in ours]
    )
    lost = [one for one, understood in zip(ours, found, strict=True) if not all(understood)]
    assert [f"{one.place}: {one.selector} {{ {one.name}: {one.value} }}" for one in lost] == []
    assert len(ours) > 500


def test_a_property_or_a_value_that_does_not_exist_is_noticed(phone: Page) -> None:
    phone.goto("/sign-in")
    assert phone.evaluate(ASK, ["colour", "var(--ink)", "a"]) == [False, True]
    assert phone.evaluate(ASK, ["display", "girdle", "a:hovering"]) == [False, False]
