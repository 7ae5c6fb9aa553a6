"""Mail that really travels: a mail server takes it, refuses it, or is away."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message as Taken

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask

from rapport import mail
from rapport.database import db
from rapport.mail import Letter, Mail

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SENDER = "Rapport <rapport@site.example>"


def letter(**more: str) -> Letter:
    return Letter(
        **{"id": 7, "to": "rosa@demo.example", "subject": "Hello", "text": "Hello, Rosa.\n", "at": NOW, **more}
    )  # type: ignore[arg-type]


class Postbox(Message):
    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Taken] = []

    def handle_message(self, message: Taken) -> None:
        self.taken.append(message)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    handler = Postbox()
    server = Controller(handler, hostname="127.0.0.1", port=5122)
    server.start()
    yield handler
    server.stop()


def test_a_mail_arrives_as_written(postbox: Postbox) -> None:
    mail.deliver(letter(subject="Grüße 😀 مرحبا", text="Schöne Grüße\nمرحبا 😀\n"), "smtp://127.0.0.1:5122", SENDER)
    [taken] = postbox.taken
    assert str(make_header(decode_header(taken["Subject"]))) == "Grüße 😀 مرحبا"
    assert taken.get_payload(decode=True).decode().splitlines() == ["Schöne Grüße", "مرحبا 😀"]  # type: ignore[union-attr]
    assert taken["Message-ID"].endswith("@site.example>")
    assert taken["From"] == SENDER


@pytest.mark.parametrize("field", ["subject", "to"])
def test_no_header_can_be_smuggled_in(postbox: Postbox, field: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline|CR or LF"):
        mail.deliver(letter(**{field: "x@demo.example\r\nBcc: evil@demo.example"}), "smtp://127.0.0.1:5122", SENDER)
    assert postbox.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_the_server_gets_name_and_password() -> None:
    seen: list[LoginPassword] = []

    def check(_server: object, _session: object, _envelope: object, _mechanism: str, data: LoginPassword) -> AuthResult:
        seen.append(data)
        return AuthResult(success=True)

    box = Postbox()
    server = Controller(
        box, hostname="127.0.0.1", port=5123, authenticator=check, auth_required=True, auth_require_tls=False
    )
    server.start()
    try:
        mail.deliver(letter(), "smtp://rapport:p%40ss@127.0.0.1:5123", SENDER)
    finally:
        server.stop()
    assert (seen[0].login, seen[0].password) == (b"rapport", b"p@ss")
    assert len(box.taken) == 1


def test_an_absent_server_is_told(app: Flask) -> None:
    with pytest.raises((OSError, smtplib.SMTPException)):
        mail.deliver(letter(), "smtp://127.0.0.1:5129", SENDER)


def test_a_mail_is_taken_by_one_worker_only(app: Flask) -> None:
    written = mail.write("rosa@demo.example", "Hello", "Hello.", NOW)
    assert mail.take(written.id, NOW) is not None
    assert mail.take(written.id, NOW + timedelta(seconds=30)) is None
    assert mail.take(written.id, NOW + timedelta(minutes=3)) is not None, "the first one must have died"
    mail.was_sent(written.id, NOW, forget_text=True)
    assert mail.take(written.id, NOW + timedelta(hours=3)) is None
    assert db.session.get_one(Mail, written.id).text == ""
    assert mail.take(999_999, NOW) is None


def test_what_failed_is_tried_again_and_in_the_end_given_up(app: Flask) -> None:
    written = mail.write("rosa@demo.example", "Hello", "Hello.", NOW)
    for _ in range(mail.MOST_TRIES):
        assert mail.take(written.id, NOW) is not None
        mail.was_not_sent(written.id, "no route")
    assert mail.take(written.id, NOW) is None
    assert db.session.get_one(Mail, written.id).error == "no route"
    assert mail.waiting(NOW + timedelta(days=1)) == []


def test_what_was_left_behind_is_found(app: Flask) -> None:
    written = mail.write("rosa@demo.example", "Hello", "Hello.", NOW)
    assert mail.waiting(NOW + timedelta(seconds=5)) == []
    assert mail.waiting(NOW + timedelta(minutes=5)) == [written.id]


def test_without_a_server_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    mail.deliver(letter(), "", SENDER)
    assert "Mail to rosa@demo.example: Hello" in capsys.readouterr().err
