"""Who is below whom, and what follows from it: called, in the same transaction, after every change of people, roles,
memberships or teams, and after an assignment was made or changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select

from rapport.assignments.audience import ancestors, portions
from rapport.assignments.audience import follow as follow_assignments
from rapport.assignments.due import dues
from rapport.catalogue.shelf import shelf
from rapport.database import db, table_of
from rapport.people.team import Membership, Team
from rapport.people.team_change import wait_for_turn
from rapport.people.user import User
from rapport.progress import module_progress, owed, projection, pulse
from rapport.progress.module_progress import RepBelow, below

Below = dict[int, set[int]]


def follow(person_ids: Iterable[int], now: datetime) -> int:
    """Bring everything that depends on where these people are in line; how many rows had to change.

    One at a time: of two changes at once, the second one to be followed sees what both have come to.
    """
    db.session.flush()
    wait_for_turn()
    everybody = sorted(set(person_ids))
    for some in portions(everybody):
        projection.wait_for_turn(some)  # before counts are held: what they do at this moment counts where they are
    changed = 0
    for some in portions(everybody):
        changed += follow_assignments(now, some)
        changed += _follow_teams(some)
        changed += owed.settle(some, shelf())
        pulse.forget_the_gone(some)
        pulse.refresh(some, now)
    return changed


def after_assignment(assignment_id: int, now: datetime) -> None:
    """After an assignment was made, changed, withdrawn or brought back."""
    db.session.flush()
    wait_for_turn()
    follow_assignments(now, assignment_id=assignment_id)
    concerned = db.session.scalars(select(dues.rep_id).where(dues.assignment_id == assignment_id).distinct())
    refresh_dues(concerned, now, assignment_id)


def refresh_dues(person_ids: Iterable[int], now: datetime, assignment_id: int | None = None) -> None:
    """After what these people owe (under one assignment, if given) has changed: the dates moved, or the rows went."""
    for some in portions(sorted(set(person_ids))):
        owed.settle(some, shelf(), assignment_id)
        pulse.refresh(some, now)


def open_rounds(now: datetime) -> int:
    """Let what opens or ends about today do so: for people with such a round only."""
    about_now = [now.date() + timedelta(days=days) for days in (-1, 0, 1)]
    some = select(dues.rep_id).where(or_(dues.opens_on.in_(about_now), dues.ends_on.in_(about_now))).distinct()
    return follow(db.session.scalars(some), now)


def reconcile(now: datetime) -> Iterator[int]:
    """Look after everybody, some at a time, in case a change was followed by nothing: commit whenever it yields how
    many rows had to change."""
    everybody = list(db.session.scalars(select(User.id).order_by(User.id)))
    for some in portions(everybody):
        yield follow(some, now)


def count_anew() -> None:
    """Make the counts of modules and teams anew, while nobody adds to them."""
    projection.stop_others()
    module_progress.rebuild()


def after_publishing(now: datetime) -> Iterator[int]:
    """After lessons came, went or changed, once that is committed: commit whenever it yields how many reps' rows it
    looked at."""
    count_anew()
    yield 0
    owing = select(dues.rep_id).where(dues.closed_at.is_(None)).distinct().order_by(dues.rep_id)
    for some in portions(list(db.session.scalars(owing))):
        refresh_dues(some, now)
        yield len(some)


def subtree(team_ids: Iterable[int]) -> list[int]:
    """Everybody who is in these teams or in one under them, leaders too: whom a move of teams concerns."""
    tops = set(team_ids)
    above = _above()
    inside = [team_id for team_id in above if tops.intersection(ancestors(team_id, above))]
    there = select(Membership.user_id).where(Membership.team_id.in_(inside), Membership.left_at.is_(None))
    return sorted(set(db.session.scalars(there)))


def _above() -> dict[int, int | None]:
    return {row.id: row.parent_id for row in db.session.execute(select(Team.id, Team.parent_id))}


def _follow_teams(person_ids: list[int]) -> int:
    before, now = _known(person_ids), _wanted(person_ids)
    gone = {rep: sorted(teams - now.get(rep, set())) for rep, teams in before.items() if teams - now.get(rep, set())}
    come = {rep: sorted(teams - before.get(rep, set())) for rep, teams in now.items() if teams - before.get(rep, set())}
    connection = db.session.connection()
    for rep_id, team_ids in gone.items():
        rows = delete(table_of(RepBelow)).where(below.rep_id == rep_id, below.team_id.in_(team_ids))
        connection.execute(rows)
    added = [{"team_id": team_id, "rep_id": rep_id} for rep_id, team_ids in come.items() for team_id in team_ids]
    if added:
        connection.execute(table_of(RepBelow).insert(), added)
    module_progress.move(gone, come)
    return sum(map(len, gone.values())) + len(added)


def _known(person_ids: list[int]) -> Below:
    found: Below = defaultdict(set)
    for row in db.session.execute(select(below.rep_id, below.team_id).where(below.rep_id.in_(person_ids))):
        found[row.rep_id].add(row.team_id)
    return found


def _wanted(person_ids: list[int]) -> Below:
    """The teams that each of them is below: their own and all above; of a team that they lead, only those above."""
    above = _above()
    found: Below = defaultdict(set)
    for row in db.session.execute(_memberships(person_ids)):
        teams = ancestors(row.team_id, above)
        found[row.user_id].update(teams[1:] if row.manages else teams)
    return found


def _memberships(person_ids: list[int]) -> Any:
    here = (Membership.left_at.is_(None), User.deactivated_at.is_(None), pulse.IS_REP)
    times = select(Membership.user_id, Membership.team_id, Membership.manages).join(User)
    return times.where(Membership.user_id.in_(person_ids), *here)
