"""Whom a team's page is about: its people as the address asks for them, and how many they are.

Each statement goes through the people below the teams once, as rows that are kept with every write.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, not_, select

from rapport.catalogue.shelf import Shelf
from rapport.database import db, table_of
from rapport.people.team import Membership, Team
from rapport.people.user import User
from rapport.progress.board import NOT_STARTED, ONLY, PAGE, Query
from rapport.progress.module_progress import DONE, IN_PROGRESS, RepBelow, below, modules
from rapport.progress.needs import need, reasons
from rapport.progress.pulse import Pulse, pulses

MOST_NEEDS = 3
_users = table_of(User).c


@dataclass(frozen=True)
class Counts:
    people: int
    late: int
    needing: int


NOBODY = Counts(0, 0, 0)


class Places:
    """The teams that a page is about: `tops` are those whose people it shows, `shown` those with a line of their own."""

    def __init__(self, manager: User, team: Team | None) -> None:
        self.manager_id = manager.id
        mine = (
            select(Team)
            .join(Membership)
            .where(Membership.user_id == manager.id, Membership.manages, Membership.left_at.is_(None))
        )
        self.led = list(db.session.scalars(mine.order_by(Team.name, Team.id)))
        self.tops = [team] if team else self.led
        self.children = _children(team) if team else self.led
        self.path = _path(team, {one.id for one in self.led}) if team else []
        self.shown = [*self.children, *([team] if team else [])]

    def people(self) -> list[Any]:
        """Conditions: pulses of people below these teams, this manager's fellows and the manager aside. Below one team
        everybody stands once, which is faster to go through than a set."""
        if len(self.tops) == 1:
            return [below.team_id == self.tops[0].id, below.rep_id == pulses.rep_id, self.others()]
        inside = select(below.rep_id).where(below.team_id.in_([one.id for one in self.tops]))
        return [pulses.rep_id.in_(inside), self.others()]

    def others(self) -> Any:
        """A condition: not those who lead one of this manager's teams."""
        fellows = select(Membership.user_id).where(
            Membership.manages, Membership.left_at.is_(None), Membership.team_id.in_([one.id for one in self.led])
        )
        return and_(pulses.rep_id.not_in(fellows), pulses.rep_id != self.manager_id)


def page_of(places: Places, query: Query, total: Counts, today: date, on_shelf: Shelf) -> tuple[list[Any], int]:
    """The people of the page that is asked for (the last one, where there are fewer), and how many there are in all."""
    people = people_of(places, query, today, on_shelf)
    counted = None if query.is_plain else db.session.scalar(_count(places, query, today, on_shelf))
    matching = total.people if counted is None else counted
    first = (page_number(query, matching) - 1) * PAGE
    return list(db.session.execute(people.limit(PAGE).offset(first))), matching


def page_number(query: Query, matching: int) -> int:
    return min(max(query.page, 1), max(1, -(-matching // PAGE)))


def people_of(places: Places, query: Query, today: date, on_shelf: Shelf) -> Select[Any]:
    """Their pulses in order. Names are only joined where they count: reading a hundred thousand costs more than the rest."""
    orders: dict[str, tuple[Any, ...]] = {
        "name": (func.lower(_users.name),),
        "done": (pulses.done.desc(), pulses.begun.desc()),
        "last": (pulses.last_at.is_(None), pulses.last_at.desc()),
    }
    most = (need(today).desc(), pulses.next_due.is_(None), pulses.next_due, pulses.last_at)
    found = _named(select(table_of(Pulse)), query.search or query.sort == "name")
    wanted = _wanted(places, query, today, on_shelf)
    return found.where(*wanted).order_by(*orders.get(query.sort, most), pulses.rep_id)


def worst_of(places: Places, query: Query, rows: list[Any], today: date) -> list[Any]:
    """Those who need their manager most: the first of the page where it says so, nobody while somebody is searched."""
    if not query.is_plain:
        return []
    if query.sort == "need" and query.page == 1:
        return rows[:MOST_NEEDS]
    return _needing(places, today)


def _needing(places: Places, today: date) -> list[Any]:
    """The pulses of the few who need their manager most."""
    score = need(today)
    most = (
        select(table_of(Pulse))
        .where(*places.people(), score > 0)
        .order_by(score.desc(), pulses.next_due.is_(None), pulses.next_due, pulses.last_at, pulses.rep_id)
    )
    return list(db.session.execute(most.limit(MOST_NEEDS)))


def counts_of(places: Places, today: date) -> dict[int, Counts]:
    """People, the late and those who need their manager, below each team that is shown."""
    given = reasons(today)
    counted = (
        select(
            below.team_id,
            func.count(),
            func.sum(case((given["late"], 1), else_=0)),
            func.sum(case((need(today) > 0, 1), else_=0)),
        )
        .join_from(table_of(RepBelow), table_of(Pulse), pulses.rep_id == below.rep_id)
        .where(below.team_id.in_([team.id for team in places.shown]), places.others())
        .group_by(below.team_id)
    )
    return {row[0]: Counts(row[1], row[2], row[3]) for row in db.session.execute(counted)}


def total_of(places: Places, today: date) -> Counts:
    """The same for all the teams together, each person once."""
    given = reasons(today)
    sums = (func.sum(case((condition, 1), else_=0)) for condition in (given["late"], need(today) > 0))
    people, late, needing = db.session.execute(select(func.count(), *sums).where(*places.people())).one()
    return Counts(people, late or 0, needing or 0)


def _named(found: Select[Any], is_needed: object) -> Select[Any]:
    return found.join(table_of(User), _users.id == pulses.rep_id) if is_needed else found


def _count(places: Places, query: Query, today: date, on_shelf: Shelf) -> Select[Any]:
    found = _named(select(func.count()).select_from(table_of(Pulse)), query.search)
    return found.where(*_wanted(places, query, today, on_shelf))


def _wanted(places: Places, query: Query, today: date, on_shelf: Shelf) -> list[Any]:
    wanted = places.people()
    if query.search:
        wanted.append(func.lower(_users.name).contains(query.search.lower(), autoescape=True))
    if query.only == "needs":
        wanted.append(need(today) > 0)
    elif query.only == "late":
        wanted.append(reasons(today)["late"])
    elif query.only in ONLY[3:]:
        wanted.append(_in_state(query, on_shelf))
    return wanted


def _in_state(query: Query, on_shelf: Shelf) -> Any:
    """In the module that is asked for; else in the whole library."""
    module = on_shelf.module(query.module)
    if module is None:
        lessons = len(on_shelf.lessons)
        return {
            NOT_STARTED: pulses.begun == 0,
            DONE: and_(pulses.done >= lessons, pulses.begun > 0),
            IN_PROGRESS: and_(pulses.begun > 0, pulses.done < lessons),
        }[query.only]
    own = exists(select(literal(1)).where(modules.rep_id == pulses.rep_id, modules.module_id == module.id))
    if query.only == NOT_STARTED:
        return not_(own)
    return exists(
        select(literal(1)).where(
            modules.rep_id == pulses.rep_id, modules.module_id == module.id, modules.state == query.only
        )
    )


def _children(team: Team) -> list[Team]:
    return list(db.session.scalars(select(Team).where(Team.parent_id == team.id).order_by(Team.name, Team.id)))


def _path(team: Team, led: set[int]) -> list[Team]:
    """The teams above, down from the highest that this manager leads."""
    above = select(Team.id, Team.parent_id).where(Team.id == team.parent_id).cte("above", recursive=True)
    above = above.union(select(Team.id, Team.parent_id).join(above, Team.id == above.c.parent_id))
    found = {one.id: one for one in db.session.scalars(select(Team).where(Team.id.in_(select(above.c.id))))}
    path: list[Team] = []
    place = found.get(team.parent_id or 0)
    while place is not None and place not in path:
        path.insert(0, place)
        place = found.get(place.parent_id or 0)
    first = next((number for number, one in enumerate(path) if one.id in led), len(path))
    return path[first:]
