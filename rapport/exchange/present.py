"""Who and what is there now, as an upload compares it: read in four statements, however much it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from rapport.database import db
from rapport.exchange.cells import Path
from rapport.exchange.days import Span
from rapport.people.outline import Outline, outline
from rapport.people.team import STILL_THERE, Membership
from rapport.people.user import Leave, User


@dataclass
class PersonNow:
    """`teams` are those the person is in, and whether they lead them."""

    id: int
    email: str
    name: str
    roles: frozenset[str]
    starts_on: date | None
    is_open: bool
    teams: dict[Path, bool] = field(default_factory=dict)
    leave: set[Span] = field(default_factory=set)


@dataclass
class Present:
    people: dict[str, PersonNow]
    teams: dict[Path, int]


def read_present() -> Present:
    """Those who were erased are nobody any more."""
    tree = outline()
    ways = _ways(tree)
    people = {}
    columns = (User.id, User.email, User.name, User.roles, User.starts_on, User.deactivated_at)
    for row in db.session.execute(select(*columns).where(User.erased_at.is_(None))):
        roles = frozenset(row.roles.split(","))
        people[row.id] = PersonNow(row.id, row.email, row.name, roles, row.starts_on, row.deactivated_at is None)
    _add(people, "teams", select(Membership.user_id, Membership.team_id, Membership.manages).where(STILL_THERE), ways)
    _add(people, "leave", select(Leave.user_id, Leave.first_day, Leave.last_day), ways)
    return Present({one.email: one for one in people.values()}, {way: team_id for team_id, way in ways.items()})


def _ways(tree: Outline) -> dict[int, Path]:
    ways: dict[int, Path] = {}
    for branch in tree.lines():
        ways[branch.id] = (*ways.get(branch.parent_id or 0, ()), branch.name)
    return ways


def _add(people: dict[int, PersonNow], what: str, statement: Any, ways: dict[int, Path]) -> None:
    for person_id, first, second in db.session.execute(statement):
        person = people.get(person_id)
        if person is None:
            continue
        if what == "teams":
            person.teams[ways[first]] = second
        else:
            person.leave.add((first, second))


class TeamBook:
    """Which team is meant: spelt in whatever case, by its whole way or by a name that no other team has."""

    def __init__(self, ways: Iterable[Path]) -> None:
        self.exact: set[Path] = set()
        self.ways: dict[Path, Path] = {}
        self.by_name: dict[str, set[Path]] = defaultdict(set)
        self.made: list[Path] = []
        self.answers: dict[Path, Path | str] = {}
        for way in ways:
            self._know(way)

    def find(self, way: Path) -> Path | str:
        """The team's way as it is spelt here, made if need be; or a sentence, when it is not clear which is meant."""
        if way not in self.answers:
            self.answers[way] = self._find(way)
        return self.answers[way]

    def _find(self, way: Path) -> Path | str:
        if known := way if way in self.exact else self.ways.get(_folded(way)):
            return known
        named = self.by_name.get(way[0].casefold(), set())
        if _folded(way[:1]) in self.ways or not named:
            return self._make(way)
        if len(named) > 1:
            ways = "; ".join(" / ".join(one) for one in sorted(named)[:3])
            return f"{len(named)} teams are called {way[0]}: please write the way to the one you mean, such as {ways}."
        (one,) = named
        return one if len(way) == 1 else self._make((*one, *way[1:]))

    def _make(self, way: Path) -> Path:
        """The teams of this way that are not there yet, the topmost first."""
        for length in range(1, len(way) + 1):
            part = (*self.ways.get(_folded(way[: length - 1]), ()), way[length - 1])
            if _folded(part) not in self.ways:
                self._know(part)
                self.made.append(part)
        return self.ways[_folded(way)]

    def _know(self, way: Path) -> None:
        self.exact.add(way)
        self.ways.setdefault(_folded(way), way)
        self.by_name[way[-1].casefold()].add(way)


def _folded(way: Path) -> Path:
    return tuple(" ".join(name.casefold().split()) for name in way)
