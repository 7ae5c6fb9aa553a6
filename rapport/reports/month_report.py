"""The month-end page: a row for each person, and the sums of the teams. The page and its files draw the same tables.

Shown are the people who are below the manager today. What they did is counted for the whole month, also when they
joined the team in the middle of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from sqlalchemy import func, select

from rapport.database import db
from rapport.people.access import below as led_people
from rapport.people.access import led_by
from rapport.people.team import STILL_THERE, Membership, Team
from rapport.people.user import User
from rapport.progress.module_progress import below
from rapport.progress.pulse import IS_REP
from rapport.reports.month import Month
from rapport.reports.month_sums import MonthSums, together
from rapport.reports.table import Column, Table, Value

COUNTS = (
    Column("Lessons done", "number"),
    Column("Right at first try", "percent"),
    Column("Entries", "number"),
    Column("Promises kept", "number"),
    Column("Days active", "number"),
)
EVERYBODY = "Everybody"


class MonthReport:
    """One month of the people below a team, or (without one) below all the teams that this manager leads."""

    def __init__(self, manager: User, team: Team | None, month: Month) -> None:
        self.manager, self.team, self.month = manager, team, month
        self.title = team.name if team else "All my teams"
        people = led_people(manager).where(IS_REP)
        if team:
            people = people.where(User.id.in_(select(below.rep_id).where(below.team_id == team.id)))
        names = people.with_only_columns(User.id, User.name).order_by(func.lower(User.name), User.id)
        self.who = people.with_only_columns(User.id)
        self.names = {row.id: row.name for row in db.session.execute(names)}
        self.sums = MonthSums(self.who, month)

    def people(self) -> Table:
        """A row for each person; the team comes last, as a phone shows the first columns."""
        teams = self._teams_of()
        rows = [[name, *self.sums.of(rep_id).cells(), teams.get(rep_id, "")] for rep_id, name in self.names.items()]
        return self._table("month", (Column("Name"), *COUNTS, Column("Team")), rows)

    def teams(self) -> Table:
        """A row for each team right under this one (or led by the manager), the last one for everybody; who is in two
        teams is counted once there."""
        rows = [self._row(team.name, self._inside.get(team.id, ())) for team in self._places]
        rows.append(self._row(EVERYBODY if self._places else self.title, self.names))
        return self._table("month-teams", (Column("Team"), Column("People", "number"), *COUNTS), rows)

    def _table(self, name: str, columns: tuple[Column, ...], rows: list[list[Value]]) -> Table:
        return Table(f"{name}-{self.title}-{self.month.key}", f"{self.month.title} {self.title}", columns, rows)

    def _row(self, name: str, rep_ids: Iterable[int]) -> list[Value]:
        people = list(rep_ids)
        return [name, len(people), *together(self.sums.of(rep_id) for rep_id in people).cells()]

    @cached_property
    def _places(self) -> list[Team]:
        wanted = Team.parent_id == self.team.id if self.team else Team.id.in_(led_by(self.manager))
        return list(db.session.scalars(select(Team).where(wanted).order_by(Team.name, Team.id)))

    @cached_property
    def _inside(self) -> dict[int, list[int]]:
        """The people below each of these teams."""
        there = select(below.team_id, below.rep_id).where(below.team_id.in_([team.id for team in self._places]))
        found: dict[int, list[int]] = defaultdict(list)
        for team_id, rep_id in db.session.execute(there):
            if rep_id in self.names:
                found[team_id].append(rep_id)
        return found

    def _teams_of(self) -> dict[int, str]:
        """The names of the teams that each person is in."""
        times = select(Membership.user_id, Team.name).join(Team, Team.id == Membership.team_id)
        now = times.where(STILL_THERE, Membership.user_id.in_(self.who)).order_by(Team.name, Team.id)
        found: dict[int, list[str]] = defaultdict(list)
        for rep_id, name in db.session.execute(now):
            found[rep_id].append(name)
        return {rep_id: ", ".join(names) for rep_id, names in found.items()}
