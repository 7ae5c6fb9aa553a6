"""Whom a visitor may be on a demo site, with one tap on the page or the password that the terminal prints."""

from sqlalchemy import select

from rapport.database import db
from rapport.demo.people import CAST, Person
from rapport.people.user import User


def cast_here() -> list[Person]:
    """Those of the cast who are here and can sign in; nobody on a site without the demo company."""
    emails = [person.email for person in CAST]
    here = set(db.session.scalars(select(User.email).where(User.email.in_(emails), User.deactivated_at.is_(None))))
    return [person for person in CAST if person.email in here]
