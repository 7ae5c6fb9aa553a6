"""What all of a manager's pages share: nobody else gets in, people and teams are reached through the manager who
asks, and every act leaves an audit row."""

from typing import cast

from flask import Blueprint, abort, request
from flask_login import current_user

from rapport import clock
from rapport.database import db
from rapport.pages import guard
from rapport.people import audit
from rapport.people.access import led_by, person_seen_by, team_for
from rapport.people.team import Team
from rapport.people.user import User

bp = Blueprint("manager", __name__)
bp.before_request(guard.role("manager"))


def this_manager() -> User:
    """The person whose pages these are."""
    return cast("User", current_user)


def find_team(team_id: int) -> Team:
    """The team with this id, if this manager leads it or one above it; else there is no such page."""
    return team_for(this_manager(), team_id) or abort(404)


def team_asked_for(team_id: int | None) -> Team | None:
    """The team of the address. Where it names none: the one that this manager leads; None stands for several."""
    if team_id is not None:
        return find_team(team_id)
    led = led_by(this_manager())
    return db.session.get(Team, led[0]) if len(led) == 1 else None


def find_person(person_id: int) -> User:
    """The person with this id, if this manager leads them; else there is no such page."""
    return person_seen_by(this_manager(), person_id) or abort(404)


def note(what: str, about: str, about_id: int | None = None) -> None:
    """Write down what this manager just did, from where; in the transaction of the act itself. `about_id` is the
    person concerned, if it is one."""
    audit.note(current_user.id, what, about, request.remote_addr or "", clock.now(), about_id)


def page_asked_for() -> int:
    """Which page of a long list the address names; the first where it names none."""
    return min(max(request.args.get("page", 1, type=int), 1), 100_000)
