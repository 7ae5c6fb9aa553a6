"""A sign-in: one person on one device, listed and revocable. The cookie holds its random token, the row only a hash."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, case, delete, func, literal, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.people.user import User

LIFE = timedelta(days=90)
TOUCH_EVERY = timedelta(days=1)
KEPT = timedelta(days=30)  # after its end
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Mac OS|Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


class SignIn(Model):
    """`expires_at` rolls on while the device is used. A row past it stays for a while: a wrong clock must not sign people out."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


def sign_in_person(person: User, user_agent: str, now: datetime) -> str:
    """Open a sign-in on this device; the token goes into the cookie and is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_hash=token_hash(token),
            user_id=person.id,
            device=device_label(user_agent),
            created_at=now,
            last_seen_at=now,
            expires_at=now + LIFE,
        )
    )
    return token


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def alive(now: Any, sign_ins: Any = SignIn, users: Any = User) -> tuple[ColumnElement[bool], ...]:
    """What makes a sign-in count at the moment `now`; for queries that join users, over entities or plain columns."""
    return (sign_ins.revoked_at.is_(None), sign_ins.expires_at > now, users.deactivated_at.is_(None))


def needs_touch(last_seen_at: datetime, now: datetime) -> bool:
    """Whether it is a day (in either direction, should the clock have jumped) since the row was renewed."""
    return abs(now - last_seen_at) >= TOUCH_EVERY


def touch(sign_in_id: int, now: datetime) -> None:
    """Renew a sign-in that is in use; its end never moves nearer, whatever the clock says."""
    until = literal(now + LIFE, Moment)
    later = case((SignIn.expires_at > until, SignIn.expires_at), else_=until)
    changed = update(SignIn).where(SignIn.id == sign_in_id, SignIn.revoked_at.is_(None))
    db.session.execute(changed.values(last_seen_at=now, expires_at=later))


def devices_of(person: User, now: datetime) -> list[SignIn]:
    """Where a person is signed in, the latest used first."""
    mine = select(SignIn).join(User).where(SignIn.user_id == person.id, *alive(now))
    return list(db.session.scalars(mine.order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())))


def revoke(person_id: int, sign_in_id: int, now: datetime) -> bool:
    """End one of a person's own sign-ins; False when there is no such one."""
    own = update(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == person_id, SignIn.revoked_at.is_(None))
    return bool(db.session.execute(own.values(revoked_at=now).returning(SignIn.id)).all())


def revoke_all(person_id: int, now: datetime, but: int | None = None) -> None:
    """End all of a person's sign-ins, except one."""
    every = update(SignIn).where(SignIn.user_id == person_id, SignIn.revoked_at.is_(None), SignIn.id != (but or 0))
    db.session.execute(every.values(revoked_at=now))


def sweep(now: datetime) -> None:
    """Delete what ended long ago. That a sign-in expired is believed only while somebody was seen lately: where
    nobody was for a month, the clock may be wrong, and everybody would be signed out for good."""
    long_ago = now - KEPT
    newest = db.session.scalar(select(func.max(SignIn.last_seen_at)))
    ended = [SignIn.revoked_at < long_ago]
    if newest and newest > long_ago:
        ended.append(SignIn.expires_at < long_ago)
    db.session.execute(delete(SignIn).where(or_(*ended)))


def revoke_since(person_id: int, since: datetime, now: datetime) -> None:
    """End the sign-ins that began after a moment: of two taps on one button the last one counts."""
    made = update(SignIn).where(SignIn.user_id == person_id, SignIn.revoked_at.is_(None), SignIn.created_at > since)
    db.session.execute(made.values(revoked_at=now))


def device_label(user_agent: str) -> str:
    """A device in plain words, such as "Chrome on Android"."""
    browser = _first_match(BROWSERS, user_agent)
    system = _first_match(SYSTEMS, user_agent)
    return f"{browser or 'A browser'} on {system}" if system else browser or "Unknown device"


def _first_match(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
