"""Two teams made one: what was asked of either goes on, and nothing is left pointing to the team that went."""

import pytest
from sqlalchemy import select, update
from support.deeds import asked

from rapport import clock
from rapport.assignments.assignment import Assignment
from rapport.assignments.due import Due
from rapport.database import db
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress import team_merge
from rapport.text import TextRefused

# What becomes of whatever points to a team: moved by a verb, or swept away with it and worked out anew.
MOVED = {"assignments", "campaigns", "invitations", "memberships", "teams"}
ANEW = {"reps_below", "team_standings"}


def team(name: str) -> Team:
    return db.session.scalars(select(Team).where(Team.name == name)).one()


def open_dues() -> set[tuple[str, int]]:
    found = select(User.name, Due.assignment_id).join(Due, Due.rep_id == User.id).where(Due.closed_at.is_(None))
    return {(name.split()[0], assignment) for name, assignment in db.session.execute(found)}


def test_everything_that_points_to_a_team_is_decided_on() -> None:
    pointing = {
        table.name
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "teams"
    }
    assert pointing == MOVED | ANEW, "say in progress/team_merge.py what becomes of it"


def test_what_was_asked_of_either_is_asked_of_both(cast: dict[str, User]) -> None:
    north, south = asked(cast["mona"], team="North"), asked(cast["petra"], "leaving", team="South")
    assert open_dues() == {("Rosa", north), ("Ravi", south)}
    days = {row.assignment_id: row.due_on for row in db.session.scalars(select(Due))}
    team_merge.merge(team("North"), team("South"), clock.now())
    db.session.commit()
    assert open_dues() == {(name, one) for name in ("Rosa", "Ravi") for one in (north, south)}
    assert {one.team_id for one in db.session.scalars(select(Assignment))} == {team("South").id}
    kept = {(row.rep_id, row.assignment_id): row.due_on for row in db.session.scalars(select(Due))}
    assert kept[cast["rosa"].id, north] == days[north]
    assert kept[cast["ravi"].id, south] == days[south]


def test_a_team_of_which_something_was_asked_is_not_just_removed(cast: dict[str, User]) -> None:
    west = Team(name="West", parent_id=team("Field").id)
    db.session.add(west)
    db.session.flush()
    one = asked(cast["mona"], team="North")
    db.session.execute(update(Assignment).where(Assignment.id == one).values(team_id=west.id))
    with pytest.raises(TextRefused, match="Something was asked of this team"):
        team_merge.remove(west, clock.now())
