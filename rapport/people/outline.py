"""The tree of teams as a whole: in order, with the way to each, and what somebody means who types a team's name."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import func, select

from rapport.database import db
from rapport.people.team import STILL_THERE, Membership, Team
from rapport.people.user import User
from rapport.text import TextRefused

FEW = 200
MOST_WAYS = 3


class Branch(NamedTuple):
    """A team as a line of the tree; `depth` is 0 at the top."""

    id: int
    name: str
    parent_id: int | None
    depth: int = 0


class Outline:
    """Read in one statement, in memory while a page is made."""

    def __init__(self, branches: list[Branch]) -> None:
        self.by_id = {one.id: one for one in branches}
        self.under: dict[int | None, list[Branch]] = {}
        self.ways: dict[int, str] = {}
        for one in branches:
            self.under.setdefault(one.parent_id, []).append(one)

    def __len__(self) -> int:
        return len(self.by_id)

    @property
    def is_small(self) -> bool:
        """Whether all teams fit into one list to pick from."""
        return len(self) <= FEW

    def lines(self) -> Iterator[Branch]:
        """Every team, each followed by those below it."""
        waiting = self.under.get(None, [])[::-1]
        while waiting:
            branch = waiting.pop()
            yield branch
            below = self.under.get(branch.id, [])
            waiting += [one._replace(depth=branch.depth + 1) for one in reversed(below)]

    def above(self, team_id: int) -> list[Branch]:
        """The teams above this one, the topmost first."""
        found: list[Branch] = []
        branch = self.by_id.get(self.by_id[team_id].parent_id or 0)
        while branch is not None:
            found.append(branch)
            branch = self.by_id.get(branch.parent_id or 0)
        return found[::-1]

    def way(self, team_id: int) -> str:
        """ "Field / North"."""
        if team_id not in self.ways:
            self.ways[team_id] = " / ".join(one.name for one in (*self.above(team_id), self.by_id[team_id]))
        return self.ways[team_id]

    def below(self, team_id: int) -> set[int]:
        """This team and all under it."""
        found, waiting = {team_id}, [team_id]
        while waiting:
            found.update(more := [one.id for one in self.under.get(waiting.pop(), []) if one.id not in found])
            waiting += more
        return found

    def meant(self, typed: str) -> int | None:
        """The team with this id, this name or this way to it; None where nothing was typed. Refuses what is unclear."""
        words = typed.strip()
        if not words:
            return None
        if words.isdecimal() and len(words) < 10 and int(words) in self.by_id:
            return int(words)
        ids = [one.id for one in self.by_id.values() if self._ends_with(one, words)]
        if not ids:
            raise TextRefused("There is no team of this name.")
        if len(ids) > 1:
            ways = "; ".join(self.way(one) for one in ids[:MOST_WAYS])
            raise TextRefused(
                f"{len(ids)} teams are called so. Please write the way to the one you mean, such as {ways}."
            )
        return ids[0]

    def _ends_with(self, branch: Branch, words: str) -> bool:
        names = [name.strip().casefold() for name in words.split("/")]
        if branch.name.casefold() == words.casefold():
            return True
        if len(names) == 1 or branch.name.casefold() != names[-1]:
            return False
        above = [one.name.casefold() for one in self.above(branch.id)]
        return above[-len(names) + 1 :] == names[:-1]


def outline() -> Outline:
    rows = db.session.execute(select(Team.id, Team.name, Team.parent_id).order_by(Team.name, Team.id))
    return Outline([Branch(*row) for row in rows])


def people_below(team_ids: list[int]) -> dict[int, int]:
    """How many people with an open account are in each of these teams and those under it, each counted once."""
    top = select(Team.id.label("top"), Team.id).where(Team.id.in_(team_ids)).cte("team_trees", recursive=True)
    trees = top.union(select(top.c.top, Team.id).join(top, Team.parent_id == top.c.id))
    count = select(trees.c.top, func.count(Membership.user_id.distinct())).join(
        Membership, Membership.team_id == trees.c.id
    )
    count = count.join(User, User.id == Membership.user_id).where(STILL_THERE, User.deactivated_at.is_(None))
    return {row.top: row[1] for row in db.session.execute(count.group_by(trees.c.top))}


def leaders_of(team_ids: list[int]) -> dict[int, list[User]]:
    """Who leads each of these teams, by name."""
    leading = select(Membership.team_id, User).join(User, User.id == Membership.user_id)
    leading = leading.where(
        STILL_THERE, Membership.manages, Membership.team_id.in_(team_ids), User.deactivated_at.is_(None)
    )
    found: dict[int, list[User]] = {}
    for team_id, person in db.session.execute(leading.order_by(User.name, User.id)):
        found.setdefault(team_id, []).append(person)
    return found
