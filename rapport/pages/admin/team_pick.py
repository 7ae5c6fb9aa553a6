"""Picking a team: from a list while there are few, by its name or the way to it where there are many."""

from dataclasses import dataclass

from rapport.people.outline import Outline
from rapport.text import TextRefused

INDENT = "\u2003"


@dataclass(frozen=True)
class TeamPick:
    """`typed` is what came with the form, an id or words; `none` are the words for no team at all."""

    outline: Outline
    typed: str = ""
    none: str = "No team"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For the list; empty where it would be too long, so that the name is typed."""
        if not self.outline.is_small:
            return []
        return [("", self.none), *((str(one.id), INDENT * one.depth + one.name) for one in self.outline.lines())]

    @property
    def shown(self) -> str:
        """What stands in the field: of a list the id, else the way to the team."""
        team_id = self._id()
        if team_id is None:
            return self.typed
        return str(team_id) if self.outline.is_small else self.outline.way(team_id)

    def _id(self) -> int | None:
        try:
            return self.outline.meant(self.typed)
        except TextRefused:
            return None
