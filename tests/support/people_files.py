"""Files of people, as somebody would choose them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

from xlsxwriter import Workbook

from rapport import clock
from rapport.exchange import agreed, upload
from rapport.exchange.spreadsheet import read_spreadsheet
from rapport.people.user import User

HEADINGS = ("Name", "E-mail", "Team", "Role", "Manager", "Start date", "Leave", "Account")
NINA = ("Nina Wolf", "nina@demo.example", "Field / North", "rep", "mona@demo.example", "2026-12-01", "", "")


def as_text(rows: Iterable[Sequence[Any]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def people_csv(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    return as_text([headings, *rows])


def as_workbook(rows: Iterable[Sequence[Any]], *more_sheets: tuple[str, bool], name: str = "People") -> bytes:
    """`more_sheets` stand before it: a name and whether it is hidden."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        for title, hidden in more_sheets:
            sheet = book.add_worksheet(title)
            sheet.write_string(0, 0, f"nothing of {title}")
            if hidden:
                sheet.hide()
        sheet = book.add_worksheet(name)
        sheet.activate()
        sheet.set_first_sheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write(number, column, value)
    return file.getvalue()


def people_xlsx(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    return as_workbook([headings, *rows])


def uploaded(admin: User) -> dict[str, str]:
    """An admin's upload that was looked at: its id, and the picture that was shown."""
    data = people_csv(NINA, ("Rosa L.", "rosa@demo.example", "Field / South", "", "", "", "", ""))
    one = upload.keep(str(uuid4()), admin.id, "people.csv", read_spreadsheet(data), False, clock.now())
    return {"upload_id": one.id, "picture": agreed.look(one.rows or b"", False, admin.id)[2].picture}
