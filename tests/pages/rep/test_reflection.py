"""Rosa writes a thought: hers alone, until she shares it, and again when she takes that back."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from support.lessons import REFLECTION, make_lesson

from rapport.learning.reflection import reflections_of
from rapport.people.user import User

PAGE = "/lessons/made/thinking/reflection"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def rosa(app: Any, sign_in: SignIn) -> FlaskClient:
    make_lesson("thinking", reflection=REFLECTION | {"html": "<p>Who would you miss?</p>"})
    make_lesson("no-thought")
    return sign_in("rosa")


def thought(text: str = "I talk more than I ask.", **more: str) -> dict[str, str]:
    return {"fact_id": str(uuid4()), "text": text, **more}


def test_it_is_private_and_says_so(rosa: FlaskClient, cast: dict[str, User]) -> None:
    page = rosa.get(PAGE).text
    assert "Who would you miss?" in page
    assert "Only you can read this, unless you share it." in page
    answer = rosa.post(PAGE, data=thought())
    assert answer.status_code == 303
    page = rosa.get(answer.location).text
    assert "Saved. Only you can read it." in page
    assert "I talk more than I ask." in page
    assert [item.shared for item in reflections_of(cast["rosa"].id)] == [False]


def test_sharing_is_per_reflection_and_can_be_taken_back(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = thought()
    rosa.post(PAGE, data=form)
    rosa.post(PAGE, data=thought("And I phone too late."))
    answer = rosa.post(f"{PAGE}/{form['fact_id']}/sharing", data={"fact_id": str(uuid4()), "shared": "yes"})
    assert "Shared. Your manager can read it now." in rosa.get(answer.location).text
    assert {item.text: item.shared for item in reflections_of(cast["rosa"].id)} == {
        "I talk more than I ask.": True,
        "And I phone too late.": False,
    }
    answer = rosa.post(f"{PAGE}/{form['fact_id']}/sharing", data={"fact_id": str(uuid4()), "shared": "no"})
    assert "Private again." in rosa.get(answer.location).text
    assert not any(item.shared for item in reflections_of(cast["rosa"].id))


def test_sharing_at_once(rosa: FlaskClient, cast: dict[str, User]) -> None:
    answer = rosa.post(PAGE, data=thought(shared="yes"))
    assert "Your manager can read this" in rosa.get(answer.location).text
    assert reflections_of(cast["rosa"].id)[0].shared


def test_a_change_replaces_what_stood(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = thought()
    rosa.post(PAGE, data=form)
    root = form["fact_id"]
    answer = rosa.post(PAGE, data={"fact_id": str(uuid4()), "root": root, f"text-{root}": "I ask more now."})
    assert answer.status_code == 303
    assert [item.text for item in reflections_of(cast["rosa"].id)] == ["I ask more now."]


def test_it_can_be_taken_away(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = thought()
    rosa.post(PAGE, data=form)
    answer = rosa.post(f"{PAGE}/{form['fact_id']}/withdrawal", data={"fact_id": str(uuid4())})
    assert "Taken away." in rosa.get(answer.location).text
    assert reflections_of(cast["rosa"].id) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Please fill this in."), (" \n\x00 ", "Please fill this in."), ("x" * 5001, "under 5,000 characters")],
)
def test_what_cannot_be_taken_is_said_and_kept(
    rosa: FlaskClient, cast: dict[str, User], text: str, sentence: str
) -> None:
    answer = rosa.post(PAGE, data=thought(text, shared="yes"))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert text.replace("\x00", "") in answer.text
    assert 'value="yes" checked' in answer.text
    assert reflections_of(cast["rosa"].id) == []


@pytest.mark.parametrize("text", ["שלום, מה שלומך?", "🙈 I should have called", "<b>bold</b> & more"])
def test_any_words_are_kept(rosa: FlaskClient, cast: dict[str, User], text: str) -> None:
    rosa.post(PAGE, data=thought(text))
    assert reflections_of(cast["rosa"].id)[0].text == text
    assert "<b>bold</b>" not in rosa.get(PAGE).text


def test_a_double_tap_is_one_thought_and_other_words_are_not_lost(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = thought()
    assert [rosa.post(PAGE, data=form).status_code for _ in range(2)] == [303, 303]
    answer = rosa.post(PAGE, data=form | {"text": "Something else."})
    assert answer.status_code == 422
    assert "Something else.</textarea>" in answer.text
    assert len(reflections_of(cast["rosa"].id)) == 1


@pytest.mark.parametrize("name", ["ravi", "mona", "otto"])
def test_somebody_elses_thought_is_not_there(
    rosa: FlaskClient, sign_in: SignIn, cast: dict[str, User], name: str
) -> None:
    form = thought(shared="yes")
    rosa.post(PAGE, data=form)
    root, other = form["fact_id"], sign_in(name)
    assert "I talk more" not in other.get(PAGE).text
    assert other.post(f"{PAGE}/{root}/sharing", data={"fact_id": str(uuid4()), "shared": "no"}).status_code == 404
    assert other.post(f"{PAGE}/{root}/withdrawal", data={"fact_id": str(uuid4())}).status_code == 404
    assert other.post(PAGE, data={"fact_id": str(uuid4()), "root": root, f"text-{root}": "Mine"}).status_code == 404
    assert [item.shared for item in reflections_of(cast["rosa"].id)] == [True]


def test_a_lesson_without_a_reflection_has_no_such_page(rosa: FlaskClient) -> None:
    assert rosa.get("/lessons/made/no-thought/reflection").status_code == 404
    assert rosa.post("/lessons/made/no-thought/reflection", data=thought()).status_code == 404


def test_nobody_gets_in_without_signing_in(rosa: FlaskClient, client: FlaskClient) -> None:
    assert client.get(PAGE).status_code == 303
    assert client.post(PAGE, data=thought()).status_code == 401


def test_a_reflection_page_takes_four_statements(rosa: FlaskClient, statements: Any) -> None:
    rosa.post(PAGE, data=thought())
    rosa.get(PAGE)
    with statements() as seen:
        rosa.get(PAGE)
    assert len(seen) == 4
