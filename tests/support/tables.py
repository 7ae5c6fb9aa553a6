"""Tables for tests, and reading back the files made of them."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

# What people may be called, or write, that a spreadsheet program would run.
HOSTILE = (
    "=1+1",
    '=HYPERLINK("https://evil.example","Click")',
    "@SUM(A1:A9)",
    "+49 30 1234",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "Rosa;=1+1",
    "Rosa\n=1+1",
    "Rosa\r\n@SUM(1)",
    "\uff1d1+1",
    '"=1+1',
    "'=1+1",
    "<r><t>bold</t></r>",
    "_x003D_1+1",
    "{=1+1}",
    "Müller & <Sons>",
    "\ufffe\uffff\ud83d",
)


def sheets_of(file: bytes) -> list[Worksheet]:
    return load_workbook(BytesIO(file)).worksheets


def xlsx_values(file: bytes) -> list[list[Any]]:
    """The values of the first sheet, the row of titles first."""
    rows = sheets_of(file)[0].iter_rows(values_only=True)
    return [[unescape(value) if isinstance(value, str) else value for value in row] for row in rows]


def csv_values(file: bytes) -> list[list[str]]:
    """The cells of a CSV file, the row of titles first."""
    return list(csv.reader(StringIO(file.decode("utf-8-sig"), newline="")))


def drawn_tables(page: str) -> list[list[list[str]]]:
    """The cells of a page's tables as text."""
    return [
        [
            [
                unescape(re.sub(r"<[^>]+>", "", cell))
                for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table\b.*?</table>", page, re.DOTALL)
    ]
