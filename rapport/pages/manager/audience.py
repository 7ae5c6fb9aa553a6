"""Whom a manager can ask: their teams, each with its people counted, and single people."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from rapport.database import db
from rapport.pages.words import counted
from rapport.people.access import below
from rapport.people.team import STILL_THERE, Membership, Team, tree
from rapport.people.user import User
from rapport.progress.module_progress import RepBelow
from rapport.progress.pulse import IS_REP
from rapport.progress.reach import View

AS_PILLS = 6
LISTED = 24


@dataclass(frozen=True)
class TeamChoice:
    """A team of the manager's: `people` counts the reps in it and under it, `under` the teams under it."""

    id: int
    name: str
    depth: int
    people: int
    under: int

    @property
    def size(self) -> str:
        """ "12 people, 2 sub-teams"."""
        teams = f", {counted(self.under, 'sub-teams')}" if self.under else ""
        return counted(self.people, "people") + teams

    @property
    def words(self) -> str:
        """ "12 people in North"."""
        return f"{counted(self.people, 'people')} in {self.name}"


@dataclass(frozen=True)
class PersonChoice:
    id: int
    name: str
    chosen: bool


@dataclass(frozen=True)
class PeopleChoice:
    """The people to pick from; `more` when there are others, to be searched for."""

    people: list[PersonChoice]
    more: bool


def team_choices(mine: View) -> list[TeamChoice]:
    """The teams that this manager may ask, each followed by those under it, in one statement."""
    asked = RepBelow.rep_id.not_in(_who_only_lead())
    people = select(func.count()).where(RepBelow.team_id == Team.id, asked).scalar_subquery()
    rows = select(Team.id, Team.name, Team.parent_id, people.label("people"))
    found = db.session.execute(rows.where(Team.id.in_(select(tree(mine.led).c.id))).order_by(Team.name, Team.id))
    teams = {row.id: row for row in found}
    under: dict[int | None, list[int]] = {}
    for row in teams.values():
        under.setdefault(row.parent_id if row.parent_id in teams else None, []).append(row.id)
    order = _in_order(under)
    sizes = {team_id: 0 for team_id, _ in order}
    for team_id, _ in reversed(order):
        sizes[team_id] = sum(1 + sizes[child] for child in under.get(team_id, ()))
    return [TeamChoice(one, teams[one].name, depth, teams[one].people, sizes[one]) for one, depth in order]


def people_choice(mine: View, search: str, chosen: list[int]) -> PeopleChoice:
    """Those who are chosen first, then the ones who are searched for, by name, in one statement."""
    named = User.name.icontains(search, autoescape=True)
    wanted = below(mine.manager).where(IS_REP, or_(User.id.in_(chosen), named))
    rows = db.session.scalars(
        wanted.order_by(User.id.not_in(chosen), User.name, User.id).limit(len(chosen) + LISTED + 1)
    )
    people = [PersonChoice(one.id, one.name, one.id in chosen) for one in rows]
    most = sum(one.chosen for one in people) + LISTED
    return PeopleChoice(people[:most], len(people) > most)


def may_ask(mine: View, person_ids: list[int]) -> dict[int, str]:
    """The names of those among these whom this manager may ask."""
    wanted = below(mine.manager).where(IS_REP, User.id.in_(person_ids)).order_by(User.name, User.id)
    return {one.id: one.name for one in db.session.scalars(wanted)}


def _who_only_lead() -> Select[Any]:
    """The ids of those who are in no team but those they lead: what is asked of a team is not asked of them."""
    plain = select(Membership.user_id).where(STILL_THERE, Membership.manages.is_(False))
    return select(Membership.user_id).where(STILL_THERE, Membership.manages, Membership.user_id.not_in(plain))


def _in_order(under: dict[int | None, list[int]]) -> list[tuple[int, int]]:
    """The tree from its tops down, as (team, depth)."""
    waiting = [(team_id, 0) for team_id in reversed(under.get(None, []))]
    order = []
    while waiting:
        team_id, depth = waiting.pop()
        order.append((team_id, depth))
        waiting += [(child, depth + 1) for child in reversed(under.get(team_id, []))]
    return order
