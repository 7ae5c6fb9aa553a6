"""A table as an Excel workbook: numbers are numbers, days are days, and text is never a formula."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from itertools import chain, islice
from typing import Any

from xlsxwriter import Workbook

from rapport.reports.table import Kind, Table, Value, fit

Cells = list[tuple[Kind, Value]]

MOST_ROWS = 1_048_575  # of one sheet, besides its titles
FIRST_YEAR = 1900  # what Excel's calendar begins with
SHEET_NAME_LIMIT = 31
NARROWEST, WIDEST = 9, 60
SHAPES = {"number": "#,##0", "fraction": "General", "percent": "0%", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


def as_xlsx(table: Table) -> bytes:
    """The file: titles in bold that stay in sight and can filter. Rows go to a file as they come, so many need no memory."""
    file = BytesIO()
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": _plain(fit(table.title))})
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in SHAPES.items()}
        formats["heading"] = book.add_format({"bold": True, "valign": "top", "bottom": 1})
        for number, rows in enumerate(_sheets(table.cells()), 1):
            _write_sheet(book.add_worksheet(sheet_name(table.title, number)), formats, table.headings, rows)
    return file.getvalue()


def sheet_name(title: str, number: int = 1) -> str:
    """A name that Excel accepts."""
    last = f" {number}" if number > 1 else ""
    name = "".join(sign for sign in re.sub(r"[\[\]:*?/\\]", " ", title) if sign.isprintable() and ord(sign) < 0xFFFE)
    name = " ".join(name.split()).strip("'")[: SHEET_NAME_LIMIT - len(last)].strip("' ") + last
    return "Table" + last if name.lower() in ("", "history") or name == last else name


def _sheets(rows: Iterator[Cells]) -> Iterator[Iterable[Cells]]:
    """As many rows as a sheet takes; one sheet at least."""
    first: list[Cells] = list(islice(rows, 1))
    while True:
        yield chain(first, islice(rows, MOST_ROWS - len(first)))
        first = list(islice(rows, 1))
        if not first:
            return


def _write_sheet(sheet: Any, formats: dict[str, Any], headings: list[str], rows: Iterable[Cells]) -> None:
    widths = [max(NARROWEST, len(heading) + 3) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, _plain(heading), formats["heading"])
    last = 0
    for last, row in enumerate(rows, 1):
        for column, (kind, value) in enumerate(row):
            widths[column] = max(widths[column], _write(sheet, last, column, kind, value, formats) + 2)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(headings) - 1)


def _write(sheet: Any, row: int, column: int, kind: Kind, value: Any, formats: dict[str, Any]) -> int:
    """Write one cell; returns about how wide it is."""
    if value is None:
        return 0
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, value, formats[kind])
        return 10 if kind == "day" else 16
    if kind in ("number", "percent"):
        shape = "fraction" if kind == "number" and isinstance(value, float) else kind
        sheet.write_number(row, column, value / 100 if kind == "percent" else value, formats[shape])
        return len(str(value))
    text = _plain(str(value))
    sheet.write_string(row, column, text)
    return max(map(len, text.splitlines()), default=0)


def _plain(text: str) -> str:
    """XlsxWriter hands text between <r> and </r> on as it is: with a space behind, it is text like any other."""
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text
