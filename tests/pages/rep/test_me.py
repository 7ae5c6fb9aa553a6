"""Me: one's own page, what a manager sees, and everything as a file."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.deeds import did, retire
from support.lessons import PLAN, REFLECTION, exercise, make_lesson

from rapport.catalogue.lesson import Lesson
from rapport.database import db
from rapport.pages.rep.days import weeks
from rapport.pages.rep.own_data import FACTS
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]
THE_SATURDAY = date(2026, 11, 21)


@pytest.fixture
def written(cast: dict[str, User]) -> dict[str, str]:
    """What Rosa wrote in one lesson: ids by kind."""
    rosa, lesson = cast["rosa"], make_lesson("whole", exercises=[exercise("ring")], reflection=REFLECTION, plan=PLAN)
    values = {"who": "Bakery on 5th", "promise": "Fixed day", "by": (date.today() + timedelta(days=9)).isoformat()}  # noqa: DTZ011
    return {
        "completion": did(rosa, "completion", lesson.key),
        "entry": did(rosa, "entry", lesson.key, exercise="ring", values=values),
        "private": did(rosa, "reflection", lesson.key, text="Nobody reads this.", shared=False),
        "shared": did(rosa, "reflection", lesson.key, text="Mona may read this.", shared=True),
        "plan": did(rosa, "plan", lesson.key, when="I park", then="ring the bakery", ask_on="2030-01-07"),
    }


@pytest.mark.parametrize("path", ["/me", "/me/manager-view", "/me/data.json"])
def test_a_stranger_sees_nothing(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 303


def test_everything_written_is_there_with_the_way_to_change_it(sign_in: SignIn, written: dict[str, str]) -> None:
    page = sign_in("rosa").get("/me").text
    for words in (
        "Bakery on 5th",
        "Nobody reads this.",
        "Mona may read this.",
        "When I park, then I will ring the bakery.",
    ):
        assert words in page
    assert f'href="/lessons/made/whole/exercises/ring/entries/{written["entry"]}"' in page
    assert "To be asked on 7 January 2030" in page


@pytest.mark.usefixtures("written")
def test_it_is_ones_own_page(sign_in: SignIn) -> None:
    for name in ("ravi", "mona", "otto"):
        for path in ("/me", "/me/manager-view", "/me/data.json"):
            page = sign_in(name).get(path).text
            assert "Bakery on 5th" not in page
            assert "Mona may read this." not in page


@pytest.mark.usefixtures("written")
def test_what_was_written_stays_when_its_lesson_is_retired(sign_in: SignIn) -> None:
    retire(db.session.query(Lesson).filter_by(key="whole").one())
    page = sign_in("rosa").get("/me").text
    assert "Bakery on 5th" in page
    assert "Nobody reads this." in page
    assert "/lessons/made/whole" not in page


@pytest.mark.usefixtures("written")
def test_the_manager_sees_entries_promises_plans_and_only_shared_reflections(sign_in: SignIn) -> None:
    page = sign_in("rosa").get("/me/manager-view").text
    for words in ("Bakery on 5th", "Fixed day", "Mona may read this.", "When I park, then I will ring the bakery"):
        assert words in page
    assert "Nobody reads this." not in page


@pytest.mark.parametrize("name", ["rosa", "tess", "ada"])
def test_an_empty_page_says_where_to_begin(sign_in: SignIn, name: str) -> None:
    page = sign_in(name).get("/me").text
    assert "Your entries and reflections gather here." in page
    assert "Sign out" in page


def test_the_file_holds_every_fact_with_its_id_and_no_secret(sign_in: SignIn, written: dict[str, str]) -> None:
    answer = sign_in("rosa").get("/me/data.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.text)
    assert data["person"]["email"] == "rosa@demo.example"
    assert [team["name"] for team in data["teams"]] == ["North"]
    ids = {fact["id"] for kind in FACTS for fact in data[kind]}
    assert ids == set(written.values())
    assert data["progress"][0]["learnt_at"]
    assert len(data["sign_ins"]) == 1
    assert "hash" not in answer.text


# How a table is called in the file, where it is not by its own name.
CALLED = {
    "assignments": {"assignments_made"},
    "audit": {"acts", "acts_about_me"},
    "campaigns": {"campaigns_made"},
    "invitations": {"invitations_made"},
    "memberships": {"teams"},
    "outgoing_mail": {"mails"},
    "users": {"person"},
}


def test_every_table_about_a_person_is_in_the_file(sign_in: SignIn) -> None:
    held = set(json.loads(sign_in("rosa").get("/me/data.json").text))
    ways = {"rep_id", "user_id", "by_id", "made_by_id", "email", "to"}
    about = {name for name, table in db.metadata.tables.items() if ways & set(table.columns.keys())}
    assert {key for name in about for key in CALLED.get(name, {name})} - held == set()


def test_the_file_holds_what_was_noted_at_the_door(app: Flask, sign_in: SignIn) -> None:
    rosa = sign_in("rosa")
    rosa.post("/sign-in", data={"email": "rosa@demo.example", "password": "wrong"})
    for email in ("rosa@demo.example", "ravi@demo.example"):
        app.test_client().post("/sign-in", data={"email": email}, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    answer = rosa.get("/me/data.json")
    data = json.loads(answer.text)
    assert [one["kind"] for one in data["sign_in_tries"]] == ["password", "mail"]
    assert len(data["sign_in_codes"]) == 1
    assert ["is your code" in one["subject"] for one in data["mails"]] == [True]
    assert "203.0.113.9" not in answer.text  # a guesser's address is the guesser's
    assert "ravi" not in answer.text
    assert "hash" not in answer.text


def test_the_file_holds_acts_by_and_about_the_person_without_addresses_of_others(
    sign_in: SignIn, cast: dict[str, User]
) -> None:
    ada = sign_in("ada")
    for act in ("deactivation", "reactivation"):
        ada.post(f"/admin/people/{cast['rosa'].id}/{act}", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    hers = sign_in("rosa").get("/me/data.json")
    about = json.loads(hers.text)["acts_about_me"]
    assert [(row["what"], row["by"]) for row in about] == [
        ("closed an account", "Ada Brandt"),
        ("opened an account again", "Ada Brandt"),
    ]
    assert "203.0.113.7" not in hers.text
    assert "ada@" not in hers.text
    own = ada.get("/me/data.json")
    assert [row["what"] for row in json.loads(own.text)["acts"]] == ["closed an account", "opened an account again"]
    assert "rosa@" not in own.text


def test_statements_are_few_and_fixed(sign_in: SignIn, cast: dict[str, User], statements: Any) -> None:
    lesson = make_lesson("full", exercises=[exercise("ring", goal=12)], reflection=REFLECTION)
    did(cast["rosa"], "reflection", lesson.key, text="One.", shared=False)
    rosa = sign_in("rosa")
    rosa.get("/me")
    with statements() as few:
        rosa.get("/me")
    for number in range(5):
        did(cast["rosa"], "reflection", lesson.key, text=f"More {number}.", shared=True)
        did(cast["rosa"], "entry", lesson.key, exercise="ring", values={"who": f"No {number}"})
    with statements() as many:
        rosa.get("/me")
    assert len(few) == len(many) == 9


def test_dots_follow_ones_own_working_days() -> None:
    friday, monday = THE_SATURDAY - timedelta(days=1), THE_SATURDAY - timedelta(days=5)
    last, this = weeks(THE_SATURDAY, {friday}, "12345", {monday})
    assert [dot.state for dot in last] == ["open"] * 5 + ["free"] * 2
    assert [dot.state for dot in this] == ["free", "open", "open", "open", "done", "free", "free"]
    assert [dot.today for dot in this] == [False] * 5 + [True, False]


def test_a_day_off_with_something_done_is_done_and_the_future_is_to_come() -> None:
    this = weeks(THE_SATURDAY, {THE_SATURDAY}, "1234567", set(), count=1)[0]
    assert [this[5].state, this[6].state] == ["done", "to come"]
