"""Changing the tree of teams: a new one, a name, a place, two made one, an empty one away.

Each may be asked for twice and happens once. Who changes the tree waits for whoever is changing it: call
`wait_for_turn` before the teams are read.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import aliased

from rapport.database import db
from rapport.people.team import NAME_LIMIT, STILL_THERE, Membership, Team, add_team, nest, tree
from rapport.text import TextRefused, clean

CHANGING = 1_413_829_709  # PostgreSQL knows its locks by number: the bytes of "TEAM"


def new_team(name: str, parent: Team | None) -> tuple[Team, bool]:
    """The team of this name in this place, and whether it is new."""
    wait_for_turn()
    name = _name(name)
    there = _called(name, parent.id if parent else None)
    return (there, False) if there else (add_team(name, parent), True)


def rename(team: Team, name: str) -> None:
    wait_for_turn()
    name = _name(name)
    _refuse_second(name, team.parent_id, team)
    team.name = name


def move(team: Team, parent: Team | None) -> None:
    """Put a team, with all below it, under another one or on top."""
    wait_for_turn()
    if parent is not None and parent.id == team.id:
        raise TextRefused("A team cannot stand under itself.")
    _refuse_second(team.name, parent.id if parent else None, team)
    nest(team, parent)


def check_merge(team: Team, into: Team) -> None:
    """Refuses what cannot become one; to be asked before anything is moved."""
    _hold(team)
    if into.id in _ids_below(team):
        raise TextRefused(
            f"{into.name} is part of {team.name}. Please move it out first, or merge the other way round."
        )
    twice = sorted(_names_below(team.id) & _names_below(into.id, but=team.id))
    if twice:
        raise TextRefused(f"Both have a team called {twice[0]} below them. Please rename or merge those first.")


def merge(team: Team, into: Team) -> None:
    """People with their time in the team, its leaders and the teams below go to `into`, and the emptied team goes.
    Whatever else belongs to the team has to be elsewhere by now."""
    _join_twins(team.id, into.id)
    team.name = f"/{team.id}"  # one of those below may have its name
    db.session.flush()
    moved = update(Membership).where(Membership.team_id == team.id)
    db.session.execute(moved.values(team_id=into.id))
    db.session.execute(update(Team).where(Team.parent_id == team.id).values(parent_id=into.id))
    drop(team)


def check_removal(team: Team) -> None:
    """Refuses to take away a team that somebody is or was in, or that has teams below it."""
    _hold(team)
    if db.session.scalar(select(exists().where(Team.parent_id == team.id))):
        raise TextRefused("There are teams below it. Please move or merge them first.")
    if db.session.scalar(select(exists().where(Membership.team_id == team.id, STILL_THERE))):
        raise TextRefused("People are in this team. Please merge it into another one.")
    if db.session.scalar(select(exists().where(Membership.team_id == team.id))):
        raise TextRefused(
            "People were in this team. Please merge it into another one, so that their time in it stays on record."
        )


def drop(team: Team) -> None:
    """The team goes; nothing may point at it any more."""
    db.session.flush()
    db.session.execute(delete(Team).where(Team.id == team.id))
    db.session.expire_all()


def wait_for_turn() -> None:
    """Two moves at once could make a circle. On SQLite every writing transaction is alone anyway."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(CHANGING)))


def _hold(team: Team) -> None:
    """Whoever is about to come into the team waits, or is in it already."""
    wait_for_turn()
    db.session.scalar(select(Team.id).where(Team.id == team.id).with_for_update())


def _join_twins(team_id: int, into_id: int) -> None:
    """Who is in both now is in one of them: since the earlier day, and leading it if they led either."""
    here, there = aliased(Membership), aliased(Membership)
    both = select(here, there).join(there, there.user_id == here.user_id)
    now: tuple[ColumnElement[bool], ...] = (here.left_at.is_(None), there.left_at.is_(None))
    gone = []
    for old, kept in db.session.execute(both.where(here.team_id == team_id, there.team_id == into_id, *now)).all():
        kept.manages = kept.manages or old.manages
        kept.joined_at = _earlier(kept.joined_at, old.joined_at)
        gone.append(old.id)
    db.session.flush()
    db.session.execute(delete(Membership).where(Membership.id.in_(gone)))


def _earlier(one: datetime, other: datetime) -> datetime:
    return min(one, other)


def _name(typed: str) -> str:
    name = clean(typed, NAME_LIMIT, one_line=True)
    if not name:
        raise TextRefused("Please give the team a name.")
    if "/" in name:
        raise TextRefused("Please leave out the / : it stands between a team and the one above it.")
    return name


def _refuse_second(name: str, parent_id: int | None, team: Team) -> None:
    there = _called(name, parent_id)
    if there is not None and there.id != team.id:
        raise TextRefused(f"There is another team called {name} in that place.")


def _called(name: str, parent_id: int | None) -> Team | None:
    place = Team.parent_id.is_(None) if parent_id is None else Team.parent_id == parent_id
    return db.session.scalar(select(Team).where(Team.name == name, place))


def _ids_below(team: Team) -> set[int]:
    return set(db.session.scalars(select(tree([team.id]).c.id)))


def _names_below(team_id: int, but: int = 0) -> set[str]:
    return set(db.session.scalars(select(Team.name).where(Team.parent_id == team_id, Team.id != but)))
