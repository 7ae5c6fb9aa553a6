"""The session cookie and the sign-in behind it: how long they last, and what ends them."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport import clock
from rapport.database import db
from rapport.people.sign_in import SignIn, revoke_all
from rapport.people.user import User


def is_in(client: FlaskClient) -> bool:
    return client.get("/me/settings").status_code == 200


def test_one_statement_says_who_is_here(sign_in: Callable[[str], FlaskClient], statements: Callable) -> None:  # type: ignore[type-arg]
    rosa = sign_in("rosa")
    rosa.get("/sign-in")
    with statements() as seen:
        rosa.get("/sign-in")
    assert len(seen) == 1
    assert "sign_ins" in seen[0]
    assert "publications" in seen[0]


def test_a_sign_in_rolls_on_while_it_is_used(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    rosa = sign_in("rosa")
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(4):
            travel.shift(timedelta(days=60))
            assert is_in(rosa)
        travel.shift(timedelta(days=90))
        assert not is_in(rosa)


def test_it_is_written_once_a_day_only(sign_in: Callable[[str], FlaskClient], statements: Callable) -> None:  # type: ignore[type-arg]
    rosa = sign_in("rosa")
    with time_machine.travel(clock.now(), tick=False) as travel:
        with statements() as same_day:
            is_in(rosa)
        travel.shift(timedelta(days=1))
        with statements() as next_day:
            answer = rosa.get("/me/settings")
        with statements() as again:
            is_in(rosa)
    writes = [[one for one in seen if one.startswith("UPDATE")] for seen in (same_day, next_day, again)]
    assert [len(one) for one in writes] == [0, 1, 0]
    assert "Max-Age=7776000" in answer.headers["Set-Cookie"], "the cookie is renewed with the row"


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=-1), timedelta(hours=-1), timedelta(days=89)])
def test_a_clock_that_jumps_signs_nobody_out(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User], jump: timedelta
) -> None:
    rosa = sign_in("rosa")
    with time_machine.travel(clock.now() + jump, tick=False):
        assert is_in(rosa)
    assert is_in(rosa)


def test_a_clock_far_ahead_is_forgiven_once_it_is_right(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User]
) -> None:
    rosa = sign_in("rosa")
    with time_machine.travel(clock.now() + timedelta(days=4000), tick=False):
        assert not is_in(rosa)
    assert is_in(rosa)


def test_another_address_is_the_same_phone(sign_in: Callable[[str], FlaskClient]) -> None:
    rosa = sign_in("rosa")
    assert rosa.get("/me/settings", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
    assert rosa.get("/me/settings", environ_base={"REMOTE_ADDR": "198.51.100.7"}).status_code == 200


def test_a_revoked_sign_in_is_dead_at_once(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    rosa, ravi = sign_in("rosa"), sign_in("ravi")
    revoke_all(cast["rosa"].id, clock.now())
    db.session.commit()
    assert not is_in(rosa)
    assert is_in(ravi)


def test_a_closed_account_is_dead_at_once(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    rosa = sign_in("rosa")
    assert is_in(rosa)
    db.session.get_one(User, cast["rosa"].id).deactivated_at = clock.now()
    db.session.commit()
    assert not is_in(rosa)
    assert rosa.post("/me/settings", data={"name": "Ghost"}).status_code == 401


@pytest.mark.parametrize("value", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.forged", "😀", "a" * 4000])
def test_a_forged_cookie_is_nobody(client: FlaskClient, cast: dict[str, User], value: str) -> None:
    client.set_cookie("session", value)
    assert client.get("/me/settings").status_code == 303


def test_the_database_holds_no_token(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    rosa = sign_in("rosa")
    with rosa.session_transaction() as session:
        token = session["_user_id"]
    assert token not in {row.token_hash for row in db.session.scalars(select(SignIn))}


def test_no_form_is_taken_without_its_token(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    ada = sign_in("ada")
    app.config["WTF_CSRF_ENABLED"] = True
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    ours = [rule.rule for rule in rules if rule.endpoint.startswith(("account.", "admin."))]
    assert len(ours) >= 12
    for path in ours:
        path = path.replace("<token>", "x")
        path = re.sub(r"<int:\w+>", "1", path)
        path = re.sub(r"<uuid:\w+>", str(uuid4()), path)
        assert ada.post(path).status_code == 400, path
    assert is_in(ada)


def test_the_token_of_a_page_outlives_the_night(app: Flask, client: FlaskClient, cast: dict[str, User]) -> None:
    """What was opened yesterday can be sent today."""
    app.config["WTF_CSRF_ENABLED"] = True
    with time_machine.travel(clock.now(), tick=False) as travel:
        page = client.get("/sign-in").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        travel.shift(timedelta(hours=20))
        asked = {"email": "rosa@demo.example", "csrf_token": token}
        assert client.post("/sign-in", data=asked).location == "/sign-in/code"
        travel.shift(timedelta(days=-2))
        assert client.post("/sign-in", data=asked).location == "/sign-in/code"


def test_a_cookie_that_was_good_does_not_vouch_for_one_that_was_changed(sign_in: Callable[[str], FlaskClient]) -> None:
    rosa = sign_in("rosa")
    assert is_in(rosa)
    good = rosa.get_cookie("session").value
    payload, signature = good.rsplit(".", 1)
    for forged in (f"{payload}.{signature[:-2]}", f"{payload[:-1]}.{signature}", f"{good}x", payload, "."):
        rosa.set_cookie("session", forged)
        assert not is_in(rosa)
    rosa.set_cookie("session", good)
    assert is_in(rosa)


def test_a_new_key_keeps_the_old_cookies_while_the_old_key_is_named(
    app: Flask, sign_in: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa, old = sign_in("rosa"), app.config["SECRET_KEY"]
    assert is_in(rosa)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another")
    assert not is_in(rosa)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert is_in(rosa)
