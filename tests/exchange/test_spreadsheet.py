"""Whatever file is chosen becomes a plain table, or one clear sentence: quickly, and with little memory."""

import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from support.people_files import NINA, as_text, as_workbook, people_csv, people_xlsx

from rapport.exchange.sheet import FileRefused, letter
from rapport.exchange.spreadsheet import read_spreadsheet

ROOT = Path(__file__).parent.parent.parent
ROWS = [("Name", "Ort"), ("Zoë Müller", "Köln; Süd, “West”"), ("two\nlines", '"quoted"')]
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    "</Types>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook {NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f"<styleSheet {NS}/>",
    "xl/sharedStrings.xml": f"<sst {NS}/>",
}


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_spreadsheet(data).rows]


def refused(data: bytes) -> str:
    with pytest.raises(FileRefused) as found:
        read_spreadsheet(data)
    return str(found.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_in_every_usual_dress(encoding: str, separator: str) -> None:
    assert cells(as_text(ROWS, separator, encoding)) == ROWS


def test_what_excel_says_of_its_separator_is_believed() -> None:
    table = read_spreadsheet(b"sep=;\r\nName;Ort\r\nZ;A,B,C\r\n")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Name", "Ort")), (3, ("Z", "A,B,C"))]


def test_empty_lines_count_and_are_left_out() -> None:
    table = read_spreadsheet(b"\r\nName,Ort\r\n,\r\n  ,\r\nZ,A\r\n\r\n")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Name", "Ort")), (5, ("Z", "A"))]


def test_odd_signs_are_taken_out_and_our_own_guard_against_formulas_too() -> None:
    assert cells(b"Name,Ort\n'=1+1,'quoted'\na\x07b\xc2\xa0,'-\n") == [
        ("Name", "Ort"),
        ("=1+1", "'quoted'"),
        ("ab", "-"),
    ]


def test_a_workbook_with_days_numbers_and_formulas() -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["Name", "Number", "Day", "Moment", "Yes", "Time", "Half"],
        ["Zoë", 7.0, date(2026, 12, 24), datetime(2026, 12, 24, 9, 30), True, time(9, 30), 0.5],  # noqa: DTZ001
    ):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    assert cells(file.getvalue())[1] == ("Zoë", "7", "2026-12-24", "2026-12-24 09:30", "yes", "09:30:00", "0.5")


def test_of_a_formula_counts_what_it_last_came_to() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        body = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row><row r="2"><c r="A2"><f>EVIL()</f></c><c r="B2"><v>1</v></c></row>'
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet_xml(body)}.items():
            archive.writestr(name, text)
    assert cells(file.getvalue()) == [("2",), ("", "1")]


def test_the_first_sheet_that_can_be_seen_is_read() -> None:
    hidden = as_workbook(ROWS, ("Secret", True))
    assert cells(hidden) == ROWS
    assert refused(as_workbook(ROWS, ("Cover", False))).startswith("This file has one row")


def test_the_name_does_not_matter() -> None:
    """A workbook that is called .csv is a workbook: nobody tells us the name."""
    assert cells(people_xlsx(NINA))[1] == cells(people_csv(NINA))[1] == NINA[:6]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf", "This file is empty."),
        (b" \r\n\r\n", "This file is empty."),
        (b",,,\r\n,,\r\n", "This file is empty."),
        (b"Name,E-mail\r\n", "This file has one row and no more"),
        (b'Name,E-mail\r\n"Rosa', "This file seems to be cut off: a quotation mark is opened and never closed."),
        (b'Name,E-mail\r\n"Rosa"x,y\r\n', "After row 1, a quotation mark stands where none should be."),
        (b"Name,E-mail\r\nRosa", "This file seems to be cut off: its last line stops before the others do."),
        ("Name;Ö\r\nZoë;é".encode()[:-1], "This file seems to be cut off: it ends in the middle of a letter."),
        ("Name;Ö\r\nZoë;é".encode("utf-16")[:-1], "This file seems to be cut off: it ends in the middle of a letter."),
        (b"x\n" * 20_002, "This file has more than 20,000 rows."),
        (b"a," * 200, "Row 1 has more than 100 columns: is this the right file?"),
        (b"Name\n" + b"x" * 2_001, "More than 2,000 letters stand in row 2, column A: is this the right file?"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "This is an old kind of workbook (.xls)."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "This workbook is protected by a password."),
        (b"%PDF-1.7", "This is neither a workbook (.xlsx) nor a table in text (.csv)."),
        (b"<html><table><tr><td>Name", "This is neither a workbook (.xlsx) nor a table in text (.csv)."),
        (b"Name\x00\x01\x02", "This is neither a workbook (.xlsx) nor a table in text (.csv)."),
        (b"PK\x03\x04 and no more", "This workbook is damaged or cut off."),
        (people_xlsx(NINA)[:-40], "This workbook is damaged or cut off."),
    ],
)  # fmt: skip
def test_one_sentence_says_what_is_wrong(data: bytes, sentence: str) -> None:
    assert refused(data).startswith(sentence)


def test_an_archive_is_no_workbook() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("people.csv", "Name\n")
    assert refused(file.getvalue()).startswith("This is an archive, not a workbook.")


def test_columns_are_called_as_a_spreadsheet_program_calls_them() -> None:
    assert [letter(number) for number in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"Name,E-mail\n", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(FileRefused):
            read_spreadsheet(start + data)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_workbook_with_a_broken_byte_is_read_or_refused(place: int, change: int) -> None:
    data = bytearray(people_xlsx(NINA))
    data[place % len(data)] ^= change
    with suppress(FileRefused):
        read_spreadsheet(bytes(data))


@given(st.integers(min_value=1))
def test_a_workbook_that_was_cut_off_is_always_refused(cut: int) -> None:
    data = people_xlsx(NINA)
    with pytest.raises(FileRefused):
        read_spreadsheet(data[: -(cut % len(data)) or -1])


def sheet_xml(body: str, size: str = "A1:B2") -> str:
    return f'<worksheet {NS}><dimension ref="{size}"/><sheetData>{body}</sheetData></worksheet>'


def row_xml(number: int, column: str = "A") -> str:
    return f'<row r="{number}"><c r="{column}{number}" t="inlineStr"><is><t>x</t></is></c></row>'


BILLION = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10))
BOTH = row_xml(1) + row_xml(2)
HOSTILE: dict[str, dict[str, str]] = {
    "claims to be huge": {"xl/worksheets/sheet1.xml": sheet_xml(row_xml(1) + row_xml(1048576, "XFD"), "A1:XFD1048576")},
    "a row beyond all rows": {"xl/worksheets/sheet1.xml": sheet_xml(row_xml(1) + row_xml(999999999))},
    "200 MB of nothing": {"xl/worksheets/sheet1.xml": sheet_xml(BOTH + " " * 200_000_000)},
    "millions of texts": {"xl/worksheets/sheet1.xml": sheet_xml(BOTH), "xl/sharedStrings.xml": f"<sst {NS}>{'<si/>' * 7_000_000}</sst>"},
    "a text of a million pieces": {"xl/worksheets/sheet1.xml": sheet_xml(BOTH), "xl/sharedStrings.xml": f"<sst {NS}><si>{'<r><t>x</t></r>' * 900_000}</si></sst>"},
    "a row of millions": {"xl/worksheets/sheet1.xml": sheet_xml(f"<row>{'<c/>' * 5_000_000}</row>")},
    "a million rows": {"xl/worksheets/sheet1.xml": sheet_xml("<row/>" * 999_000)},
    "a million looks": {"xl/worksheets/sheet1.xml": sheet_xml(BOTH), "xl/styles.xml": f"<styleSheet {NS}><cellXfs>{'<xf/>' * 900_000}</cellXfs></styleSheet>"},
    "a tag without an end": {"xl/worksheets/sheet1.xml": sheet_xml(f'<row x="{"x" * 39_000_000}"/>')},
    "a deep well": {"xl/worksheets/sheet1.xml": sheet_xml("<a>" * 900_000)},
    "a billion laughs": {"xl/worksheets/sheet1.xml": f"<!DOCTYPE x [{BILLION}]>" + sheet_xml(BOTH)},
    "a file of ours": {"xl/worksheets/sheet1.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet_xml(BOTH)},
    "half a sheet": {"xl/worksheets/sheet1.xml": sheet_xml(BOTH)[:-40]},
    "no sheet": {},
    "one text of 39 MB": {"xl/worksheets/sheet1.xml": sheet_xml(BOTH.replace("x", "x" * 15_000_000, 1))},
}  # fmt: skip
MEASURE = """
import re, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from rapport.exchange.sheet import FileRefused
from rapport.exchange.spreadsheet import read_spreadsheet
data = Path(sys.argv[2]).read_bytes()
start = time.process_time()
try:
    read_spreadsheet(data)
except FileRefused as error:
    seconds = time.process_time() - start
    print(seconds, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], error)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_hurt_is_refused_in_two_seconds_and_200_megabytes(tmp_path: Path, name: str) -> None:
    with ZipFile(tmp_path / "file", "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for part, text in {**PARTS, **HOSTILE[name]}.items():
            archive.writestr(part, text)
    command = [sys.executable, "-c", MEASURE, str(ROOT), str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout, done.stderr
    seconds, kilobytes, sentence = done.stdout.split(" ", 2)
    assert float(seconds) < 2
    assert int(kilobytes) < 200 * 1024
    assert sentence.strip().endswith((".", "?"))


def test_other_ways_to_pack_are_not_unpacked() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", " " * 10_000_000)
    assert refused(file.getvalue()).startswith("This workbook is damaged")
