"""Fill an empty site with Larkfield Supply. Everything goes in through the doors that real people use."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.demo.assignments import asked_until, choose_modules
from rapport.demo.campaign import run_campaigns
from rapport.demo.coaching import coach
from rapport.demo.history import history
from rapport.demo.people import CAST, EVERYBODY, TEAMS, Person
from rapport.demo.ride_along import ride_along
from rapport.people.password import hash_password
from rapport.people.team import Team, add_member, add_team
from rapport.people.user import User
from rapport.progress import roster
from rapport.progress.record import record

SEED = 42
A_SITTING = timedelta(minutes=10)


def fill(now: datetime, told: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Add teams, people and their weeks of learning; returns how many people moved in. It takes seconds, so
    `told` is called with how many have, of how many."""
    rng = Random(SEED)
    users = _begin(now)
    for number, person in enumerate(EVERYBODY, 1):
        _live(person, users[person.email], now, rng)
        told(number, len(EVERYBODY))
    run_campaigns(now, rng)
    ride_along(now)
    choose_modules(now)
    coach(now)
    roster.follow([user.id for user in users.values()], now)
    return len(EVERYBODY)


def _begin(now: datetime) -> dict[str, User]:
    """People join and are asked for things in the order of time, as whoever comes later gets time of their own."""
    teams, users = _teams(), {}
    before = datetime.min.replace(tzinfo=now.tzinfo)
    for person in sorted(EVERYBODY, key=lambda person: -person.days):
        joined = now - timedelta(days=person.days + 5)
        asked_until(joined, before, now)
        users[person.email] = _move_in(person, teams[person.team], joined)
        before = joined
    asked_until(now, before, now)
    return users


def _teams() -> dict[str, Team]:
    teams: dict[str, Team] = {}
    for name, parent in TEAMS:
        teams[name] = add_team(name, teams[parent] if parent else None)
    return teams


def _move_in(person: Person, team: Team, joined: datetime) -> User:
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
    roster.follow([user.id], joined)
    return user


def _live(person: Person, user: User, now: datetime, rng: Random) -> None:
    lessons = list(shelf().lessons[: person.lessons])
    for moment, facts in history(person, user.zone, lessons, now, rng):
        sent = moment + A_SITTING
        if sent < now:
            record(user, facts, sent)
