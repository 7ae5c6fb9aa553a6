"""A table of people as its writer means it: one row a person; what a cell does not say stays as it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from rapport.exchange.cells import Path, email_in, is_closed_in, manager_in, name_in, roles_in, teams_in
from rapport.exchange.days import Span, day_in, order_in, spans_in
from rapport.exchange.headings import Headings, read_headings
from rapport.exchange.sheet import Row, Sheet, letter

T = TypeVar("T")


@dataclass(frozen=True)
class Slip:
    """What is wrong in one cell: "row 7, column C (e-mail)" and a sentence."""

    row: int
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row:,}, {self.place}: {self.sentence}"


@dataclass(frozen=True)
class PersonRow:
    """None, or an empty text, says nothing; `manager` is "yes", "no" or an address."""

    number: int
    email: str
    name: str = ""
    teams: dict[Path, bool] | None = None  # and whether a mark says that the person leads it
    roles: frozenset[str] | None = None
    manager: str = ""
    starts_on: date | None = None
    leave: tuple[Span, ...] = ()
    closed: bool | None = None


@dataclass
class PeopleFile:
    headings: Headings
    people: list[PersonRow] = field(default_factory=list)
    teams: list[tuple[int, Path]] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    is_closed: bool = True

    def slip(self, row: int, kind: str, sentence: str) -> None:
        self.slips.append(Slip(row, self.headings.place(kind), sentence))


def read_people(sheet: Sheet) -> PeopleFile:
    """What the table says, with every slip in it. Raises FileRefused when nothing of it can be used."""
    file = PeopleFile(read_headings(sheet.rows[0]), is_closed=sheet.is_closed)
    reader = _Reader(file, _day_order(sheet, file.headings))
    for row in sheet.rows[1:]:
        reader.read(row)
    return file


def _day_order(sheet: Sheet, headings: Headings) -> str:
    columns = [headings.columns[kind] for kind in ("start date", "leave") if kind in headings.columns]
    return order_in(row.cell(column) for row in sheet.rows[1:] for column in columns)


class _Reader:
    """Row by row; the same way to a team and the same roles come again and again, so they are kept."""

    def __init__(self, file: PeopleFile, order: str) -> None:
        self.file, self.order = file, order
        self.columns = file.headings.columns
        self.known: dict[tuple[str, str], Any] = {}
        self.seen: dict[str, int] = {}

    def read(self, row: Row) -> None:
        self._refuse_stray(row)
        team = self._said(row, "team", teams_in)
        if self._is_team_alone(row):
            self.file.teams += [(row.number, path) for path in team or ()]
            return
        person = self._person(row, team)
        if not self._text(row, "e-mail"):
            self.file.slip(row.number, "e-mail", "Please give an e-mail address: it says who this is.")
        elif (first := self.seen.setdefault(person.email, row.number)) != row.number and person.email:
            self.file.slip(row.number, "e-mail", f"{person.email} stands in row {first:,} already.")
        elif person.email:
            self.file.people.append(person)

    def _person(self, row: Row, teams: dict[Path, bool] | None) -> PersonRow:
        return PersonRow(
            row.number,
            self._said(row, "e-mail", email_in) or "",
            self._whole_name(row),
            teams,
            self._said(row, "role", roles_in),
            self._said(row, "manager", manager_in) or "",
            self._said(row, "start date", lambda text: day_in(text, self.order)),
            self._said(row, "leave", lambda text: spans_in(text, self.order)) or (),
            self._said(row, "account", is_closed_in),
        )

    def _whole_name(self, row: Row) -> str:
        """One column, or two of which one may be empty."""
        if "name" in self.columns:
            return self._said(row, "name", name_in) or ""
        parts = (self._text(row, kind) for kind in ("first name", "last name"))
        kind = "first name" if "first name" in self.columns else "last name"
        try:
            return name_in(" ".join(part for part in parts if part))
        except ValueError as refused:
            self.file.slip(row.number, kind, str(refused))
            return ""

    def _said(self, row: Row, kind: str, read: Callable[[str], T]) -> T | None:
        """What the cell means; None where it is empty, or wrong, which is noted."""
        text = self._text(row, kind)
        if not text:
            return None
        known = self.known.get((kind, text))
        if known is None:
            try:
                known = read(text)
            except ValueError as refused:
                known = refused
            if kind not in ("e-mail", "name"):
                self.known[(kind, text)] = known
        if isinstance(known, ValueError):
            self.file.slip(row.number, kind, str(known))
            return None
        return cast("T | None", known)

    def _text(self, row: Row, kind: str) -> str:
        column = self.columns.get(kind)
        return "" if column is None else row.cell(column)

    def _is_team_alone(self, row: Row) -> bool:
        return bool(self._text(row, "team")) and not any(
            self._text(row, kind) for kind in self.columns if kind != "team"
        )

    def _refuse_stray(self, row: Row) -> None:
        """Text beyond the headings: a comma too many has moved the cells of this row."""
        titles = self.file.headings.titles
        for column, text in enumerate(row.cells):
            if text and not (column < len(titles) and titles[column]):
                self.file.slips.append(Slip(row.number, f"column {letter(column)}", "There is no heading above this."))
                return
