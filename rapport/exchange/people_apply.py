"""Doing what a plan says, some hundred people at a time: between two of them others get their turn to write, and
whoever takes over after a crash goes on with what is left. Each part is whole, and may be done twice."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, select, update

from rapport.database import db, table_of, upserting
from rapport.exchange.people_change import Plan
from rapport.exchange.person_change import Change, roles_in_words
from rapport.exchange.present import PersonNow, Present
from rapport.people.audit import AuditRow
from rapport.people.sign_in import SignIn
from rapport.people.team import Membership, Team
from rapport.people.team_change import wait_for_turn
from rapport.people.user import Leave, User
from rapport.progress import roster

PART = 500
T = TypeVar("T")
Rows = list[dict[str, Any]]


class Applying:
    """`by_id` is empty for the command line; `zone` is where new people are taken to live until they say otherwise."""

    def __init__(self, plan: Plan, present: Present, by_id: int | None, zone: str, address: str, now: datetime) -> None:
        self.plan, self.by_id, self.zone, self.address, self.now = plan, by_id, zone, address, now
        self.teams = dict(present.teams)

    def parts(self) -> Iterator[int]:
        """Commit whenever it yields how many people are done."""
        self._make_teams()
        done = 0
        for changes in _parts([*self.plan.added, *self.plan.changed]):
            self._change(changes)
            yield (done := done + len(changes))
        for people in _parts(self.plan.leaving):
            self._close(people)
            yield (done := done + len(people))
        if not done:
            yield 0

    def _make_teams(self) -> None:
        if self.plan.new_teams:
            wait_for_turn()
        for way in self.plan.new_teams:
            parent_id = self.teams[way[:-1]] if len(way) > 1 else None
            _add(Team, [{"name": way[-1], "parent_id": parent_id}])
            place = Team.parent_id.is_(None) if parent_id is None else Team.parent_id == parent_id
            self.teams[way] = db.session.scalars(select(Team.id).where(Team.name == way[-1], place)).one()
            self._note("made a team", " / ".join(way), None)

    def _change(self, changes: Sequence[Change]) -> None:
        wait_for_turn()
        ids = self._ids(changes)
        self._write_people(changes, ids)
        self._write_teams(changes, ids)
        days = [(ids[one.email], *span) for one in changes for span in one.leave]
        _add(Leave, [{"user_id": person_id, "first_day": first, "last_day": last} for person_id, first, last in days])
        for one in changes:
            self._note_change(one, ids[one.email])
        roster.follow(ids.values(), self.now)

    def _ids(self, changes: Sequence[Change]) -> dict[str, int]:
        """The people's ids, by address; those who are new are added."""
        new = [one for one in changes if one.now is None]
        starts = [{"email": one.email, "name": one.name, "roles": "rep", "zone": self.zone} for one in new]
        _add(User, [{**one, "created_at": self.now} for one in starts])
        added = select(User.email, User.id).where(User.email.in_([one.email for one in new]))
        ids = {row.email: row.id for row in db.session.execute(added)} if new else {}
        return ids | {one.email: one.now.id for one in changes if one.now}

    def _write_people(self, changes: Sequence[Change], ids: dict[str, int]) -> None:
        rows = [{"key": ids[one.email], "is": one.name, "may": _kept(one), "from": one.starts_on} for one in changes]
        same = update(table_of(User)).where(User.id == bindparam("key"))
        _write(same.values(name=bindparam("is"), roles=bindparam("may"), starts_on=bindparam("from")), rows)
        opened = [ids[one.email] for one in changes if one.is_opened]
        if opened:
            db.session.execute(update(User).where(User.id.in_(opened)).values(deactivated_at=None))

    def _write_teams(self, changes: Sequence[Change], ids: dict[str, int]) -> None:
        begun: Rows = []
        ended: Rows = []
        led: Rows = []
        for one in changes:
            before = one.now.teams if one.now else {}
            person = ids[one.email]
            ended += [{"team": self.teams[way], "person": person} for way in before.keys() - one.teams.keys()]
            for way, leads in one.teams.items():
                team_id = self.teams[way]
                begun += [] if way in before else [{"team_id": team_id, "user_id": person, "manages": leads}]
                led += [{"team": team_id, "person": person, "leads": leads}] if before.get(way) != leads else []
        now = (Membership.team_id == bindparam("team"), Membership.user_id == bindparam("person"))
        there = update(table_of(Membership)).where(*now, Membership.left_at.is_(None))
        _write(there.values(left_at=self.now), ended)
        _add(Membership, [{**row, "joined_at": self.now} for row in begun])
        _write(there.values(manages=bindparam("leads")), led)

    def _close(self, people: Sequence[PersonNow]) -> None:
        """As `people.account.close` does it, for many."""
        ids = [one.id for one in people]
        open_ones = update(User).where(User.id.in_(ids), User.deactivated_at.is_(None))
        db.session.execute(open_ones.values(deactivated_at=self.now))
        signed_in = update(SignIn).where(SignIn.user_id.in_(ids), SignIn.revoked_at.is_(None))
        db.session.execute(signed_in.values(revoked_at=self.now))
        for one in people:
            self._note("closed an account", one.email, one.id)
        roster.follow(ids, self.now)

    def _note_change(self, change: Change, person_id: int) -> None:
        """What was changed, for the audit; a name or day is not repeated there."""
        if change.now is None:
            self._note("added a person", change.email, person_id)
            return
        if change.is_opened:
            self._note("opened an account again", change.email, person_id)
        if whats := {one.what for one in change.differences()} - {"account"}:
            self._note("changed a person", f"{change.email} by a file: {', '.join(sorted(whats))}", person_id)

    def _note(self, what: str, about: str, person_id: int | None) -> None:
        act = {"at": self.now, "by_id": self.by_id, "what": what, "about": about, "address": self.address}
        db.session.execute(insert(table_of(AuditRow)), [{**act, "about_id": person_id}])


def _kept(change: Change) -> str:
    return roles_in_words(change.roles).replace(", ", ",")


def _parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), PART):
        yield things[start : start + PART]


def _add(kind: Any, rows: Rows) -> None:
    """Add those that are not there yet."""
    if rows:
        connection = db.session.connection()
        connection.execute(upserting(table_of(kind), connection.dialect.name).on_conflict_do_nothing(), rows)


def _write(statement: Any, rows: Rows) -> None:
    if rows:
        db.session.connection().execute(statement, rows)
