"""Whom an assignment asks, and keeping the rows of `dues` in line with it: when people come, move and leave, when teams
move, when an assignment is made or changed, and when the next round opens.

Asked are the people with the role rep who are in the team or in one under it and do not lead the team they are in;
or the people it names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, insert, or_, select, update

from rapport import clock
from rapport.assignments.assignment import Assignment, AssignmentPerson, AssignmentSubject
from rapport.assignments.due import Due, dues
from rapport.assignments.rounds import asks, rounds
from rapport.database import db, table_of
from rapport.people.team import Membership, Team
from rapport.people.user import User

AT_A_TIME = 500
JUST_MADE = timedelta(days=1)  # on some wall clock it is tomorrow already
BY_RULE = ("opens_on", "rule_due_on", "due_on", "ends_on", "counts_from")


class Key(NamedTuple):
    """What a row of `dues` is about."""

    assignment_id: int
    rep_id: int
    about: str
    about_id: int


@dataclass(frozen=True)
class Person:
    """A rep who is here: `teams` are those they are a plain member of, and all above them, each with the day on which
    the present stay in it began."""

    id: int
    today: date
    starts_on: date
    teams: dict[int, date]


def follow(now: datetime, person_ids: Iterable[int] | None = None, assignment_id: int | None = None) -> int:
    """Bring the rows of these people (all, unless given), under this assignment (all, unless given), in line; how many
    rows had to change."""
    asked = _asked(assignment_id)
    above = _above()
    changed = 0
    for some in _portions(person_ids, asked if assignment_id else None, above):
        people = _people(some, above, now)
        changed += _settle(asked, people, _rows(some, assignment_id), now)
    return changed


def portions(ids: Sequence[int]) -> Iterator[list[int]]:
    """So many ids at a time as a statement can well name."""
    for start in range(0, len(ids), AT_A_TIME):
        yield list(ids[start : start + AT_A_TIME])


def ancestors(team_id: int, above: dict[int, int | None]) -> list[int]:
    """A team and all above it."""
    found: list[int] = []
    place: int | None = team_id
    while place is not None and place not in found:
        found.append(place)
        place = above.get(place)
    return found


@dataclass(frozen=True)
class _Asked:
    """The assignments that are asked for now, by team and by person."""

    rows: dict[int, Assignment]
    by_team: dict[int, list[int]]
    by_person: dict[int, list[int]]
    subjects: dict[int, list[tuple[str, int]]]


def _asked(assignment_id: int | None) -> _Asked:
    wanted = select(Assignment).where(Assignment.withdrawn_at.is_(None))
    if assignment_id is not None:
        wanted = wanted.where(Assignment.id == assignment_id)
    rows = {one.id: one for one in db.session.scalars(wanted)}
    by_team, by_person = defaultdict(list), defaultdict(list)
    subjects: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for one in rows.values():
        if one.team_id is not None:
            by_team[one.team_id].append(one.id)
    for person in db.session.scalars(select(AssignmentPerson).where(AssignmentPerson.assignment_id.in_(rows))):
        by_person[person.user_id].append(person.assignment_id)
    for subject in db.session.scalars(select(AssignmentSubject).where(AssignmentSubject.assignment_id.in_(rows))):
        subjects[subject.assignment_id].append((subject.about, subject.about_id))
    return _Asked(rows, by_team, by_person, subjects)


def _above() -> dict[int, int | None]:
    """Which team stands above which."""
    return {row.id: row.parent_id for row in db.session.execute(select(Team.id, Team.parent_id))}


def _portions(
    person_ids: Iterable[int] | None, asked: _Asked | None, above: dict[int, int | None]
) -> Iterator[list[int]]:
    """Whom to look at, some at a time: those given, those whom one assignment concerns or concerned, or everybody."""
    if person_ids is None:
        person_ids = db.session.scalars(_concerned(asked, above) if asked else select(User.id))
    yield from portions(sorted(set(person_ids)))


def _concerned(asked: _Asked, above: dict[int, int | None]) -> Any:
    """Everybody in the teams that an assignment is for, those it names, and those it asked before."""
    tops = set(asked.by_team)
    teams = [team for team in above if tops.intersection(ancestors(team, above))]
    inside = select(Membership.user_id).where(Membership.team_id.in_(teams), Membership.left_at.is_(None))
    before = select(dues.rep_id).where(dues.assignment_id.in_(asked.rows))
    return select(User.id).where(or_(User.id.in_(inside), User.id.in_(before), User.id.in_(list(asked.by_person))))


def _people(person_ids: list[int], above: dict[int, int | None], now: datetime) -> dict[int, Person]:
    """Those of them who can be asked."""
    here = select(User.id, User.zone, User.roles, User.starts_on, User.created_at).where(
        User.id.in_(person_ids), User.deactivated_at.is_(None)
    )
    stays = _stays(person_ids, above)
    people = {}
    for row in db.session.execute(here):
        if "rep" in row.roles.split(","):
            begins = row.starts_on or date.min
            days = {team: clock.local(moment, row.zone).date() for team, moment in stays[row.id].items()}
            people[row.id] = Person(row.id, clock.local(now, row.zone).date(), begins, days)
    return people


def _stays(person_ids: list[int], above: dict[int, int | None]) -> dict[int, dict[int, datetime]]:
    """When each person's present stay in each team began, teams above included: a move within a team does not end it."""
    spans: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    times = select(Membership.user_id, Membership.team_id, Membership.joined_at, Membership.left_at)
    for row in db.session.execute(times.where(Membership.user_id.in_(person_ids), Membership.manages.is_(False))):
        for team_id in ancestors(row.team_id, above):
            spans[row.user_id][team_id].append(row)
    return defaultdict(
        dict,
        {
            person_id: {team_id: began for team_id, rows in by_team.items() if (began := _began(rows))}
            for person_id, by_team in spans.items()
        },
    )


def _began(spans: list[Any]) -> datetime | None:
    """The beginning of the unbroken stay that lasts until now; None for whoever has left."""
    now = [span for span in spans if span.left_at is None]
    if not now:
        return None
    began: datetime = min(span.joined_at for span in now)
    for span in sorted((span for span in spans if span.left_at), key=lambda span: span.left_at, reverse=True):
        if span.left_at >= began > span.joined_at:
            began = span.joined_at
    return began


def _rows(person_ids: list[int], assignment_id: int | None) -> dict[Key, dict[int, Row[Any]]]:
    """The rows that there are, by what they are about and by round."""
    wanted = select(table_of(Due)).where(dues.rep_id.in_(person_ids))
    if assignment_id is not None:
        wanted = wanted.where(dues.assignment_id == assignment_id)
    found: dict[Key, dict[int, Row[Any]]] = defaultdict(dict)
    for row in db.session.execute(wanted):
        found[Key(row.assignment_id, row.rep_id, row.about, row.about_id)][row.round] = row
    return found


def _settle(asked: _Asked, people: dict[int, Person], present: dict[Key, dict[int, Row[Any]]], now: datetime) -> int:
    """Make rows that are missing, change those that say otherwise, close those of whoever is not asked any more."""
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    wanted: set[Key] = set()
    for person in people.values():
        for assignment_id in _assignments_of(person, asked):
            assignment = asked.rows[assignment_id]
            for about, about_id in asked.subjects[assignment_id]:
                key = Key(assignment_id, person.id, about, about_id)
                values = _wanted(assignment, person, present.get(key, {}), now)
                if values:
                    wanted.add(key)
                    _compare(key, values, present.get(key, {}), added, changed)
    closed = [
        row.id for key, rows in present.items() if key not in wanted for row in rows.values() if not row.closed_at
    ]
    _write(added, changed, closed, now)
    return len(added) + len(changed) + len(closed)


def _assignments_of(person: Person, asked: _Asked) -> list[int]:
    by_team = {one for team_id in person.teams for one in asked.by_team.get(team_id, ())}
    return sorted(by_team.union(asked.by_person.get(person.id, ())))


def _wanted(
    assignment: Assignment, person: Person, rows: dict[int, Row[Any]], now: datetime
) -> dict[int, dict[str, Any]]:
    """The rounds that a person should have under an assignment, by number; none where it does not ask them."""
    rule = assignment.dates
    joined_on = max(person.teams.get(assignment.team_id or 0, assignment.made_on), person.starts_on)
    if not asks(rule, joined_on):
        return {}
    since = _since(assignment, person, rows, joined_on, now)
    return {
        one.number: {
            "since": since,
            "opens_on": one.opens_on,
            "rule_due_on": one.due_on,
            "ends_on": one.ends_on,
            "counts_from": clock.start_of(one.counts_from) if one.counts_from else None,
        }
        for one in rounds(rule, since, person.today)
    }


def _since(assignment: Assignment, person: Person, rows: dict[int, Row[Any]], joined_on: date, now: datetime) -> date:
    """The day on which the person came under it: kept as long as they stay, anew when they come back."""
    there = [row for row in rows.values() if row.closed_why != "left"]
    if there:
        since: date = min(row.since for row in there)
        return since
    if assignment.rule == "joining":
        return max(joined_on, person.today) if rows else joined_on
    if not rows and now - assignment.made_at < JUST_MADE and joined_on <= assignment.made_on:
        return assignment.made_on
    return max(person.today, person.starts_on)


def _compare(
    key: Key,
    values: dict[int, dict[str, Any]],
    rows: dict[int, Row[Any]],
    added: list[dict[str, Any]],
    changed: list[dict[str, Any]],
) -> None:
    for number, value in values.items():
        row = rows.get(number)
        came_back = row is not None and row.closed_why == "left"
        extended_to = row.extended_to if row is not None and not came_back else None
        value["extended_to"] = extended_to
        value["due_on"] = max(value["rule_due_on"], extended_to or date.min)
        if row is None:
            added.append({**key._asdict(), "round": number, **value, "closed_why": ""})
        elif came_back or any(getattr(row, name) != value[name] for name in (*BY_RULE, "since")):
            changed.append({"row": row.id, **value, "closed_at": None, "closed_why": ""})


def _write(added: list[dict[str, Any]], changed: list[dict[str, Any]], closed: list[int], now: datetime) -> None:
    connection = db.session.connection()
    table = table_of(Due)
    if added:
        connection.execute(insert(table), added)
    for values in changed:
        row_id = values.pop("row")
        connection.execute(update(table).where(dues.id == row_id).values(**values))
    for some in portions(closed):
        gone = update(table).where(dues.id.in_(some))
        connection.execute(gone.values(closed_at=now, closed_why="left"))
