"""Tables: a header row, a line of dashes, rows; each cell with its column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapport.content.blocks import Line

SEPARATOR = re.compile(r"\|?:?-+:?(?:\|:?-+:?)*\|?")
CELL = re.compile(r"(?:\\.|`[^`]*`|[^|])+")


@dataclass(frozen=True)
class Cell:
    text: str
    column: int


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """`start` and `end` are places in the list of lines that was searched (`end` is behind the last row)."""

    start: int
    end: int
    header: Row
    rows: tuple[Row, ...]


def tables(lines: list[Line]) -> list[Table]:
    """Every table: a header row, a line of dashes, rows."""
    found: list[Table] = []
    place = 0
    while place + 1 < len(lines):
        if not (_is_row(lines[place]) and _is_separator(lines[place + 1])):
            place += 1
            continue
        end = place + 2
        while end < len(lines) and _is_row(lines[end]):
            end += 1
        found.append(Table(place, end, _row(lines[place]), tuple(_row(line) for line in lines[place + 2 : end])))
        place = end
    return found


def _is_row(line: Line) -> bool:
    return not line.code and "|" in line.text


def _is_separator(line: Line) -> bool:
    return _is_row(line) and "-" in line.text and SEPARATOR.fullmatch(line.text.replace(" ", "")) is not None


def _row(line: Line) -> Row:
    start = line.indent
    text = line.text[start:].rstrip()
    if text.startswith("|"):
        text, start = text[1:], start + 1
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return Row(line.number, tuple(_cells(text, start)))


def _cells(text: str, start: int) -> Iterable[Cell]:
    for piece in _split_cells(text):
        lead = len(piece) - len(piece.lstrip())
        yield Cell(piece.strip().replace("\\|", "|"), start + lead + 1)
        start += len(piece) + 1


def _split_cells(text: str) -> list[str]:
    pieces, at = [], 0
    while True:
        match = CELL.match(text, at)
        end = match.end() if match else at
        pieces.append(text[at:end])
        if end >= len(text):
            return pieces
        at = end + 1
