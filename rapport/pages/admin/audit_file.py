"""The acts that were found, as a file to keep."""

from collections.abc import Iterator
from typing import Any

from flask import Response
from flask_login import current_user

from rapport.pages.admin.audit_list import asked_for
from rapport.pages.admin.blueprint import bp
from rapport.pages.download import ENDING, download
from rapport.people.audit_search import Search, batches
from rapport.reports.table import Column, Table

MOST = 50_000
COLUMNS = (
    Column("When", "moment"),
    Column("Who"),
    Column("What"),
    Column("About"),
    Column("From where"),
)


@bp.get(f"/audit.{ENDING}")
def audit_file(ending: str) -> Response:
    """The newest who match, up to as many as a spreadsheet opens quickly."""
    asked = asked_for()
    rows = iter(()) if asked.errors else _rows(asked.search)
    return download(Table("audit", "Audit", COLUMNS, rows, current_user.zone), ending)


def _rows(search: Search) -> Iterator[list[Any]]:
    for acts in batches(search, MOST):
        for act in acts:
            yield [act.at, act.by or "The command line", act.what, act.about, act.address]
