"""The assignments that a manager sees, and how far their own people have come with them.

Seen is what asks something of somebody below the manager. Whoever leads all whom it asks may also change it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, union
from sqlalchemy.orm import aliased

from rapport.assignments.assignment import Assignment, AssignmentPerson
from rapport.assignments.change import AssignmentChange
from rapport.assignments.due import Due, dues
from rapport.database import db
from rapport.people.access import below, led_by, team_for
from rapport.people.team import Team, above, tree
from rapport.people.user import User
from rapport.progress.module_progress import RepBelow

PAGE = 30  # people
FEW = 12  # assignments: each may count a whole region


@dataclass(frozen=True)
class View:
    """Whose eyes: the teams that they lead; as queries to use in others, the ids of the people whom they may see, and of
    the reps among them, which are kept ready for counting."""

    manager: User
    led: list[int]
    people: Select[Any]
    reps: Select[Any]


@dataclass(frozen=True)
class Reach:
    """How many people an assignment asks now, how many are done or late, and the last day of those who are not done."""

    people: int = 0
    done: int = 0
    late: int = 0
    until: date | None = None


@dataclass(frozen=True)
class Asked:
    """One person under an assignment: `open` counts what is not done, `due_on` is the nearest day of that."""

    id: int
    name: str
    open: int
    due_on: date


@dataclass(frozen=True)
class Happened:
    """One act, as it is told: `rep` is empty where it concerned everybody."""

    what: str
    at: datetime
    by: str
    rep: str
    until: date | None
    why: str


def view_of(manager: User) -> View:
    led = led_by(manager)
    reps = select(RepBelow.rep_id).where(RepBelow.team_id.in_(led))
    return View(manager, led, below(manager).with_only_columns(User.id), reps)


def seen_by(mine: View, page: int | None = 1) -> tuple[list[Assignment], int]:
    """What this manager sees, the newest first, a page of it (None: all); and how many there are."""
    wanted = select(Assignment).where(_concerns(mine))
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    return list(db.session.scalars(_on_page(wanted.order_by(Assignment.id.desc()), page, FEW))), count


def assignment_for(mine: View, assignment_id: int, to_change: bool = False) -> Assignment | None:
    """The assignment with this id, if this manager sees it; `to_change` holds it until the end of the transaction."""
    wanted = select(Assignment).where(Assignment.id == assignment_id, _concerns(mine))
    return db.session.scalar(wanted.with_for_update() if to_change else wanted)


def may_change(mine: View, assignment: Assignment) -> bool:
    """Whether it is this manager's to change for everybody: they lead the team, or made it, or lead all the people named."""
    if assignment.team_id is not None:
        return team_for(mine.manager, assignment.team_id) is not None
    named = AssignmentPerson.assignment_id == assignment.id
    others = select(AssignmentPerson.user_id).where(named, AssignmentPerson.user_id.not_in(mine.people))
    return assignment.made_by_id == mine.manager.id or db.session.scalar(others.limit(1)) is None


def reach_of(mine: View, assignments: list[Assignment], today: date) -> dict[int, Reach]:
    """How far this manager's people are with each of these, in one statement."""
    each = _by_person(mine, today).where(dues.assignment_id.in_([one.id for one in assignments])).subquery()
    found = select(
        each.c.assignment_id,
        func.count().label("people"),
        func.sum(case((each.c.open == 0, 1), else_=0)).label("done"),
        func.sum(case((each.c.due_on < today, 1), else_=0)).label("late"),
        func.max(each.c.due_on).label("until"),
    ).group_by(each.c.assignment_id)
    rows = {row.assignment_id: row for row in db.session.execute(found)}
    return {
        one.id: Reach(row.people, int(row.done), int(row.late), row.until) if (row := rows.get(one.id)) else Reach()
        for one in assignments
    }


def people_under(
    mine: View, assignment_id: int, today: date, search: str = "", page: int | None = 1
) -> tuple[list[Asked], int]:
    """This manager's people whom it asks, those who are late first, a page of them (None: all); and how many there are."""
    each = _by_person(mine, today).where(dues.assignment_id == assignment_id).subquery()
    columns = (User.id, User.name, each.c.open, each.c.due_on, each.c.first_due_on)
    wanted = select(*columns).join(each, each.c.rep_id == User.id)
    if search:
        wanted = wanted.where(User.name.icontains(search, autoescape=True))
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    late_first = case((each.c.due_on < today, 0), (each.c.open > 0, 1), else_=2)
    rows = _on_page(wanted.order_by(late_first, User.name, User.id), page, PAGE)
    return [
        Asked(row.id, row.name, row.open, row.due_on or row.first_due_on) for row in db.session.execute(rows)
    ], count


def _on_page(found: Select[Any], page: int | None, size: int) -> Select[Any]:
    return found if page is None else found.limit(size).offset((page - 1) * size)


def dues_of(assignment_id: int, rep_ids: list[int], today: date) -> dict[int, list[Any]]:
    """The rows of these people that count today, by person."""
    rows = select(Due.__table__).where(dues.assignment_id == assignment_id, dues.rep_id.in_(rep_ids), _counts(today))
    found: dict[int, list[Any]] = {rep_id: [] for rep_id in rep_ids}
    for row in db.session.execute(rows.order_by(dues.about.desc(), dues.about_id)):
        found[row.rep_id].append(row)
    return found


def asked_by(assignment_id: int) -> list[int]:
    """Everybody whom it asks or asked, whoever leads them."""
    return list(db.session.scalars(select(dues.rep_id).where(dues.assignment_id == assignment_id).distinct()))


def history(mine: View, assignment_id: int, limit: int = 40) -> list[Happened]:
    """What became of an assignment, the newest first; of what was for one person, only what concerns somebody of theirs."""
    by, rep = aliased(User), aliased(User)
    rows = (
        select(AssignmentChange, by.name.label("by_name"), rep.name.label("rep_name"))
        .join(by, by.id == AssignmentChange.by_id, isouter=True)
        .join(rep, rep.id == AssignmentChange.rep_id, isouter=True)
        .where(AssignmentChange.assignment_id == assignment_id)
        .where(or_(AssignmentChange.rep_id.is_(None), AssignmentChange.rep_id.in_(mine.people)))
        .order_by(AssignmentChange.id.desc())
        .limit(limit)
    )
    return [
        Happened(row.what, row.at, by_name or "", rep_name or "", row.until, row.why)
        for row, by_name, rep_name in db.session.execute(rows)
    ]


def named_people(mine: View, assignment_ids: list[int]) -> dict[int, list[str]]:
    """The names of this manager's people whom these ask by name."""
    rows = select(AssignmentPerson.assignment_id, User.name).join(User, User.id == AssignmentPerson.user_id)
    rows = rows.where(AssignmentPerson.assignment_id.in_(assignment_ids), User.id.in_(mine.people))
    found: dict[int, list[str]] = {one: [] for one in assignment_ids}
    for row in db.session.execute(rows.order_by(User.name, User.id)):
        found[row.assignment_id].append(row.name)
    return found


def makers(assignments: list[Assignment]) -> dict[int, str]:
    """Who asks for these, by assignment; whoever is gone is left out."""
    rows = select(Assignment.id, User.name).join(User, User.id == Assignment.made_by_id)
    found = db.session.execute(rows.where(Assignment.id.in_([one.id for one in assignments])))
    return {row.id: row.name for row in found}


def team_names(team_ids: set[int]) -> dict[int, str]:
    return {row.id: row.name for row in db.session.execute(select(Team.id, Team.name).where(Team.id.in_(team_ids)))}


def _concerns(mine: View) -> Any:
    """For a team of this manager's, for one above it, or naming somebody of theirs."""
    named = select(AssignmentPerson.assignment_id).where(AssignmentPerson.user_id.in_(mine.people))
    teams = union(select(tree(mine.led).c.id), select(above(mine.led).c.id))
    return or_(Assignment.team_id.in_(teams), Assignment.id.in_(named))


def _counts(today: date) -> Any:
    """What counts today, or did until the assignment was withdrawn."""
    return and_(dues.closed_why != "left", dues.opens_on <= today, or_(dues.ends_on.is_(None), dues.ends_on > today))


def _by_person(mine: View, today: date) -> Select[Any]:
    is_open = dues.done_at.is_(None)
    return (
        select(
            dues.assignment_id,
            dues.rep_id,
            func.sum(case((is_open, 1), else_=0)).label("open"),
            func.min(case((is_open, dues.due_on))).label("due_on"),
            func.min(dues.due_on).label("first_due_on"),
        )
        .where(dues.rep_id.in_(mine.reps), _counts(today))
        .group_by(dues.assignment_id, dues.rep_id)
    )
