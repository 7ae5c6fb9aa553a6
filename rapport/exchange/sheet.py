"""A plain table of text, as people fill it in: rows with their numbers, cells without anything odd in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapport.text import TextRefused, clean

MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000


class FileRefused(ValueError):
    """Nothing of the file can be used; the message is one sentence for whoever chose it."""


CUT_OFF = "This file seems to be cut off: {}. Please save it anew and choose it again; nothing was changed."
TOO_MANY_ROWS = f"This file has more than {MOST_ROWS:,} rows. Please split it and upload one part after the other."


@dataclass(frozen=True)
class Row:
    """`number` is the one that a spreadsheet program shows beside it."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """Only rows that hold something; the first is the heading. `is_closed` when its end is certain: a CSV file without
    an end to its last line may have had more."""

    rows: list[Row]
    is_closed: bool = True


def sheet_of(lines: Iterable[Sequence[str]], is_closed: bool = True) -> Sheet:
    """The lines as they come, cleaned; refuses what is empty or too large."""
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        cells = [_cleaned(text, number, column) for column, text in enumerate(line)]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(Row(number, tuple(cells)))
        if len(rows) > MOST_ROWS + 1:
            raise FileRefused(TOO_MANY_ROWS)
    if not rows:
        raise FileRefused("This file is empty. Nothing was changed.")
    if len(rows) == 1:
        raise FileRefused("This file has one row and no more: a heading alone, or rows without a heading.")
    return Sheet(rows, is_closed)


def letter(column: int) -> str:
    """How a spreadsheet program calls a column: 0 → A, 26 → AA."""
    high, low = divmod(column, 26)
    return (letter(high - 1) if high else "") + chr(ord("A") + low)


def _cleaned(text: str, row: int, column: int) -> str:
    """A ' before = + - @ is what keeps programs from taking text for a formula: our own downloads have it."""
    if not text or (text.isascii() and text.isprintable() and len(text) <= LONGEST_CELL and text[0] != "'"):
        return text.strip()
    try:
        tidy = clean(text, LONGEST_CELL)
    except TextRefused:
        place = f"row {row}, column {letter(column)}"
        raise FileRefused(f"More than {LONGEST_CELL:,} letters stand in {place}: is this the right file?") from None
    return tidy[1:] if tidy[:1] == "'" and tidy[1:2] in tuple("=+-@") else tidy
