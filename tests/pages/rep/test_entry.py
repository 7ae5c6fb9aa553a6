"""Rosa looks at a call again: corrects it, withdraws it, brings it back; Ravi cannot."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from support.lessons import change_lesson, exercise, form_field, make_lesson

from rapport.catalogue.lesson import Lesson
from rapport.database import db
from rapport.learning.entry import entries_of, entry_line
from rapport.people.user import User

PAGE = "/lessons/made/ten-calls/exercises/calls"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def rosa(app: Any, sign_in: SignIn) -> FlaskClient:
    fields = [form_field("who", required=True), form_field("stop", "long")]
    make_lesson("ten-calls", exercises=[exercise("calls", goal=10, fields=fields), exercise("visits")])
    return sign_in("rosa")


@pytest.fixture
def entry_id(rosa: FlaskClient) -> str:
    fact_id = str(uuid4())
    assert rosa.post(PAGE, data=words(fact_id, "Bakery on 5th", "Three invoices")).status_code == 303
    return fact_id


def words(fact_id: str, who: str, stop: str = "") -> dict[str, str]:
    return {"fact_id": fact_id, "field.who": who, "field.stop": stop}


def new(who: str = "", stop: str = "") -> dict[str, str]:
    return words(str(uuid4()), who, stop)


def test_the_form_is_filled_in(rosa: FlaskClient, entry_id: str) -> None:
    page = rosa.get(f"{PAGE}/entries/{entry_id}").text
    assert "Correct this call" in page
    assert 'value="Bakery on 5th"' in page
    assert "Three invoices</textarea>" in page


def test_a_correction_is_a_new_version_of_the_same_entry(
    rosa: FlaskClient, entry_id: str, cast: dict[str, User]
) -> None:
    answer = rosa.post(f"{PAGE}/entries/{entry_id}", data=new("Bakery on 6th", "Three invoices"))
    assert answer.status_code == 303
    page = rosa.get(answer.location).text
    assert "Corrected. The earlier version is kept." in page
    assert "Bakery on 6th" in page
    assert "1 of 10 calls" in page
    assert [version.values[0]["value"] for version in entry_line(cast["rosa"].id, entry_id)] == [
        "Bakery on 5th",
        "Bakery on 6th",
    ]
    history = rosa.get(f"{PAGE}/entries/{entry_id}").text
    assert "Earlier versions" in history
    assert "Bakery on 5th" in history


def test_a_refused_correction_keeps_what_was_typed(rosa: FlaskClient, entry_id: str, cast: dict[str, User]) -> None:
    answer = rosa.post(f"{PAGE}/entries/{entry_id}", data=new("", "Four invoices"))
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert "Four invoices</textarea>" in answer.text
    assert len(entry_line(cast["rosa"].id, entry_id)) == 1


def test_a_double_tap_corrects_once(rosa: FlaskClient, entry_id: str, cast: dict[str, User]) -> None:
    form = new("Bakery on 6th")
    for _ in range(2):
        assert rosa.post(f"{PAGE}/entries/{entry_id}", data=form).status_code == 303
    assert len(entry_line(cast["rosa"].id, entry_id)) == 2


def test_withdrawn_it_counts_no_more_and_can_be_brought_back(
    rosa: FlaskClient, entry_id: str, cast: dict[str, User]
) -> None:
    answer = rosa.post(f"{PAGE}/entries/{entry_id}/withdrawal", data={"fact_id": str(uuid4())})
    assert answer.status_code == 303
    page = rosa.get(answer.location).text
    assert "Withdrawn. It does not count any more." in page
    assert "0 of 10 calls" in page
    assert entries_of(cast["rosa"].id) == []
    history = rosa.get(f"{PAGE}/entries/{entry_id}").text
    assert "Bring back this call" in history
    assert 'value="Bakery on 5th"' in history
    answer = rosa.post(f"{PAGE}/entries/{entry_id}", data=new("Bakery on 5th", "Three invoices"))
    assert "It is back, and it counts again." in rosa.get(answer.location).text
    assert len(entries_of(cast["rosa"].id)) == 1
    assert len(entry_line(cast["rosa"].id, entry_id)) == 3


def test_what_an_older_form_asked_stays_readable(rosa: FlaskClient, entry_id: str) -> None:
    lesson = db.session.scalars(select(Lesson).where(Lesson.key == "ten-calls")).one()
    change_lesson(lesson, exercises=[exercise("calls", goal=10, fields=[form_field("who", required=True)])])
    page = rosa.get(f"{PAGE}/entries/{entry_id}").text
    assert "From an earlier form" in page
    assert "Three invoices" in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["ravi", "mona", "otto", "ada"])
def test_somebody_elses_entry_is_not_there(
    sign_in: SignIn, rosa: FlaskClient, entry_id: str, cast: dict[str, User], name: str, method: str
) -> None:
    other = sign_in(name)
    assert getattr(other, method)(f"{PAGE}/entries/{entry_id}", data=new("Mine now")).status_code == 404
    assert other.post(f"{PAGE}/entries/{entry_id}/withdrawal", data={"fact_id": str(uuid4())}).status_code == 404
    assert len(entry_line(cast["rosa"].id, entry_id)) == 1


@pytest.mark.parametrize("entry", ["nonsense", "%00", "0b6cbb7e-3f0e-4f57-9d43-1f2f8f0a6b11"])
def test_no_such_entry(rosa: FlaskClient, entry: str) -> None:
    assert rosa.get(f"{PAGE}/entries/{entry}").status_code == 404


def test_an_entry_belongs_to_its_exercise(rosa: FlaskClient, entry_id: str) -> None:
    assert rosa.get(f"/lessons/made/ten-calls/exercises/visits/entries/{entry_id}").status_code == 404


def test_nobody_gets_in_without_signing_in(client: FlaskClient, rosa: FlaskClient, entry_id: str) -> None:
    assert client.get(f"{PAGE}/entries/{entry_id}").status_code == 303
    assert client.post(f"{PAGE}/entries/{entry_id}/withdrawal").status_code == 401


def test_an_entry_page_takes_three_statements(rosa: FlaskClient, entry_id: str, statements: Any) -> None:
    rosa.get(f"{PAGE}/entries/{entry_id}")
    with statements() as seen:
        rosa.get(f"{PAGE}/entries/{entry_id}")
    assert len(seen) == 3
