"""Signing in by password and signing out; what a guesser meets."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from rapport import clock
from rapport.database import db
from rapport.people.password import hash_password
from rapport.people.sign_in import SignIn
from rapport.people.sign_in_try import SignInTry
from rapport.people.user import User

ROSAS = "rapport-rosa"


@pytest.fixture
def rosa(cast: dict[str, User]) -> User:
    """Rosa, with a password."""
    person = db.session.get_one(User, cast["rosa"].id)
    person.password_hash = hash_password(ROSAS)
    db.session.commit()
    return person


def enter(client: FlaskClient, email: str = "rosa@demo.example", password: str = ROSAS, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/me/settings").status_code == 200


def test_rosa_signs_in_with_her_password(client: FlaskClient, rosa: User) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


def test_the_spelling_of_the_address_does_not_matter(client: FlaskClient, rosa: User) -> None:
    assert enter(client, "  Rosa@Demo.Example ").status_code == 303


def test_the_cookie_lasts_and_is_not_for_scripts(client: FlaskClient, rosa: User) -> None:
    cookie = enter(client).headers["Set-Cookie"]
    assert "session=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert f"Max-Age={90 * 86400}" in cookie


def test_a_wrong_password_says_one_sentence_and_keeps_the_address(client: FlaskClient, rosa: User) -> None:
    answer = enter(client, password="rapport-ravi")
    assert answer.status_code == 422
    assert "do not go together" in answer.text
    assert 'value="rosa@demo.example"' in answer.text
    assert "rapport-ravi" not in answer.text
    assert not is_in(client)


def test_nobody_learns_who_is_here(client: FlaskClient, rosa: User) -> None:
    """Known, unknown and without a password: the same page but for the address."""
    pages = {
        re.sub(r'"csrf_token" value="[^"]*"', "", enter(client, email, "wrong password").text.replace(email, ""))
        for email in ("rosa@demo.example", "nobody@demo.example", "ravi@demo.example")
    }
    assert len(pages) == 1


@pytest.mark.parametrize(
    "email", ["", "rosa", "rosa@", "a" * 600 + "@demo.example", "rosa@demo.example\x00@x", "😀", "مرحبا@"]
)
def test_what_is_no_address_is_refused_at_the_field(client: FlaskClient, rosa: User, email: str) -> None:
    answer = enter(client, email)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert db.session.scalar(select(SignInTry)) is None


def test_the_sixth_guess_waits(client: FlaskClient, rosa: User) -> None:
    assert [enter(client, password="guess number").status_code for _ in range(5)] == [422] * 5
    answer = enter(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 11
    assert "Please wait" in answer.text
    assert not is_in(client)


def test_the_wait_ends(client: FlaskClient, rosa: User) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(5):
            enter(client, password="guess number")
        travel.shift(timedelta(seconds=11))
        assert enter(client).status_code == 303


def test_a_guesser_elsewhere_does_not_lock_rosa_out(app: Flask, client: FlaskClient, rosa: User) -> None:
    enter(client)
    client.post("/sign-out")
    guesser = app.test_client()
    for _ in range(40):
        guesser.post(
            "/sign-in",
            data={"email": rosa.email, "password": "guess number"},
            environ_base={"REMOTE_ADDR": "203.0.113.9"},
        )
    assert enter(client).status_code == 303


def test_a_guesser_behind_the_same_address_does_not_slow_her_own_phone(
    app: Flask, client: FlaskClient, rosa: User
) -> None:
    enter(client)
    client.post("/sign-out")
    guesser = app.test_client()
    assert [enter(guesser, password="guess number").status_code for _ in range(6)][-1] == 429
    assert enter(client).status_code == 303


def test_signing_out_is_for_good(client: FlaskClient, rosa: User) -> None:
    """The old cookie, kept by somebody, opens nothing."""
    enter(client)
    kept = client.get_cookie("session")
    answer = client.post("/sign-out")
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(client)
    assert kept is not None
    client.set_cookie("session", kept.value)
    assert not is_in(client)


@pytest.mark.parametrize("when", ["asking", "saving"])
def test_signing_out_works_when_nothing_can_be_saved(
    client: FlaskClient, rosa: User, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """The cookie goes, whatever happens; that the row stays is said."""
    enter(client)
    with monkeypatch.context() as patch:
        patch.setattr(db.session, {"asking": "execute", "saving": "commit"}[when], full_disk)
        with client.application.app_context():
            answer = FlaskClient.open(client, "/sign-out", method="POST")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not is_in(client)
    page = client.get("/sign-in").text
    assert "You are signed out on this device" in page
    assert "could not be saved" in page


def full_disk(*_: object, **__: object) -> None:
    raise OperationalError("COMMIT", {}, Exception("database or disk is full"))


def test_signing_in_makes_a_new_session(client: FlaskClient, rosa: User) -> None:
    """A token known before the sign-in is worth nothing after it."""
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"
        before = session.get("csrf_token")
    enter(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_signing_in_again_ends_the_session_before(client: FlaskClient, rosa: User) -> None:
    enter(client)
    enter(client)
    alive = db.session.scalars(select(SignIn).where(SignIn.user_id == rosa.id, SignIn.revoked_at.is_(None))).all()
    assert len(alive) == 1


def test_a_closed_account_lets_nobody_in(client: FlaskClient, rosa: User) -> None:
    enter(client)
    rosa = db.session.get_one(User, rosa.id)
    rosa.deactivated_at = clock.now()
    db.session.commit()
    assert not is_in(client)
    assert enter(client).status_code == 422


@pytest.mark.parametrize(
    ("asked", "landing"),
    [
        ("/library?page=2", "/library?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("\\\\evil.example", "/"),
        ("/" + "a" * 600, "/"),
    ],
)
def test_next_leads_only_to_this_site(client: FlaskClient, rosa: User, asked: str, landing: str) -> None:
    client.get("/sign-in", query_string={"next": asked})
    assert enter(client).location == landing


def test_the_page_sends_on_who_is_in_already(sign_in: Callable[[str], FlaskClient]) -> None:
    assert sign_in("rosa").get("/sign-in").location == "/"


def test_the_password_is_tried_before_a_code_is_sent(client: FlaskClient, rosa: User) -> None:
    """Enter in the password field presses the first button of the form, which asks for a code."""
    assert enter(client, way="code").location == "/"
    client.post("/sign-out")
    assert enter(client, password="mistyped one", way="code").location == "/sign-in/code"


def test_demo_people_have_a_button_on_a_demo_site_only(app: Flask, client: FlaskClient, rosa: User) -> None:
    assert "Look around" not in client.get("/sign-in").text
    app.config["DEMO"] = True
    page = client.get("/sign-in").text
    names = re.findall(r"(\w+), (?:rep|manager|trainer|admin)", page)
    assert names == ["Rosa", "Ravi", "Mona", "Tess", "Ada", "Viktor"]
    assert "otto" not in page


def test_an_empty_site_leads_to_its_set_up(app: Flask, client: FlaskClient) -> None:
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    assert client.get("/sign-in").location == "/set-up"
