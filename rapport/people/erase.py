"""Forgetting who somebody was: what is kept about a person as such. What they did is emptied in progress/erase.py."""

from datetime import datetime

from sqlalchemy import delete

from rapport.database import db
from rapport.people import audit
from rapport.people.sign_in import SignIn
from rapport.people.sign_in_code import SignInCode
from rapport.people.sign_in_try import SignInTry
from rapport.people.user import MONDAY_TO_FRIDAY, Leave, User

NAME = "A former colleague"


def forget(person: User, now: datetime) -> None:
    """The row stays for the counts that point to it; nobody can sign in to it or write to it again."""
    email, name = person.email, person.name
    person.name, person.email = NAME, f"erased-{person.id}@erased.invalid"
    person.password_hash, person.zone, person.working_days = None, "UTC", MONDAY_TO_FRIDAY
    person.deactivated_at, person.erased_at = person.deactivated_at or now, now
    for kind, own in (
        (SignIn, SignIn.user_id == person.id),
        (SignInCode, SignInCode.email == email),
        (SignInTry, SignInTry.email == email),
        (Leave, Leave.user_id == person.id),
    ):
        db.session.execute(delete(kind).where(own))
    audit.forget(person.id, email, name, NAME)
