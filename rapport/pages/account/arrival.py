"""Whom a right code lets in: somebody who is here already, or somebody who comes by an invitation."""

from datetime import datetime
from typing import Any

from rapport.database import db
from rapport.people import invitation
from rapport.people.invitation import Invitation
from rapport.people.user import User, add_person
from rapport.progress import roster

LINK_CLOSED = "This invitation no longer works. Please ask the person who gave it to you for a new one."
ACCOUNT_CLOSED = "Your account here is closed. Please ask the person who runs the site."


def arrive(person: User | None, pending: dict[str, Any], now: datetime) -> User | str:
    """The person to sign in, or the sentence why not. The e-mail address is known to be theirs."""
    if person is not None and not person.is_active:
        return ACCOUNT_CLOSED
    if not pending.get("new"):
        return person or LINK_CLOSED
    link = invitation.lock(pending["invitation"])
    if link is not None and invitation.may_come_in(link, person, now):
        return _let_in(link, person, pending, now)
    return person or LINK_CLOSED


def _let_in(link: Invitation, person: User | None, pending: dict[str, Any], now: datetime) -> User:
    host = db.session.get(User, link.made_by_id) if link.made_by_id else None
    zone = host.zone if host else "UTC"
    person = person or add_person(pending["email"], pending["name"], link.role, now, zone)
    invitation.accept(link, person, now)
    roster.follow([person.id], now)
    return person
