"""What a file of people would change: pure, from what it says and what is there. Nobody's account is closed by what a
file leaves out, unless it was said that those who are not in it have left; and never an admin's."""

import hashlib
from dataclasses import dataclass, field, replace

from rapport.exchange.cells import Path
from rapport.exchange.leading import Teams, leaders
from rapport.exchange.people_file import PeopleFile, PersonRow
from rapport.exchange.person_change import Change, change_of
from rapport.exchange.present import PersonNow, Present, TeamBook
from rapport.exchange.sheet import FileRefused

NOT_CLOSED = (
    "Who has left cannot be told from this file: its last line has no end, so it may be cut off. "
    "Save it anew, or upload it without the tick."
)


@dataclass
class Plan:
    """`leaving` are those whose accounts would be closed; `still_closed` are in the file, and stay closed."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    leaving: list[PersonNow] = field(default_factory=list)
    still_closed: list[PersonNow] = field(default_factory=list)
    new_teams: list[Path] = field(default_factory=list)
    open_accounts: int = 0

    @property
    def size(self) -> int:
        return len(self.added) + len(self.changed) + len(self.leaving)

    @property
    def is_empty(self) -> bool:
        return not self.size and not self.new_teams

    @property
    def empties_the_site(self) -> bool:
        return len(self.leaving) * 2 > self.open_accounts

    @property
    def picture(self) -> str:
        """A hash of all that would be done: the same as long as it is the same."""
        parts: list[object] = [self.new_teams, sorted(one.id for one in self.leaving)]
        for change in (*self.added, *self.changed):
            parts.append((change.email, change.name, sorted(change.roles), list(change.differences())))
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def plan(file: PeopleFile, present: Present, others_left: bool = False) -> Plan:
    """What would change; what is wrong in a row is noted in the file. Raises FileRefused where `others_left` was said of
    a file that cannot tell."""
    if others_left:
        refuse_to_conclude(file)
    book = TeamBook(present.teams)
    teams = _teams_of(file, book)
    _check_managers(file, present)
    led = leaders(file, teams, present)
    found = Plan(open_accounts=sum(one.is_open for one in present.people.values()), new_teams=book.made)
    rows = {row.email: row for row in file.people}
    for row in file.people:
        there = present.people.get(row.email)
        _sort_in(found, file, row, change_of(there, row, teams.get(row.number), led.get(row.email, {})))
    for email in sorted(led.keys() - rows.keys()):
        there = present.people[email]
        found.changed += [one for one in [change_of(there, None, None, led[email])] if any(one.differences())]
    if others_left:
        managers = {row.manager for row in file.people if "@" in row.manager}  # also those whom it gives no team
        found.leaving += _others(present, rows.keys() | led.keys() | managers)
    return found


def _teams_of(file: PeopleFile, book: TeamBook) -> Teams:
    """Whole ways first: then a bare name further up in the file finds the team that a whole way further down makes."""
    named = [(row.number, way, marked) for row in file.people for way, marked in (row.teams or {}).items()]
    named += [(number, way, False) for number, way in file.teams]
    for _, way, _ in named:
        if len(way) > 1:
            book.find(way)
    teams: Teams = {row.number: {} for row in file.people if row.teams is not None}
    for number, way, marked in named:
        found = book.find(way)
        if isinstance(found, str):
            file.slip(number, "team", found)
        else:
            teams.setdefault(number, {})[found] = marked
    return teams


def _check_managers(file: PeopleFile, present: Present) -> None:
    there = {email for email, one in present.people.items() if one.is_open}
    there |= {row.email for row in file.people if not row.closed}
    there -= {row.email for row in file.people if row.closed}
    for index, row in enumerate(file.people):
        if "@" in row.manager and row.manager not in there:
            file.slip(row.number, "manager", f"Nobody with the address {row.manager} is here or in this file.")
            file.people[index] = replace(row, manager="")


def _sort_in(found: Plan, file: PeopleFile, row: PersonRow, change: Change) -> None:
    there = change.now
    is_admin = there is not None and "admin" in there.roles
    if row.roles and "admin" in row.roles and not is_admin:
        file.slip(row.number, "role", "Nobody becomes an admin by a file. Please do that on the person's own page.")
    elif row.closed and is_admin:
        file.slip(row.number, "account", "An admin's account is closed on their own page, not by a file.")
    elif there is None and row.closed:
        found.unchanged += 1
    elif there is None and not row.name:
        file.slip(row.number, "name", "Please give a name: this person is new here.")
    elif there is not None and not there.is_open and row.closed is not False:
        found.still_closed += [there] if row.closed is None else []
        found.unchanged += 1
    elif row.closed and there is not None:
        found.leaving.append(there)
    else:
        _add_change(found, change)


def _add_change(found: Plan, change: Change) -> None:
    if change.now is None:
        found.added.append(change)
    elif any(change.differences()):
        found.changed.append(change)
    else:
        found.unchanged += 1


def refuse_to_conclude(file: PeopleFile) -> None:
    """A file without people, or without an end, cannot tell who has left."""
    if not file.people:
        raise FileRefused("There are no people in this file, so it cannot tell who has left.")
    if not file.is_closed:
        raise FileRefused(NOT_CLOSED)


def _others(present: Present, named: set[str]) -> list[PersonNow]:
    """Who is here and not in the file; admins are never among them."""
    here = ((email, one) for email, one in present.people.items() if one.is_open and "admin" not in one.roles)
    return [one for email, one in here if email not in named]
