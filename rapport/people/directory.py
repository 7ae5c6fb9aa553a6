"""Finding people among many: by words, role, team and account, some at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from rapport.database import db
from rapport.people.team import STILL_THERE, Membership, Team, tree
from rapport.people.user import User

PAGE = 50
BATCH = 500
STATES = ("active", "invited", "closed", "erased")
ESCAPE = "\\"


@dataclass(frozen=True)
class Search:
    """What is looked for; empty parts do not narrow. `state` is one of STATES: "invited" has not begun yet."""

    words: str = ""
    role: str = ""
    team_id: int | None = None
    state: str = ""


class Place(NamedTuple):
    """A team that somebody is in."""

    team_id: int
    name: str
    leads: bool


def matching(search: Search) -> Any:
    """The people who are looked for, as a query. Those who were erased only where they are asked for."""
    found = select(User).where(*(_in_name_or_email(word) for word in search.words.split()))
    if search.role:
        found = found.where(("," + User.roles + ",").contains(f",{search.role},"))
    if search.team_id is not None:
        below = select(tree([search.team_id]).c.id)
        found = found.where(User.id.in_(select(Membership.user_id).where(Membership.team_id.in_(below), STILL_THERE)))
    return found.where(_is(search.state))


def how_many(search: Search) -> int:
    return db.session.scalar(select(func.count()).select_from(matching(search).subquery())) or 0


def some(search: Search, page: int) -> list[User]:
    """One page of them, by name; pages count from 1."""
    by_name = matching(search).order_by(User.name, User.id)
    return list(db.session.scalars(by_name.limit(PAGE).offset((page - 1) * PAGE)))


def batches(search: Search) -> Iterator[list[User]]:
    """All of them by name, some at a time, so that a hundred thousand need no room at once."""
    last = ("", 0)
    while people := _after(search, last):
        yield people
        last = (people[-1].name, people[-1].id)


def state_of(person: User) -> str:
    if person.erased_at is not None:
        return "erased"
    if person.deactivated_at is not None:
        return "closed"
    return "active" if person.welcomed_at is not None else "invited"


def teams_by_person(person_ids: Iterable[int]) -> dict[int, list[Place]]:
    """The teams that each of these people is in now, by name."""
    teams: dict[int, list[Place]] = {}
    now = select(Membership.user_id, Team.id, Team.name, Membership.manages).join(Team, Team.id == Membership.team_id)
    now = now.where(STILL_THERE, Membership.user_id.in_(list(person_ids)))
    for person_id, team_id, name, leads in db.session.execute(now.order_by(Team.name, Team.id)):
        teams.setdefault(person_id, []).append(Place(team_id, name, leads))
    return teams


def like(column: Any, words: str) -> ColumnElement[bool]:
    """Whether the column holds these words, whatever their case; beyond ASCII, SQLite knows no case: two are tried."""
    tried = {words, words.lower(), words.capitalize()}
    return or_(*(column.ilike(f"%{_plain(one)}%", escape=ESCAPE) for one in sorted(tried)))


def _after(search: Search, last: tuple[str, int]) -> list[User]:
    more = matching(search).where(tuple_(User.name, User.id) > last).order_by(User.name, User.id)
    return list(db.session.scalars(more.limit(BATCH)))


def _in_name_or_email(word: str) -> ColumnElement[bool]:
    return or_(like(User.name, word), User.email.contains(word.lower(), autoescape=True))


def _plain(words: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        words = words.replace(sign, ESCAPE + sign)
    return words


def _is(state: str) -> ColumnElement[bool]:
    there = User.deactivated_at.is_(None)
    states = {
        "active": and_(there, User.welcomed_at.is_not(None)),
        "invited": and_(there, User.welcomed_at.is_(None)),
        "closed": and_(User.deactivated_at.is_not(None), User.erased_at.is_(None)),
        "erased": User.erased_at.is_not(None),
    }
    return states.get(state, User.erased_at.is_(None))
