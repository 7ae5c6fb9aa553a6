"""Six digits sent by e-mail. A code belongs to the browser that asked for it, so nobody else can use up its tries."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import String, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.people.user import EMAIL_LIMIT

DIGITS = 6
LIFE = timedelta(minutes=10)
TRIES = 5
KEPT = timedelta(days=1)
ONE_TAP = timedelta(seconds=10)


class SignInCode(Model):
    """`id` is random and known only to the asking browser; the row is written for unknown addresses too."""

    __tablename__ = "sign_in_codes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Verdict(Enum):
    """What became of a typed code, as one sentence for the person."""

    RIGHT = "Right."
    AGAIN = "Right, and used a moment ago by this very browser."
    WRONG = "That is not the code. Please look again."
    GONE = "This code no longer works. Ask for a new one."


def new_code(email: str, secret: str, now: datetime, replaces: str | None = None) -> tuple[SignInCode, str]:
    """A fresh code for this address, and its digits; the one that this browser asked for before is void."""
    old = or_(SignInCode.id == replaces, SignInCode.created_at < now - KEPT)
    db.session.execute(delete(SignInCode).where(old))
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    key = secrets.token_hex(16)
    code = SignInCode(id=key, email=email, code_hash=_hash(key, digits, secret), created_at=now, expires_at=now + LIFE)
    db.session.add(code)
    return code, digits


def try_code(key: str, typed: str, secret: str, now: datetime) -> Verdict:
    """Use up one try; the right digits use up the code, save for a second tap on the same button."""
    code = db.session.scalar(select(SignInCode).where(SignInCode.id == key).with_for_update())
    if code is None or code.tries >= TRIES or not code.created_at - LIFE < now < code.expires_at:
        return Verdict.GONE
    code.tries += 1
    right = hmac.compare_digest(code.code_hash, _hash(key, digits_of(typed), secret))
    if code.used_at:
        return Verdict.AGAIN if right and abs(now - code.used_at) < ONE_TAP else Verdict.GONE
    if right:
        code.used_at = now
        return Verdict.RIGHT
    return Verdict.GONE if code.tries >= TRIES else Verdict.WRONG


def digits_of(typed: str) -> str:
    """Only the digits: people paste "123 456" and phones type full-width figures."""
    return "".join(str(int(character)) for character in typed if character.isdecimal())[: DIGITS + 1]


def _hash(key: str, digits: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"sign-in code {key} {digits}".encode(), hashlib.sha256).hexdigest()
