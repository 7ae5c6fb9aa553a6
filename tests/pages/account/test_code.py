"""Signing in by a code that comes by e-mail."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport import clock
from rapport.database import db
from rapport.mail import Mail
from rapport.people import sign_in_code
from rapport.people.sign_in_code import SignInCode
from rapport.people.user import User

ROSA = "rosa@demo.example"


def ask(client: FlaskClient, email: str = ROSA):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email})


def type_in(client: FlaskClient, digits: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in/code", data={"code": digits})


def sent_to(email: str = ROSA) -> str:
    """The digits in the newest mail to somebody."""
    db.session.rollback()
    text = db.session.scalar(select(Mail.text).where(Mail.to == email).order_by(Mail.id.desc()).limit(1))
    return re.findall(r"\b\d{6}\b", text or "")[0]


def other_than(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


def is_in(client: FlaskClient) -> bool:
    return client.get("/me/settings").status_code == 200


def test_rosa_signs_in_with_the_code_from_her_mail(client: FlaskClient, cast: dict[str, User]) -> None:
    assert ask(client).location == "/sign-in/code"
    page = client.get("/sign-in/code").text
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    answer = type_in(client, sent_to())
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


@pytest.mark.parametrize("spelling", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "{3}"])
def test_a_code_may_be_pasted_in_any_spelling(client: FlaskClient, cast: dict[str, User], spelling: str) -> None:
    ask(client)
    digits = sent_to()
    wide = "".join(chr(ord("0") + int(figure)) for figure in digits)
    assert type_in(client, spelling.format(digits, digits[:3], digits[3:], wide)).status_code == 303


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1234567", "😀😀😀", "١٢٣٤٥", "1" * 500])
def test_what_is_no_code_is_refused_at_the_field(client: FlaskClient, cast: dict[str, User], typed: str) -> None:
    ask(client)
    answer = type_in(client, typed)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert not is_in(client)


def test_a_code_works_once(app: Flask, client: FlaskClient, cast: dict[str, User]) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        ask(client)
        digits, other = sent_to(), the_same_browser(app, client)
        type_in(client, digits)
        travel.shift(sign_in_code.ONE_TAP)
        assert "no longer works" in type_in(other, digits).text
        assert not is_in(other)
        assert is_in(client)


def test_two_taps_are_one_sign_in(app: Flask, client: FlaskClient, cast: dict[str, User]) -> None:
    """The browser drops the answer to the first tap, cookie and all, and sends the form again as it was."""
    ask(client)
    digits, second = sent_to(), the_same_browser(app, client)
    type_in(client, digits)
    assert "no longer works" in type_in(the_same_browser(app, second), other_than(digits)).text
    assert type_in(second, digits).location == "/"
    assert is_in(second)
    assert not is_in(client), "one code, one sign-in: the second takes the place of the first"


def the_same_browser(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another one with the same cookie, for what this browser sends before it has seen an answer."""
    other, kept = app.test_client(), client.get_cookie("session")
    assert kept is not None
    other.set_cookie("session", kept.value)
    return other


def test_a_second_tap_on_the_same_page_is_in_as_well(app: Flask, client: FlaskClient, cast: dict[str, User]) -> None:
    """The first tap has signed in and changed the cookie, so the page's token is an old one by then."""
    app.config["WTF_CSRF_ENABLED"] = True
    token = client.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
    client.post("/sign-in", data={"email": ROSA, "csrf_token": token})
    form = {"code": sent_to(), "csrf_token": token}
    assert [client.post("/sign-in/code", data=form).location for _ in range(2)] == ["/", "/"]
    assert client.post("/sign-in", data={"email": " Rosa@demo.example", "csrf_token": token}).location == "/"
    assert client.post("/sign-in", data={"email": "mona@demo.example", "csrf_token": token}).status_code == 400
    assert is_in(client)


def test_a_code_works_for_ten_minutes(client: FlaskClient, cast: dict[str, User]) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        ask(client)
        travel.shift(timedelta(minutes=10))
        assert "no longer works" in type_in(client, sent_to()).text
        assert not is_in(client)


def test_the_fifth_wrong_try_ends_the_code(client: FlaskClient, cast: dict[str, User]) -> None:
    ask(client)
    digits = sent_to()
    answers = [type_in(client, other_than(digits)).text for _ in range(5)]
    assert ["not the code" in text for text in answers] == [True] * 4 + [False]
    assert "no longer works" in answers[-1]
    assert type_in(client, digits).status_code in (422, 429)
    assert not is_in(client)


def test_a_new_code_replaces_the_old(client: FlaskClient, cast: dict[str, User]) -> None:
    ask(client)
    old = sent_to()
    assert client.post("/sign-in/code/again").location == "/sign-in/code"
    new = sent_to()
    if old != new:
        assert type_in(client, old).status_code == 422
    assert type_in(client, new).status_code == 303


def test_somebody_elses_browser_cannot_use_or_spoil_the_code(
    app: Flask, client: FlaskClient, cast: dict[str, User]
) -> None:
    ask(client)
    digits = sent_to()
    stranger = app.test_client()
    stranger.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert type_in(stranger, digits).location == "/sign-in"
    ask(stranger)
    for _ in range(6):
        type_in(stranger, other_than(sent_to()))
    assert type_in(client, digits).status_code == 303
    assert not is_in(stranger)


def test_nobody_learns_who_is_here(app: Flask, cast: dict[str, User]) -> None:
    """Rosa, a stranger and a closed account get the same pages; only Rosa gets mail."""
    ravi = db.session.get_one(User, cast["ravi"].id)
    ravi.deactivated_at = clock.now()
    db.session.commit()
    seen = set()
    for email in (ROSA, "nobody@demo.example", ravi.email):
        client = app.test_client()
        asked = ask(client, email)
        digits = sent_to() if email == ROSA else "123456"
        pages = [client.get("/sign-in/code").text, type_in(client, other_than(digits)).text]
        pages = [re.sub(r'value="[^"]*"', "", page).replace(email, "") for page in pages]
        seen.add((asked.status_code, asked.location, *pages))
    assert len(seen) == 1
    assert set(db.session.scalars(select(Mail.to))) == {ROSA}


def test_not_even_the_right_digits_let_a_stranger_in(app: Flask, client: FlaskClient, cast: dict[str, User]) -> None:
    """A code is made for unknown addresses too (and sent to nobody); it opens nothing."""
    ask(client, "nobody@demo.example")
    code = db.session.scalars(select(SignInCode)).one()
    from rapport.people.sign_in_code import _hash

    digits = next(
        f"{n:06}" for n in range(10**6) if _hash(code.id, f"{n:06}", app.config["SECRET_KEY"]) == code.code_hash
    )
    assert "not the code" in type_in(client, digits).text
    assert not is_in(client)


def test_too_many_codes_have_to_wait(client: FlaskClient, cast: dict[str, User]) -> None:
    assert [ask(client).status_code for _ in range(6)] == [303] * 5 + [429]
    assert len(db.session.scalars(select(Mail)).all()) == 5


def test_the_demo_shows_the_mail_on_the_page(app: Flask, client: FlaskClient, cast: dict[str, User]) -> None:
    app.config["DEMO"] = True
    ask(client)
    assert sent_to() in client.get("/sign-in/code").text


def test_elsewhere_the_mail_is_printed_in_the_terminal(
    client: FlaskClient, cast: dict[str, User], capfd: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    assert sent_to() in capfd.readouterr().err
    assert sent_to() not in client.get("/sign-in/code").text


@pytest.fixture
def postbox(app: Flask) -> Iterator[list]:  # type: ignore[type-arg]
    """A real mail server; what it has taken."""
    taken: list = []  # type: ignore[type-arg]

    class Postbox(Message):
        def handle_message(self, message) -> None:  # type: ignore[no-untyped-def]
            taken.append(message)

    server = Controller(Postbox(), hostname="127.0.0.1", port=5121)
    server.start()
    app.config["SMTP_URL"] = "smtp://127.0.0.1:5121"
    yield taken
    server.stop()


def test_the_code_travels_by_real_mail(client: FlaskClient, cast: dict[str, User], postbox: list) -> None:  # type: ignore[type-arg]
    ask(client)
    [message] = postbox
    assert (message["To"], message["From"]) == (ROSA, "Rapport <rapport@localhost>")
    digits = re.findall(r"\b\d{6}\b", message.get_payload())[0]
    assert digits in message["Subject"]
    assert db.session.scalars(select(Mail.text)).all() == [""], "a sent code need not lie about"
    assert type_in(client, digits).status_code == 303


def test_without_asking_there_is_nothing_to_type(client: FlaskClient, cast: dict[str, User]) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"
    assert type_in(client, "123456").location == "/sign-in"
    assert client.post("/sign-in/code/again").location == "/sign-in"
