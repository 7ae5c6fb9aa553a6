"""Tries to sign in, kept to slow a guesser down. Nobody is locked out: a person's own devices have a count of their own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.people.user import EMAIL_LIMIT

LOOK_BACK = timedelta(hours=24)
KEPT = 2 * LOOK_BACK
NO_WAIT = timedelta(0)


class SignInTry(Model):
    """`known` tells a device on which this person has signed in before."""

    __tablename__ = "sign_in_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), index=True)
    address: Mapped[str] = mapped_column(String(45), index=True)
    known: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)
    worked: Mapped[bool] = mapped_column(default=False)


def begin_try(kind: str, email: str, address: str, known: bool, now: datetime) -> SignInTry | timedelta:
    """Count a try before it is judged, so that a hundred at once count as a hundred; or say how long to wait."""
    wait = _wait(kind, email, address, known, now)
    if wait > NO_WAIT:
        return wait
    one = SignInTry(kind=kind, email=email, address=address[:45], known=known, at=now)
    db.session.add(one)
    db.session.flush()
    return one


def it_worked(try_id: int) -> None:
    """This was no guess: what this person mistyped before, from here, no longer counts."""
    one = db.session.get(SignInTry, try_id)
    if one is not None:
        one.worked = True


def sweep(now: datetime) -> None:
    """Delete the tries that no longer slow anybody down."""
    db.session.execute(delete(SignInTry).where(SignInTry.at < now - KEPT))


def wait_after(failures: Sequence[datetime], free: int, longest: timedelta, now: datetime) -> timedelta:
    """How long to wait after these failures, oldest first: none while they are few, then 10 s, doubling each time."""
    beyond = len(failures) - free
    if beyond < 0:
        return NO_WAIT
    pause = min(timedelta(seconds=10 * 2 ** min(beyond, 12)), longest)
    return max(NO_WAIT, min(failures[-1] + pause - now, pause))


def _wait(kind: str, email: str, address: str, known: bool, now: datetime) -> timedelta:
    """The longest of three waits; those of the person's own devices leave out what strangers do."""
    mine, here = SignInTry.email == email, SignInTry.address == address[:45]
    waits = [wait_after(_failures(kind, now, mine, here, SignInTry.known == known), 5, timedelta(minutes=15), now)]
    if not known:
        stranger = (SignInTry.known.is_(False), SignInTry.worked.is_(False))
        waits.append(wait_after(_failures(kind, now, mine, *stranger), 30, timedelta(minutes=1), now))
        waits.append(wait_after(_failures(kind, now, here, *stranger), 60, timedelta(seconds=10), now))
    return max(waits)


def _failures(kind: str, now: datetime, *where: ColumnElement[bool]) -> list[datetime]:
    """The latest failures, oldest first; a success among the tries asked for wipes out those before it."""
    recent = select(SignInTry.at, SignInTry.worked).where(
        SignInTry.kind == kind, SignInTry.at > now - LOOK_BACK, *where
    )
    failures: list[datetime] = []
    for at, worked in db.session.execute(recent.order_by(SignInTry.id.desc()).limit(100)):
        if worked:
            break
        failures.append(at)
    return failures[::-1]
