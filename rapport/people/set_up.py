"""The first admin of an empty site: whoever can read the terminal."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select

from rapport.database import db
from rapport.people.user import User, add_person


def set_up_token(secret: str) -> str:
    """The token that opens /set-up; good until there is an admin, and the same in every process."""
    return hmac.new(secret.encode(), b"set-up", hashlib.sha256).hexdigest()[:32]


def token_is_right(token: str, secret: str) -> bool:
    return hmac.compare_digest(token.encode(), set_up_token(secret).encode())


def needs_admin() -> bool:
    """Whether nobody has ever been admin here."""
    return not any(
        role == "admin" for roles in db.session.scalars(select(User.roles).distinct()) for role in roles.split(",")
    )


def first_admin(email: str, name: str, now: datetime) -> User:
    """The person who runs the site; they may learn on it too."""
    admin = add_person(email, name, "rep,admin", now)
    admin.grant("admin")
    return admin
