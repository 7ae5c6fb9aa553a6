"""What a person logged, as a file for their manager: typed, whole, and nothing that the card does not show."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.deeds import did
from support.lessons import REFLECTION, exercise, form_field, make_lesson
from support.tables import csv_values, xlsx_values

from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]
TEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIELDS = [
    form_field("who", required=True),
    form_field("how", "scale", low=1, high=5),
    form_field("worth", "number"),
    form_field("words", "long"),
    form_field("by", "date"),
]
TITLES = ["When (UTC)", "Exercise", "Lesson", "Sign-off", "Who", "How", "Worth", "Words", "By"]


@pytest.fixture
def logged(cast: Cast) -> dict[str, Any]:
    make_lesson("calls", exercises=[exercise("ring", fields=FIELDS, sign_off=True)], reflection=REFLECTION)
    make_lesson("thanks", exercises=[exercise("write", fields=[form_field("who"), form_field("how")])])
    first = {"who": "=Bakery", "how": "4", "worth": "1200.5", "words": "-5 %, she said", "by": "2026-03-12"}
    second = {"who": "Clinic", "worth": "1,000"}
    rosa = cast["rosa"]
    did(rosa, "entry", "calls", TEN, exercise="ring", values=first)
    gone = did(rosa, "entry", "calls", TEN, exercise="ring", values={"who": "A slip"})
    did(rosa, "entry", "calls", TEN, exercise="ring", root=gone, withdrawn=True)
    later = did(rosa, "entry", "calls", TEN.replace(hour=13), exercise="ring", values={"who": "Clinik"})
    did(rosa, "entry", "calls", TEN.replace(hour=14), exercise="ring", root=later, values=second)
    did(rosa, "entry", "thanks", TEN.replace(hour=15), exercise="write", values={"who": "Dairy", "how": "By hand."})
    did(rosa, "reflection", "calls", TEN, text="A private thought.")
    return {"path": f"/team/people/{rosa.id}/entries"}


def test_every_entry_that_stands_is_there_each_answer_of_its_kind(sign_in: SignIn, logged: dict[str, Any]) -> None:
    titles, *rows = xlsx_values(sign_in("mona").get(f"{logged['path']}.xlsx").data)
    assert sorted(titles) == sorted([*TITLES, "How"])
    found = {row[4]: dict(zip(TITLES, row, strict=False)) for row in _in_order(titles, rows)}
    assert set(found) == {"=Bakery", "Clinic", "Dairy"}
    bakery, clinic = found["=Bakery"], found["Clinic"]
    assert (bakery["How"], bakery["Worth"], bakery["Words"]) == (4, 1200.5, "-5 %, she said")
    assert bakery["By"] == datetime(2026, 3, 12)  # noqa: DTZ001
    assert (bakery["When (UTC)"], bakery["Exercise"], bakery["Sign-off"]) == (TEN.replace(tzinfo=None), "Ring", "Waits")
    assert clinic["Worth"] == "1,000", "a thousand to some and one to others: it stays as it was written"


def _in_order(titles: list[str], rows: list[list[Any]]) -> list[list[Any]]:
    """The columns of the calls, whatever the exercises' order."""
    numeric = [place for place, title in enumerate(titles) if title == "How"]
    calls = {title: titles.index(title) for title in TITLES}
    calls["How"] = next((one for one in numeric if any(isinstance(row[one], int) for row in rows)), numeric[0])
    return [[row[calls[title]] for title in TITLES] for row in rows]


def test_the_csv_says_the_same_and_runs_nothing(sign_in: SignIn, logged: dict[str, Any]) -> None:
    file = sign_in("mona").get(f"{logged['path']}.csv")
    cells = {cell for row in csv_values(file.data) for cell in row}
    assert {"'=Bakery", "'-5 %, she said", "1200.5", "2026-03-12", "Clinic", "By hand."} <= cells
    for hidden in ("private thought", "A slip", "Clinik"):
        assert hidden not in file.text
    assert file.headers["Content-Disposition"].startswith('attachment; filename="entries-rosa-lind-')


def test_the_card_leads_to_it_and_strangers_do_not_get_it(sign_in: SignIn, logged: dict[str, Any]) -> None:
    card = logged["path"].removesuffix("/entries")
    assert f'href="{logged["path"]}.xlsx"' in sign_in("mona").get(card).text
    assert f'href="{logged["path"]}.xlsx"' not in sign_in("rosa").get("/me/manager-view").text
    for name in ("petra", "ravi", "ada", "rosa"):
        assert sign_in(name).get(f"{logged['path']}.csv").status_code == 404
