"""Whether a person may sign in: closing an account, and opening it again. What the person did stays either way."""

from datetime import datetime

from sqlalchemy import select

from rapport.database import db
from rapport.people import sign_in
from rapport.people.user import User
from rapport.text import TextRefused

ADDRESS_TAKEN = "Somebody else has this address."
ERASED = "This person was erased. Only counts are left, so nobody can come back to it."


def close(person: User, now: datetime) -> bool:
    """Signed out everywhere at once; False when the account was closed before."""
    if person.deactivated_at is not None:
        return False
    person.deactivated_at = now
    sign_in.revoke_all(person.id, now)
    return True


def open_again(person: User) -> bool:
    """The person may sign in again; False when they could all along."""
    if person.erased_at is not None:
        raise TextRefused(ERASED)
    was_closed = person.deactivated_at is not None
    person.deactivated_at = None
    return was_closed


def take_address(person: User, email: str) -> None:
    """Another e-mail address (as `tidy_email` spells it), for signing in and for mails."""
    taken = select(User.id).where(User.email == email, User.id != person.id)
    if db.session.scalar(taken) is not None:
        raise TextRefused(ADDRESS_TAKEN)
    person.email = email
