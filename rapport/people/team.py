"""Teams nest: region → district → team. A manager sees the whole subtree."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CTE, ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.people.user import User
from rapport.text import TextRefused

NAME_LIMIT = 80


class Team(Model):
    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("parent_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)


AT_THE_TOP = Team.parent_id.is_(None)
Index("uq_teams_name_at_the_top", Team.name, unique=True, sqlite_where=AT_THE_TOP, postgresql_where=AT_THE_TOP)


class Membership(Model):
    """A person's time in a team. `left_at` empty means: still there."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    manages: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)


STILL_THERE = Membership.left_at.is_(None)
Index(
    "uq_memberships_now",
    Membership.team_id,
    Membership.user_id,
    unique=True,
    sqlite_where=STILL_THERE,
    postgresql_where=STILL_THERE,
)


def add_team(name: str, parent: Team | None = None) -> Team:
    team = Team(name=name, parent_id=parent.id if parent else None)
    db.session.add(team)
    db.session.flush()
    return team


def nest(team: Team, parent: Team | None) -> None:
    """Put a team under another one, or on top. Refuses a circle."""
    if parent and team.id in _ancestors(parent):
        raise TextRefused(f"{parent.name} is part of {team.name}, so it cannot stand above it.")
    team.parent_id = parent.id if parent else None


def add_member(team_id: int, person_id: int, now: datetime, manages: bool = False) -> Membership:
    """Put a person into a team; someone already there stays, and may become its manager."""
    there = db.session.scalar(_now_in(team_id, person_id))
    if there is None:
        there = Membership(team_id=team_id, user_id=person_id, manages=manages, joined_at=now)
        db.session.add(there)
    there.manages = there.manages or manages
    db.session.flush()
    return there


def end_membership(team_id: int, person_id: int, now: datetime) -> None:
    """The person leaves the team; their time in it stays on record."""
    there = db.session.scalar(_now_in(team_id, person_id))
    if there is not None:
        there.left_at = now


def time_in(team_id: int, person_id: int) -> Membership | None:
    """The person's time in this team, if they are in it now."""
    return db.session.scalar(_now_in(team_id, person_id))


def all_teams() -> list[Team]:
    return list(db.session.scalars(select(Team).order_by(Team.name, Team.id)))


def teams_of(person_id: int) -> list[Team]:
    """The teams that a person is in now."""
    mine = select(Team).join(Membership).where(Membership.user_id == person_id, STILL_THERE)
    return list(db.session.scalars(mine.order_by(Team.name)))


def tree(top_ids: Iterable[int]) -> CTE:
    """The ids of these teams and of all teams under them, as a table to select from (column `id`)."""
    top = select(Team.id).where(Team.id.in_(list(top_ids))).cte(recursive=True)
    return top.union(select(Team.id).join(top, Team.parent_id == top.c.id))


def above(team_ids: Iterable[int]) -> CTE:
    """The ids of these teams and of all teams above them, as a table to select from (column `id`)."""
    bottom = select(Team.id, Team.parent_id).where(Team.id.in_(list(team_ids))).cte(recursive=True)
    return bottom.union(select(Team.id, Team.parent_id).join(bottom, Team.id == bottom.c.parent_id))


def people_in_tree(team_id: int) -> list[User]:
    """Everyone who is in this team or in one under it now, each once."""
    members = select(Membership.user_id).where(Membership.team_id.in_(select(tree([team_id]).c.id)), STILL_THERE)
    found = select(User).where(User.id.in_(members), User.deactivated_at.is_(None))
    return list(db.session.scalars(found.order_by(User.name, User.id)))


def _now_in(team_id: int, person_id: int) -> Select[Membership]:
    return select(Membership).where(Membership.team_id == team_id, Membership.user_id == person_id, STILL_THERE)


def _ancestors(team: Team) -> set[int]:
    """A team and all above it."""
    seen = {team.id}
    while team.parent_id and team.parent_id not in seen:
        team = db.session.get_one(Team, team.parent_id)
        seen.add(team.id)
    return seen
