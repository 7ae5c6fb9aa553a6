"""What a team's page shows: plain values, whoever draws them."""

from dataclasses import dataclass
from datetime import date, datetime

from rapport.catalogue.shelf import ShelfModule
from rapport.people.team import Team
from rapport.progress.module_progress import DONE, IN_PROGRESS

PAGE = 50
NOT_STARTED = "not started"
SORTS = ("need", "name", "done", "last")
ONLY = ("", "needs", "late", NOT_STARTED, IN_PROGRESS, DONE)


@dataclass(frozen=True)
class Query:
    """What a page asks to see: `only` is one of ONLY (with a module: its state there), `sort` one of SORTS."""

    search: str = ""
    only: str = ""
    module: str = ""
    sort: str = "need"
    page: int = 1

    @property
    def is_plain(self) -> bool:
        """Whether it asks for everybody."""
        return not self.search and not self.only


@dataclass(frozen=True)
class Need:
    """Somebody who needs their manager: `reason` is one of needs.REASONS, `words` says it in a sentence, `more` counts
    the other reasons."""

    rep_id: int
    name: str
    reason: str
    words: str
    more: int


@dataclass(frozen=True)
class RollUp:
    """How many of the people below a team have begun a module, and how many of them done it."""

    begun: int
    done: int
    people: int


@dataclass(frozen=True)
class ChildTeam:
    """A team under the one that is shown; `cells` has a RollUp for each module."""

    id: int
    name: str
    people: int
    late: int
    needs: int
    cells: list[RollUp]


@dataclass(frozen=True)
class Cell:
    """One person in one module: `done` of `of` lessons; `again` in a later round, where they are asked to refresh it.
    `due_on` is the nearest day by which it, or a lesson of it, is owed."""

    state: str
    done: int
    of: int
    due_on: date | None
    late: bool
    asked: bool
    again: bool


@dataclass(frozen=True)
class RepLine:
    """One person in the grid; `late` counts what is late, `reason` is why they need their manager, or empty."""

    id: int
    name: str
    cells: list[Cell]
    last_at: datetime | None
    late: int
    reason: str


@dataclass(frozen=True)
class Board:
    """`path` are the teams above that this manager leads too, the highest first. `cells` roll the team itself up."""

    team: Team | None
    path: list[Team]
    people: int
    late: int
    needing: int
    needs: list[Need]
    children: list[ChildTeam]
    modules: tuple[ShelfModule, ...]
    cells: list[RollUp]
    lines: list[RepLine]
    matching: int
    page: int
    pages: int
