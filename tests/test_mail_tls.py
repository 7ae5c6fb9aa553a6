"""Mail over TLS: the server's certificate is checked, and a password is never sent in the clear."""

import shutil
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult

from rapport import mail
from rapport.mail import Letter

LETTER = Letter(7, "rosa@demo.example", "Hello", "Hello, Rosa.\n", datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
SENDER = "Rapport <rapport@site.example>"
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


class Postbox(Message):
    """Keeps what arrives, and whether it came encrypted."""

    def __init__(self) -> None:
        super().__init__()
        self.encrypted: list[bool] = []
        self.passwords: list[bytes] = []
        with socket.create_server(("localhost", 0)) as probe:
            self.port = probe.getsockname()[1]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return await super().handle_DATA(server, session, envelope)

    def handle_message(self, message: Any) -> None:
        pass

    def check(self, _server: object, _session: object, _envelope: object, _how: str, data: Any) -> AuthResult:
        self.passwords.append(data.password)
        return AuthResult(success=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file: a key and the certificate for "localhost" that it signed itself."""
    folder = tmp_path_factory.mktemp("tls")
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(folder / "key.pem"), "-out", str(folder / "only.pem")]
    subprocess.run(["openssl", "req", "-x509", *key, *subject], check=True, capture_output=True)
    whole = folder / "whole.pem"
    whole.write_text((folder / "key.pem").read_text() + (folder / "only.pem").read_text())
    return whole


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the certificate, as docs/configuration.md says how."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@contextmanager
def server(certificate: Path | None, from_the_start: bool = False) -> Iterator[Postbox]:
    """A mail server on `box.port`."""
    box = Postbox()
    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    how: dict[str, Any] = {"ssl_context": context} if from_the_start else {"tls_context": context}
    login = {"authenticator": box.check, "auth_require_tls": False}
    one = Controller(box, hostname="localhost", port=box.port, **how, **login)
    one.start()
    try:
        yield box
    finally:
        one.stop()


@pytest.mark.usefixtures("trusted")
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_letter_and_password_go_encrypted(certificate: Path, scheme: str) -> None:
    with server(certificate, from_the_start=scheme == "smtps") as box:
        mail.deliver(LETTER, f"{scheme}://rapport:secret@localhost:{box.port}", SENDER)
    assert (box.encrypted, box.passwords) == ([True], [b"secret"])


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_nobody_vouches_for_gets_nothing(certificate: Path, scheme: str) -> None:
    place = server(certificate, from_the_start=scheme == "smtps")
    with place as box, pytest.raises(ssl.SSLCertVerificationError, match=r"self.signed certificate"):
        mail.deliver(LETTER, f"{scheme}://rapport:secret@localhost:{box.port}", SENDER)
    assert (box.encrypted, box.passwords) == ([], [])


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_for_another_name_is_refused(certificate: Path, scheme: str) -> None:
    place = server(certificate, from_the_start=scheme == "smtps")
    with place as box, pytest.raises(ssl.SSLCertVerificationError, match=r"127\.0\.0\.1"):
        mail.deliver(LETTER, f"{scheme}://rapport:secret@127.0.0.1:{box.port}", SENDER)
    assert (box.encrypted, box.passwords) == ([], [])


def test_a_password_is_not_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody between us and the server can leave its offer of TLS out. Only this machine is trusted without."""
    monkeypatch.setattr(mail, "HERE", set())
    with server(None) as box:
        with pytest.raises(smtplib.SMTPNotSupportedError, match="offers no TLS"):
            mail.deliver(LETTER, f"smtp://rapport:secret@localhost:{box.port}", SENDER)
        mail.deliver(LETTER, f"smtp://localhost:{box.port}", SENDER)
    assert (box.encrypted, box.passwords) == ([False], [])


def test_a_connection_is_closed_when_the_server_takes_its_offer_back(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_back(smtp: smtplib.SMTP, **_: object) -> None:
        opened.append(smtp)
        raise smtplib.SMTPResponseException(454, "TLS not available")

    opened: list[smtplib.SMTP] = []
    monkeypatch.setattr(smtplib.SMTP, "starttls", take_back)
    with server(certificate) as box, pytest.raises(smtplib.SMTPException, match="not available"):
        mail.deliver(LETTER, f"smtp://localhost:{box.port}", SENDER)
    assert [one.sock for one in opened] == [None]
