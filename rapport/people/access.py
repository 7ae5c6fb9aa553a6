"""Who may see whom. Everything about a person is reached through these predicates, never by a bare id."""

from datetime import datetime

from sqlalchemy import BindParameter, Select, func, or_, select

from rapport.database import db
from rapport.people.team import STILL_THERE, Membership, Team, tree
from rapport.people.user import User


def may_see(viewer: User, person_id: int) -> bool:
    """Oneself, and the people below one's teams; anyone else does not exist for this viewer."""
    return viewer.id == person_id or person_seen_by(viewer, person_id) is not None


def person_seen_by(viewer: User, person_id: int) -> User | None:
    """The person with this id, if this viewer leads them."""
    return db.session.scalar(below(viewer).where(User.id == person_id))


def people_below(manager: User) -> list[User]:
    """Everyone whom this manager leads, in the whole subtree, each once, by name."""
    return list(db.session.scalars(below(manager).order_by(User.name, User.id)))


def team_for(viewer: User, team_id: int) -> Team | None:
    """The team with this id, if it lies in the subtree that this viewer manages."""
    return db.session.scalar(select(Team).where(Team.id == team_id, Team.id.in_(select(tree(led_by(viewer)).c.id))))


def below(manager: User) -> Select[User]:
    """The people whom a manager leads, as a query: members of the subtree, but not fellow managers of the same team."""
    led = led_by(manager)
    in_tree = Membership.team_id.in_(select(tree(led).c.id))
    not_a_peer = or_(Membership.manages.is_(False), Membership.team_id.not_in(led))
    members = select(Membership.user_id).where(in_tree, not_a_peer, STILL_THERE)
    return select(User).where(User.id.in_(members), User.id != manager.id, User.deactivated_at.is_(None))


def mates(person_id: int | BindParameter[int]) -> Select[int, datetime]:
    """Who is in a team together with this person now (the person too), and since when, as a query."""
    members = Membership.__table__.c  # plain columns: a page that joins them to thousands of rows reads twice as fast
    now = members.left_at.is_(None)
    mine = select(members.team_id).where(members.user_id == person_id, now)
    together = select(members.user_id, func.min(members.joined_at).label("joined_at"))
    return together.where(members.team_id.in_(mine), now).group_by(members.user_id)


def led_by(viewer: User) -> list[int]:
    """The ids of the teams that this viewer manages; those under them are not among them."""
    if not viewer.has("manager"):
        return []
    mine = select(Membership.team_id).where(Membership.user_id == viewer.id, Membership.manages, STILL_THERE)
    return list(db.session.scalars(mine))
