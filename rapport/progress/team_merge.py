"""Two teams made one, and a team taken away, with all that belongs to them in every part of the house."""

from datetime import datetime

from sqlalchemy import exists, select, update

from rapport.assignments.assignment import Assignment
from rapport.assignments.campaign import Campaign, make_room
from rapport.database import db
from rapport.people import invitation, team_change
from rapport.people.team import Team
from rapport.progress import roster
from rapport.text import TextRefused

ASKED = (Assignment, Campaign)


def merge(team: Team, into: Team, now: datetime) -> None:
    """People, leaders, teams below, invitations, assignments and campaigns of the one go to the other."""
    team_change.check_merge(team, into)
    concerned = roster.subtree([team.id, into.id])
    invitation.follow_merge(team.id, into.id)
    make_room(team.id, into.id, now)
    for kind in ASKED:
        db.session.execute(update(kind).where(kind.team_id == team.id).values(team_id=into.id))
    team_change.merge(team, into)
    roster.follow(concerned, now)


def remove(team: Team, now: datetime) -> int:
    """Take an empty team away; how many invitations into it were closed by that."""
    team_change.check_removal(team)
    if any(db.session.scalar(select(exists().where(kind.team_id == team.id))) for kind in ASKED):
        raise TextRefused("Something was asked of this team. Please merge it into another one, so that this stays.")
    closed = invitation.revoke_of_team(team.id, now)
    team_change.drop(team)
    return closed
