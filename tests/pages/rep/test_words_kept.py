"""What somebody typed is not lost: not when the lesson changes or goes meanwhile, not when they are signed out."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from support.deeds import did, retire
from support.lessons import PLAN, REFLECTION, change_lesson, exercise, form_field, make_lesson, quiz

from rapport.catalogue.lesson import Lesson
from rapport.database import db
from rapport.learning.entry import entries_of, entry_line
from rapport.learning.plan import Outcome, outcomes_of, plans_of
from rapport.learning.reflection import reflections_of
from rapport.pages.rep import saving
from rapport.people.user import User

PATH = "/lessons/made/whole"
KEPT = "What you wrote is kept, here on your own page."


@pytest.fixture
def whole(app: Flask) -> Lesson:
    return make_lesson("whole", exercises=[exercise("calls")], reflection=REFLECTION, plan=PLAN, quiz=quiz())


@pytest.fixture
def rosa(whole: Lesson, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("rosa")


def change(**steps: Any) -> None:
    """The trainer publishes the lesson with other steps."""
    change_lesson(db.session.query(Lesson).filter_by(key="whole").one(), **steps)


def form_of(page: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form that goes to `action`, as a browser would send them."""
    form = next(part for part in page.split("<form ")[1:] if f'action="{action}"' in part.split(">")[0])
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.split("</form>")[0])
    return dict(hidden)


def typed(words: str = "Call K. back") -> dict[str, dict[str, str]]:
    """Each form in which words are typed, by the path it goes to."""
    return {
        f"{PATH}/exercises/calls": {"field.who": "K.", "field.promise": words},
        f"{PATH}/reflection": {"text": words},
        f"{PATH}/plan": {"when_own": "I park", "then_own": words, "ask_on": "2190-01-01"},
    }


def said(person: User) -> list[str]:
    """Everything that stands of what a person wrote."""
    entries = [value["value"] for entry in entries_of(person.id) for value in entry.values if value["key"] == "promise"]
    return entries + [item.text for item in reflections_of(person.id)] + [item.then for item in plans_of(person.id)]


@pytest.mark.parametrize("path", typed())
def test_a_lesson_retired_meanwhile(rosa: FlaskClient, whole: Lesson, cast: dict[str, User], path: str) -> None:
    hidden = form_of(rosa.get(path).text, path)
    retire(whole)
    answer = rosa.post(path, data={**hidden, **typed()[path]})
    assert answer.status_code == 303
    assert KEPT in rosa.get(answer.location).text
    assert "Call K. back" in rosa.get("/me").text
    assert said(cast["rosa"]) == ["Call K. back"]
    assert rosa.get(path).status_code == 404


@pytest.mark.parametrize("path", typed())
def test_a_form_for_a_lesson_retired_meanwhile_is_checked_as_ever(
    rosa: FlaskClient, whole: Lesson, cast: dict[str, User], path: str
) -> None:
    retire(whole)
    answer = rosa.post(path, data=dict.fromkeys(typed()[path], "long " * 2000))
    assert answer.status_code == 422
    assert "long long long" in answer.text
    assert said(cast["rosa"]) == []


@pytest.mark.parametrize("path", typed())
def test_a_step_taken_out_of_its_lesson_meanwhile(
    rosa: FlaskClient, whole: Lesson, cast: dict[str, User], path: str
) -> None:
    hidden = form_of(rosa.get(path).text, path)
    change(exercises=[], reflection={}, plan={})
    answer = rosa.post(path, data={**hidden, **typed()[path]})
    assert answer.location == "/me?kept=yes"
    assert said(cast["rosa"]) == ["Call K. back"]
    assert rosa.post(path, data=typed()[path]).status_code == 404  # nobody saw a form there


def test_a_refused_form_of_a_step_taken_out_keeps_its_edition(rosa: FlaskClient, whole: Lesson) -> None:
    for path in typed():
        hidden = form_of(rosa.get(path).text, path)
        change(exercises=[], reflection={}, plan={})
        refused = rosa.post(path, data=hidden)
        assert refused.status_code == 422
        assert form_of(refused.text, path)["fingerprint"] == hidden["fingerprint"]
        change(exercises=[exercise("calls")], reflection=REFLECTION, plan=PLAN)


def test_a_field_renamed_meanwhile(rosa: FlaskClient, whole: Lesson, cast: dict[str, User]) -> None:
    path = f"{PATH}/exercises/calls"
    hidden = form_of(rosa.get(path).text, path)
    change(exercises=[exercise("calls", fields=[form_field("customer"), form_field("pledge", "long")])])
    assert rosa.post(path, data={**hidden, **typed()[path]}).status_code == 303
    assert said(cast["rosa"]) == ["Call K. back"]


def test_a_lesson_moved_to_another_module_meanwhile(rosa: FlaskClient) -> None:
    """The browser sends the form on as it is; with a 301 it would only visit."""
    for path in typed():
        answer = rosa.post(path.replace("/made/", "/elsewhere/"), data=typed()[path])
        assert (answer.status_code, answer.location) == (308, path)


@pytest.mark.parametrize("rest", ["/quiz/%0d%0aSet-Cookie:%20a=b", "/exercises/a%0d%0aX:%20y", "/exercises/%ff%3fx"])
def test_no_header_comes_out_of_the_address_of_a_moved_lesson(rosa: FlaskClient, rest: str) -> None:
    answer = rosa.get(f"/lessons/elsewhere/whole{rest}")
    assert answer.status_code == 301
    assert answer.location.startswith(PATH + "/")
    assert "\n" not in answer.location
    assert "X" not in answer.headers


def test_a_used_form_from_the_browsers_memory_corrects_once_more(rosa: FlaskClient, cast: dict[str, User]) -> None:
    entry = did(cast["rosa"], "entry", "whole", exercise="calls", values={"who": "K."})
    path = f"{PATH}/exercises/calls/entries/{entry}"
    form = form_of(rosa.get(path).text, path)
    for words in ("Send the offer", "Send the offer", "Send it by post"):  # a double tap, then Back and other words
        assert rosa.post(path, data={**form, "field.who": "K.", "field.promise": words}).status_code == 303
    versions = [[item["value"] for item in version.values][1] for version in entry_line(cast["rosa"].id, entry)]
    assert versions == ["", "Send the offer", "Send it by post"]


def test_a_used_form_changes_a_reflection_once_more(rosa: FlaskClient, cast: dict[str, User]) -> None:
    root = did(cast["rosa"], "reflection", "whole", text="First.")
    form = {"fact_id": str(uuid4()), "root": root}
    for words in ("Second.", "Second.", "Third."):
        rosa.post(f"{PATH}/reflection", data={**form, f"text-{root}": words})
    assert said(cast["rosa"]) == ["Third."]
    rosa.post(f"{PATH}/reflection", data={**form, f"text-{root}": "Third.", "shared": "yes"})
    assert reflections_of(cast["rosa"].id)[0].shared


def test_a_used_form_changes_the_plan_it_made(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = {"fact_id": str(uuid4()), **typed()[f"{PATH}/plan"]}
    for words in ("I call", "I call", "I write"):
        rosa.post(f"{PATH}/plan", data={**form, "then_own": words})
    assert [item.then for item in plans_of(cast["rosa"].id)] == ["I write"]


def test_a_used_form_answers_for_a_promise_once_more(rosa: FlaskClient, cast: dict[str, User]) -> None:
    plan = did(cast["rosa"], "plan", "whole", when="I park", then="I call", ask_on="2026-01-01")
    form = {"fact_id": str(uuid4()), "about": "plan", "subject": plan, "field": "", "until": "2190-01-01"}
    for result, note in (("done", ""), ("done", ""), ("not done", "Nobody there.")):
        assert rosa.post("/field/outcomes", data={**form, "result": result, "note": note}).status_code == 303
    outcome = outcomes_of(cast["rosa"].id)["plan", plan, ""]
    assert (outcome.result, outcome.note) == ("not done", "Nobody there.")
    assert db.session.query(Outcome).count() == 2


@pytest.mark.parametrize("path", typed())
def test_signed_out_in_another_tab(app: Flask, rosa: FlaskClient, cast: dict[str, User], path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    hidden = form_of(rosa.get(path).text, path)
    assert rosa.post("/sign-out", data={"csrf_token": hidden["csrf_token"]}).status_code == 303
    answer = rosa.post(path, data={**hidden, **typed("<b>Call</b> K.")[path]})
    assert answer.status_code == 401
    assert "Please sign in" in answer.text
    assert "&lt;b&gt;Call&lt;/b&gt; K." in answer.text
    assert said(cast["rosa"]) == []


def test_a_page_that_belongs_to_somebody_else_by_now(
    app: Flask, rosa: FlaskClient, cast: dict[str, User], sign_in: Callable[[str], FlaskClient]
) -> None:
    """Ravi signed in on Rosa's phone: what she typed is shown to copy, and is not his."""
    app.config["WTF_CSRF_ENABLED"] = True
    hidden = form_of(rosa.get(f"{PATH}/reflection").text, f"{PATH}/reflection")
    answer = sign_in("ravi").post(f"{PATH}/reflection", data={**hidden, "text": "Mine."})
    assert answer.status_code == 400
    assert "reload the page" in answer.text
    assert "Mine." in answer.text
    assert said(cast["ravi"]) == said(cast["rosa"]) == []


def test_a_busy_database_shows_the_words_again(rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(saving, "record", fail)
    for path, words in typed().items():
        answer = rosa.post(path, data=words)
        assert answer.status_code == 503
        assert "Call K. back" in answer.text
        assert answer.headers["Retry-After"]


def test_secrets_are_not_shown_again(client: FlaskClient, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/sign-in", data={"email": "rosa@demo.example", "password": "very-secret", "text": "words"})
    assert answer.status_code == 400
    assert "very-secret" not in answer.text
    assert "words" in answer.text


def test_another_sites_words_are_not_shown(rosa: FlaskClient) -> None:
    answer = rosa.post(f"{PATH}/reflection", data={"text": "Buy now"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Buy now" not in answer.text
