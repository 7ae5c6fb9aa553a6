"""A table as a CSV file that spreadsheet programs and scripts both read: UTF-8 with a mark, ISO days, no formulas."""

import csv
import re
from io import StringIO

from rapport.reports.table import Kind, Table, Value

MARK = "\ufeff"  # without it Excel takes UTF-8 for something older
# Where a cell may begin: a program set to another separator also begins one after it, and after the end of a line.
FORMULA = re.compile(r"(^|[;\t\r\n])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])")


def as_csv(table: Table) -> bytes:
    """The file, with a row of titles."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([harmless(title) for title in table.headings])
    for row in table.cells():
        writer.writerow([_written(kind, value) for kind, value in row])
    return (MARK + text.getvalue()).encode()


def harmless(text: str) -> str:
    """Text that no program takes for a formula: a ' stands before what would begin one."""
    return FORMULA.sub(r"\1\2'", text)


def _written(kind: Kind, value: Value) -> str:
    if value is None:
        return ""
    if kind == "moment":
        return f"{value:%Y-%m-%d %H:%M}"
    if kind == "percent":
        return f"{value}%"
    return harmless(value) if isinstance(value, str) else str(value)
