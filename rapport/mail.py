"""Outgoing mail: written with the transaction that causes it, sent by the worker once that is committed.

The worker takes a letter (`take`), commits, delivers it with no transaction open, then notes what
became of it (`was_sent`, `was_not_sent`) and commits again.
"""

import smtplib
import ssl
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import String, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.text import clean

SUBJECT_LIMIT = 200
TIMEOUT = 20
MOST_TRIES = 6
CLAIM = timedelta(minutes=2)
KEPT = timedelta(days=30)
HERE = {"localhost", "127.0.0.1", "::1"}


class Mail(Model):
    """`text` is emptied once a mail server has taken the mail: codes and links need not lie about."""

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(SUBJECT_LIMIT))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class Letter:
    """What the mail server gets."""

    id: int
    to: str
    subject: str
    text: str
    at: datetime


def write(to: str, subject: str, text: str, now: datetime) -> Mail:
    """Put a mail into the outgoing box; after the commit, `jobs.soon("send_mail", mail.id)`."""
    mail = Mail(to=to, subject=clean(subject, SUBJECT_LIMIT, one_line=True), text=text, created_at=now)
    db.session.add(mail)
    db.session.flush()
    return mail


def take(mail_id: int, now: datetime) -> Letter | None:
    """The letter to deliver, claimed for two minutes; None when it is sent, given up or in other hands."""
    mail = db.session.scalar(select(Mail).where(Mail.id == mail_id).with_for_update())
    if mail is None or mail.sent_at or mail.tries >= MOST_TRIES:
        return None
    if mail.taken_at and abs(now - mail.taken_at) < CLAIM:
        return None
    mail.taken_at, mail.tries = now, mail.tries + 1
    return Letter(mail.id, mail.to, mail.subject, mail.text, mail.created_at)


def was_sent(mail_id: int, now: datetime, forget_text: bool) -> None:
    mail = db.session.get(Mail, mail_id)
    if mail is not None:
        mail.sent_at, mail.error = now, ""
        mail.text = "" if forget_text else mail.text


def was_not_sent(mail_id: int, error: str) -> None:
    """Keep why, and let the next try begin at once."""
    mail = db.session.get(Mail, mail_id)
    if mail is not None:
        mail.taken_at, mail.error = None, error[:500]


def waiting(now: datetime) -> list[int]:
    """Mails that nobody is delivering though they should be: for a sweep after a crash."""
    unsent = select(Mail).where(Mail.sent_at.is_(None), Mail.tries < MOST_TRIES).order_by(Mail.id)
    return [mail.id for mail in db.session.scalars(unsent) if abs(now - (mail.taken_at or mail.created_at)) >= CLAIM]


def sweep(now: datetime) -> None:
    """Delete what was sent, or given up, long ago: who was written to is nobody's business for ever."""
    over = or_(Mail.sent_at.is_not(None), Mail.tries >= MOST_TRIES)
    db.session.execute(delete(Mail).where(Mail.created_at < now - KEPT, over))


def forget(address: str, name: str) -> None:
    """Nothing that was written to this address stays, nor what other letters that have gone out say about this name."""
    db.session.execute(delete(Mail).where(Mail.to == address))
    if " " in name:  # a first name alone may be part of any word
        named = or_(Mail.text.contains(name, autoescape=True), Mail.subject.contains(name, autoescape=True))
        db.session.execute(update(Mail).where(Mail.sent_at.is_not(None), named).values(subject="", text=""))


def latest_to(address: str, since: datetime) -> Mail | None:
    """The newest mail to this address: the mailbox that the demo shows on the page."""
    newest = select(Mail).where(Mail.to == address, Mail.created_at >= since).order_by(Mail.id.desc()).limit(1)
    return db.session.scalar(newest)


def deliver(letter: Letter, smtp_url: str, sender: str) -> None:
    """Hand a letter to the mail server, or print it in the terminal when there is none. Raises OSError or SMTPException."""
    if not smtp_url:
        _print(letter)
        return
    server = urlsplit(smtp_url)
    with _connect(server) as smtp:
        is_encrypted = server.scheme == "smtps" or _encrypt(smtp)
        if server.username:
            _refuse_to_shout(server, is_encrypted)
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(_message(letter, sender))


def _connect(server: SplitResult) -> smtplib.SMTP:
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, server.port or 25, timeout=TIMEOUT)


def _encrypt(smtp: smtplib.SMTP) -> bool:
    """Go on encrypted if the server offers to; it must prove who it is."""
    smtp.ehlo()
    if not smtp.has_extn("starttls"):
        return False
    smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo()
    return True


def _refuse_to_shout(server: SplitResult, is_encrypted: bool) -> None:
    """A password goes in the clear to this machine only: on the way, somebody may have taken out the offer of TLS."""
    if not is_encrypted and server.hostname not in HERE:
        raise smtplib.SMTPNotSupportedError(f"{server.hostname} offers no TLS, so the password was not sent.")


def _message(letter: Letter, sender: str) -> EmailMessage:
    """`EmailMessage` refuses line breaks in headers, so no address or subject can smuggle one in."""
    message = EmailMessage(policy=SMTP if letter.to.isascii() else SMTPUTF8)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = make_msgid(
        idstring=f"rapport-{letter.id}", domain=parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    )
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _print(letter: Letter) -> None:
    line = "─" * 60
    print(f"{line}\nMail to {letter.to}: {letter.subject}\n\n{letter.text}\n{line}", file=sys.stderr, flush=True)
