"""A file to begin with: every column, and two rows that show what goes where."""

from datetime import timedelta

from flask import Response
from flask_login import current_user

from rapport import clock
from rapport.pages.admin.blueprint import bp
from rapport.pages.download import ENDING, download
from rapport.reports.table import Column, Table

# What each column is called, what goes in it, and an example; docs/people-file.md says the same at length.
COLUMNS = (
    ("Name", "First and last name, in one column or in two", "Kim Larsen"),
    ("E-mail", "Says who it is; the only thing that must always be there", "kim@company.example"),
    (
        "Team",
        "The way to it; teams that are missing are made. Several: with a semicolon between",
        "Field sales / North",
    ),
    ("Role", "rep, manager or trainer; several with a comma between", "rep"),
    ("Manager", "E-mail of whoever leads this team; “yes” for the one who does", "alex@company.example"),
    ("Start date", "First working day; nothing is asked before it", "2026-12-01"),
    ("Leave", "Days away, both ends included", "2026-12-24 to 2027-01-02"),
    ("Account", "“closed” signs a person out and keeps them out, “open” lets them in again", "open"),
)


@bp.get(f"/upload/example.{ENDING}")
def upload_example(ending: str) -> Response:
    day = clock.today(current_user.zone) + timedelta(days=14)
    away = f"{day + timedelta(days=20)} to {day + timedelta(days=30)}"
    rows = [
        ("Alex Winter", "alex@company.example", "Field sales / North", "manager", "yes", None, None, "open"),
        ("Kim Larsen", "kim@company.example", "Field sales / North", "rep", "alex@company.example", day, away, "open"),
    ]
    columns = [Column(title, "day" if title == "Start date" else "text") for title, _, _ in COLUMNS]
    return download(Table("people-to-upload", "People", columns, rows), ending)
