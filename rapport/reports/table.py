"""A table as a page draws it and as a file holds it: one value, so the numbers cannot differ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rapport.clock import local

Kind = Literal["text", "number", "percent", "day", "moment"]
Value = str | int | float | date | datetime | None
# What no sheet can hold; it is cleaned where it comes in, and here once more: one sign would stop the whole download.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """`kind` says what its cells are; a percent is a number of percents, 67 and not 0.67."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """`name` becomes the file's ("team-north-2026-11"), `title` the sheet's; moments are told on the clock of `zone`.

    A cell without a value is None. Rows may come one by one (a generator): then they can be read once.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    zone: str = "UTC"

    @property
    def headings(self) -> list[str]:
        """The titles as a file has them: away from the page, a moment must say whose clock it is on."""
        return [fit(f"{one.title} ({self.zone})" if one.kind == "moment" else one.title) for one in self.columns]

    def cells(self) -> Iterator[list[tuple[Kind, Value]]]:
        """Row by row, each value with what it is; words are words in whatever column they stand."""
        kinds = [column.kind for column in self.columns]
        for row in self.rows:
            yield [self._cell(kind, value) for kind, value in zip(kinds, row, strict=True)]

    def _cell(self, kind: Kind, value: Value) -> tuple[Kind, Value]:
        if value is None or value == "":
            return "text", None
        if isinstance(value, datetime):
            return "moment", local(value, self.zone).replace(tzinfo=None)
        if isinstance(value, date):
            return "day", value
        if isinstance(value, str | bool) or kind not in ("number", "percent"):
            return "text", _words(value)
        return kind, value


def fit(text: str) -> str:
    """Text that every file can hold."""
    return UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _words(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else fit(str(value))
