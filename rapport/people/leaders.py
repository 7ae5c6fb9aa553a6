"""Who leads somebody: the other side of `access.below`."""

from sqlalchemy import literal, select

from rapport.database import db
from rapport.people.team import STILL_THERE, Membership, Team
from rapport.people.user import User


def leaders_of(person_id: int) -> list[User]:
    """The managers nearest above this person, by name: of their own team, else of the next one up that has any."""
    own = select(Membership.team_id, Membership.manages.label("peer"), literal(0).label("height"))
    start = own.where(Membership.user_id == person_id, STILL_THERE).cte("way_up", recursive=True)
    parent = select(Team.parent_id, literal(False), start.c.height + 1).join(start, Team.id == start.c.team_id)
    up = start.union(parent.where(Team.parent_id.is_not(None)))
    above = select(User, up.c.height).join(Membership, Membership.user_id == User.id)
    above = above.join(up, up.c.team_id == Membership.team_id)
    above = above.where(Membership.manages, STILL_THERE, up.c.peer.is_(False), User.id != person_id)
    found = db.session.execute(above.where(User.deactivated_at.is_(None)).order_by(up.c.height, User.name)).all()
    return list(
        {row.User.id: row.User for row in found if row.height == found[0].height and row.User.has("manager")}.values()
    )
