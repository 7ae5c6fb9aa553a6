"""A form is filled in as it is told; what has changed since is improvised, never refused."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from rapport.demo.form import fill_in

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
ROW = {"Who": "Bakery on 5th", "How was it": "4", "Any": "yes", "When": "+1", "A word": ""}


def field(label: str, kind: str, required: bool = False, options: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"key": label.lower().replace(" ", "-"), "label": label, "kind": kind, "options": options,
            "low": 1, "high": 5, "reminds": (1,), "required": required}  # fmt: skip


FORM = [
    field("Who? A nickname", "text", True),
    field("How was it?", "scale"),
    field("Any complaint?", "yesno"),
    field("When again?", "date"),
    field("A word of theirs", "long"),
]


def filled(fields: list[dict[str, Any]], row: dict[str, str] = ROW) -> dict[str, str]:
    return fill_in(fields, row, "Some customer", FRIDAY, Random(1))


def test_each_field_takes_the_column_that_its_label_begins_with() -> None:
    assert list(filled(FORM).values()) == ["Bakery on 5th", "4", "yes", "2026-11-23"]


def test_where_a_label_has_changed_the_place_tells() -> None:
    assert filled([field("Whose parcel", "text", True), *FORM[1:]])["whose-parcel"] == "Bakery on 5th"


def test_where_a_field_is_new_something_is_found() -> None:
    values = filled([*FORM, field("New and needed", "text", True), field("Pick one", "choice", True, ("a", "b"))])
    assert values["new-and-needed"]
    assert values["pick-one"] in {"a", "b"}


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [("choice", {"this", "that"}), ("scale", {"3", "4", "5"}), ("yesno", {"yes", "no"}), ("number", None)],
)
def test_what_no_longer_fits_is_improvised(kind: str, accepted: set[str] | None) -> None:
    asked = field("Who has to do it", kind, True, ("this", "that"))
    value = filled([asked], {"Who": "somebody else"})["who-has-to-do-it"]
    assert value in accepted if accepted else value.isdigit()


def test_without_a_row_the_customer_comes_first() -> None:
    assert filled(FORM, {})["who?-a-nickname"] == "Some customer"
