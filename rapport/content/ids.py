"""Lasting ids: `<!-- id: open-what -->` under a heading keeps what people did when its words change."""

import re

from rapport.content.blocks import Line, Section
from rapport.content.report import Report
from rapport.content.words import is_key, short_hash, slug

ID = re.compile(r"id\s*:(.*)", re.IGNORECASE)
ALMOST_ID = re.compile(r"\s*<!--\s*id\b.*", re.IGNORECASE)


class Ids:
    """The ids of one file, so that none is given twice; `seed` (its key) tells new ones apart from other files'."""

    def __init__(self, report: Report, seed: str) -> None:
        self.report = report
        self.seed = seed
        self.lines: dict[str, int] = {}

    def take(self, section: Section, title: str) -> str:
        """The id of `section`, taken out of its lines; without one, the id that `--fix` would write, and a warning."""
        written = self._written(section)
        if written:
            key, line = written
            if key in self.lines:
                self.report.add(
                    "duplicate-id",
                    line,
                    1,
                    f'id "{key}" is already used on line {self.lines[key]}; give one of them another id',
                )
            self.lines.setdefault(key, line)
            return key
        key = self.made(title)
        self.report.add(
            "missing-id",
            section.number,
            1,
            "no id yet, so changing this heading would cut off what people did here; --fix writes one",
        )
        return key

    def made(self, title: str) -> str:
        """A new id from a heading."""
        told_apart = short_hash(f"{self.seed} {title}", 2)
        first = f"{slug(title)}-{told_apart}".lstrip("-")
        key, number = first, 1
        while key in self.lines:
            number += 1
            key = f"{first}-{number}"
        self.lines[key] = 0
        return key

    def _written(self, section: Section) -> tuple[str, int] | None:
        found: tuple[str, int] | None = None
        kept: list[Line] = []
        for line in section.lines:
            key = None if line.code else id_in(line.text)
            if key is None and (line.code or not ALMOST_ID.fullmatch(line.text)):
                kept.append(line)
            elif key is None or not is_key(key):
                self.report.add(
                    "bad-id",
                    line.number,
                    1,
                    "an id is written <!-- id: small-letters-and-hyphens -->, at most 60 characters",
                )
            elif found:
                self.report.add(
                    "second-id", line.number, 1, f'this part already has the id "{found[0]}"; take one of them out'
                )
            else:
                found = key, line.number
        section.lines = kept
        return found


def id_in(text: str) -> str | None:
    """What an id comment says; None for any other line."""
    inner = text.strip()
    if not (inner.startswith("<!--") and inner.endswith("-->")):
        return None
    match = ID.fullmatch(inner[4:-3].strip())
    return match[1].strip() if match else None
