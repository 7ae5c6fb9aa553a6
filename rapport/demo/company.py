"""Fill an empty site with Larkfield Supply. Everything goes in through the doors that real people use."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.demo.history import history
from rapport.demo.people import CAST, EVERYBODY, TEAMS, Person
from rapport.people.password import hash_password
from rapport.people.team import Team, add_member, add_team
from rapport.people.user import User
from rapport.progress.record import record

SEED = 42
A_SITTING = timedelta(minutes=10)


def fill(now: datetime, told: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Add teams, people and their weeks of learning; returns how many people moved in. It takes seconds, so
    `told` is called with how many have, of how many."""
    rng = Random(SEED)
    teams = _teams()
    for number, person in enumerate(EVERYBODY, 1):
        user = _move_in(person, teams[person.team], now)
        _live(person, user, now, rng)
        told(number, len(EVERYBODY))
    return len(EVERYBODY)


def _teams() -> dict[str, Team]:
    teams: dict[str, Team] = {}
    for name, parent in TEAMS:
        teams[name] = add_team(name, teams[parent] if parent else None)
    return teams


def _move_in(person: Person, team: Team, now: datetime) -> User:
    joined = now - timedelta(days=person.days + 5)
    user = User(
        email=person.email,
        name=person.name,
        roles=person.roles,
        zone=person.zone,
        created_at=joined,
        welcomed_at=joined,
    )
    if person in CAST:
        user.password_hash = hash_password(person.password)
    db.session.add(user)
    db.session.flush()
    add_member(team.id, user.id, joined, person.manages)
    return user


def _live(person: Person, user: User, now: datetime, rng: Random) -> None:
    lessons = list(shelf().lessons[: person.lessons])
    for moment, facts in history(person, user.zone, lessons, now, rng):
        sent = moment + A_SITTING
        if sent < now:
            record(user, facts, sent)
