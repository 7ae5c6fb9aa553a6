"""A table as a file to keep: /team.xlsx, /team.csv, with the numbers of the page."""

import re
import unicodedata

from flask import Response

from rapport.exchange.csv_file import as_csv
from rapport.exchange.xlsx_file import as_xlsx
from rapport.reports.table import Table

# Behind the address of a page, in its route: f"/team.{ENDING}".
ENDING = "<any(xlsx,csv):ending>"
FILES = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def download(table: Table, ending: str) -> Response:
    """The table as the file that the address asks for. Not to be kept by a browser: the next one has newer numbers."""
    write, kind = FILES[ending]
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(table.name)}.{ending}"',
        "Cache-Control": "no-store",
    }
    return Response(write(table), content_type=kind, headers=headers)


def file_name(name: str) -> str:
    """A name for every disk: "Münster – Süd" → "munster-sud"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "table"
