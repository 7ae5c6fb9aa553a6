"""The invitations as an admin reads them."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from flask_login import current_user

from rapport import clock
from rapport.pages.words import plain_day
from rapport.people.invitation import Invitation, invitation_token, some_invitations


@dataclass(frozen=True)
class Line:
    """`standing` is one of open, used up, expired, revoked."""

    id: int
    title: str
    standing: str
    until: str
    uses: int
    max_uses: int
    link: str


def invitation_list(page: int) -> list[Line]:
    return [line(*found) for found in some_invitations(page)]


def line(one: Invitation, uses: int, team: str) -> Line:
    title = f"{one.role.capitalize()} in {team}" if team else f"{one.role.capitalize()}, without a team"
    token = invitation_token(one, current_app.config["SECRET_KEY"])
    link = current_app.config["BASE_URL"] + url_for("account.join", token=token)
    return Line(one.id, title, _standing(one, uses, clock.now()), _until(one), uses, one.max_uses, link)


def _standing(one: Invitation, uses: int, now: datetime) -> str:
    if one.revoked_at is not None:
        return "revoked"
    if now >= one.expires_at:
        return "expired"
    return "open" if uses < one.max_uses else "used up"


def _until(one: Invitation) -> str:
    zone = current_user.zone
    return plain_day(clock.local(one.expires_at, zone).date(), clock.today(zone))
