"""The people whom a demo site offers on its sign-in page, one tap each."""

from dataclasses import dataclass

from sqlalchemy import select

from rapport.database import db
from rapport.people.user import User

EMAIL = "{first}@demo.example"
PASSWORD = "rapport-{first}"
WHO = {
    "rosa": "rep in North",
    "ravi": "rep in South",
    "mona": "manager of North",
    "tess": "trainer",
    "ada": "admin",
}


@dataclass(frozen=True)
class Role:
    """One tap: the name and what they do, and what the tap sends."""

    first_name: str
    words: str
    email: str
    password: str


def demo_cast() -> list[Role]:
    """Those of the cast who are here; nobody on a site without the demo company."""
    emails = {EMAIL.format(first=first): first for first in WHO}
    here = set(db.session.scalars(select(User.email).where(User.email.in_(emails), User.deactivated_at.is_(None))))
    return [_role(first, email) for email, first in emails.items() if email in here]


def _role(first: str, email: str) -> Role:
    return Role(first.title(), WHO[first], email, PASSWORD.format(first=first))
