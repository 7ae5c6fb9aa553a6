"""The first sheet of a workbook that can be seen, as text: days as 2026-12-24, numbers as they are written."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from rapport.exchange.sheet import MOST_COLUMNS, FileRefused, Sheet, sheet_of
from rapport.exchange.xlsx_guard import BROKEN, DAMAGED, look_through

LAST_ROW = 1_048_576  # of any spreadsheet program


def read_xlsx(data: bytes) -> Sheet:
    try:
        archive = ZipFile(BytesIO(data))
    except BROKEN:
        raise FileRefused(DAMAGED) from None
    with archive:
        look_through(archive)
        if "xl/vbaProject.bin" not in archive.namelist() and "[Content_Types].xml" not in archive.namelist():
            raise FileRefused("This is an archive, not a workbook. Please choose the .xlsx or .csv file itself.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about looks that are not read anyway
        return sheet_of(_lines(data))


def _lines(data: bytes) -> Iterator[list[str]]:
    """What stands in the cells; of formulas, what they last came to."""
    from openpyxl import load_workbook  # slow to load, and hardly ever needed

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise FileRefused("This workbook has no sheet that can be seen.")
        sheets[0].reset_dimensions()  # what a file says of its own size may be wrong
        rows = sheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for number, row in enumerate(rows, 1):
            if number > LAST_ROW:
                raise FileRefused(DAMAGED)
            is_gap = row.count(None) == len(row)  # of which there may be a million
            yield [] if is_gap else [as_text(value) for value in row]
    except FileRefused:
        raise
    except Exception as error:  # whatever a library makes of a file that was made to hurt it
        raise FileRefused(DAMAGED) from error


def as_text(value: Any) -> str:
    """A cell in words."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)
