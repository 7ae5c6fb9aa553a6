"""A table as XLSX and CSV: the same numbers, each of its kind, and no text that runs."""

import re
import time
import tracemalloc
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from support.tables import HOSTILE, csv_values, sheets_of, xlsx_values

from rapport.exchange import xlsx_file
from rapport.exchange.csv_file import as_csv
from rapport.exchange.xlsx_file import as_xlsx, sheet_name
from rapport.pages.download import file_name
from rapport.reports.table import Column, Table, fit

COLUMNS = [
    Column("Name"),
    Column("Calls", "number"),
    Column("Right at first try", "percent"),
    Column("Due", "day"),
    Column("Last seen", "moment"),
]
NOON = datetime(2026, 3, 2, 12, 5, tzinfo=UTC)
ROSA = ["Rosa Lind", 7, 67, date(2026, 3, 9), NOON]
KINDS = {"text": str, "number": int, "percent": int, "day": date, "moment": datetime}
TEXTS = some.one_of(some.text(max_size=40), some.sampled_from(HOSTILE))
ROWS = some.lists(
    some.tuples(
        some.none() | TEXTS,
        some.none() | some.integers(-(10**12), 10**12) | some.floats(-1e9, 1e9, allow_subnormal=False),
        some.none() | some.integers(-100, 200),
        some.none() | some.dates(date(1900, 3, 1), date(9999, 12, 31)),
        some.none() | some.datetimes(datetime(1901, 1, 1), datetime(9999, 12, 30), timezones=some.just(UTC)),  # noqa: DTZ001
    ),
    max_size=5,
)


def table(*rows: Any, columns: Any = COLUMNS, zone: str = "UTC", title: str = "Team North") -> Table:
    return Table("team-north", title, columns, rows, zone)


def test_a_row_says_the_same_in_both_files() -> None:
    shown = table(ROSA, [None] * 5, zone="Europe/Berlin")
    titles = ["Name", "Calls", "Right at first try", "Due", "Last seen (Europe/Berlin)"]
    assert csv_values(as_csv(shown)) == [titles, ["Rosa Lind", "7", "67%", "2026-03-09", "2026-03-02 13:05"], [""] * 5]
    sheet = [titles, ["Rosa Lind", 7, 0.67, datetime(2026, 3, 9), datetime(2026, 3, 2, 13, 5)]]  # noqa: DTZ001
    assert xlsx_values(as_xlsx(shown)) == sheet


def test_the_sheet_keeps_its_titles_in_sight_and_can_filter() -> None:
    (sheet,) = sheets_of(as_xlsx(table(ROSA, ROSA)))
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Team North", "B2", "A1:E3")
    assert all(cell.font.b for cell in sheet[1])
    assert [cell.number_format for cell in sheet[2]] == ["General", "#,##0", "0%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "d"]


def test_no_rows_are_a_row_of_titles() -> None:
    assert len(xlsx_values(as_xlsx(table()))) == len(csv_values(as_csv(table()))) == 1


@given(ROWS)
def test_what_goes_in_comes_out(rows: list[tuple[Any, ...]]) -> None:
    shown = table(*rows)
    kept = [list(row) for row in rows]
    for row, back in zip(kept, _rows(xlsx_values(as_xlsx(shown)), rows), strict=True):
        assert _same(row, back), (row, back)
    for row, written in zip(kept, csv_values(as_csv(shown))[1:], strict=True):
        assert [_as_text(value, place) for place, value in enumerate(row)] == [_without_guard(cell) for cell in written]


def _rows(found: list[list[Any]], rows: list[Any]) -> list[list[Any]]:
    """openpyxl leaves out empty rows at the end."""
    return found[1:] + [[None] * 5] * (len(rows) + 1 - len(found))


def _same(row: list[Any], back: list[Any]) -> bool:
    text, number, percent, day, moment = row
    assert (back[0] or "").rstrip() == (_plain(text) or "").rstrip()
    assert (back[1] is None) == (number is None)
    assert number is None or back[1] == pytest.approx(number, rel=1e-12)
    assert back[2] == pytest.approx(percent / 100) if percent is not None else back[2] is None
    assert (back[3].date() if back[3] else None) == day
    assert moment is None or abs((back[4].replace(tzinfo=UTC) - moment).total_seconds()) < 1
    return True


def _plain(text: str | None) -> str | None:
    return text and fit(text)


def _as_text(value: Any, place: int) -> str:
    if value is None:
        return ""
    if place == 0:
        return str(_plain(value)).replace("'", "")
    return {2: f"{value}%", 4: f"{value:%Y-%m-%d %H:%M}" if place == 4 else ""}.get(place, str(value))


def _without_guard(cell: str) -> str:
    return cell.replace("'", "")


@given(TEXTS)
def test_no_text_is_ever_a_formula(text: str) -> None:
    shown = table([text, 1], columns=[Column(text), Column("n", "number")])
    for row in sheets_of(as_xlsx(shown))[0].iter_rows():
        assert all(cell.data_type in ("s", "n") for cell in row)
    for row in csv_values(as_csv(shown)):
        assert not _begins_a_formula(row[0]), row


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    as_file = as_csv(table([text], columns=[Column("Name")]))
    assert not _begins_a_formula(csv_values(as_file)[1][0])
    assert b"<f>" not in as_xlsx(table([text], columns=[Column(text)], title=text))


def _begins_a_formula(cell: str) -> bool:
    """Also for a program that splits at semicolons, tabs or line ends."""
    return any(
        part.strip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20") for part in re.split(r"[;\t\r\n]", cell) if part
    )


def test_a_number_below_zero_stays_a_number() -> None:
    shown = table([-5], [-2.5], columns=[Column("Change", "number")])
    assert csv_values(as_csv(shown))[1:] == [["-5"], ["-2.5"]]
    assert xlsx_values(as_xlsx(shown))[1:] == [[-5], [-2.5]]


def test_the_csv_is_what_spreadsheet_programs_expect() -> None:
    file = as_csv(table(["Grüße, “Rosa”\nLind"], columns=[Column("Name")]))
    assert file == '\ufeffName\r\n"Grüße, “Rosa”\nLind"\r\n'.encode()


def test_words_may_stand_in_a_column_of_numbers() -> None:
    shown = table(["=1", True], ["–", False], columns=[Column("Calls", "number"), Column("Passed")])
    assert xlsx_values(as_xlsx(shown))[1:] == [["=1", "yes"], ["–", "no"]]
    assert csv_values(as_csv(shown))[1:] == [["'=1", "yes"], ["–", "no"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Team North", "Team North"),
        ("North/South: [all]?*\\", "North South all"),
        ("'History'", "Table"),
        ("", "Table"),
        ("🤝\x00\ud800", "Table"),
        ("A name that is far too long for a sheet", "A name that is far too long for"),
    ],
)
def test_a_sheet_has_a_name_that_excel_accepts(title: str, name: str) -> None:
    assert sheet_name(title) == name
    assert sheets_of(as_xlsx(table(title=title)))[0].title == name


@given(some.text(max_size=40))
def test_any_title_makes_a_file(title: str) -> None:
    assert len(sheets_of(as_xlsx(table(ROSA, title=title)))[0].title) <= 31


def test_more_rows_than_a_sheet_holds_go_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 2)
    sheets = sheets_of(as_xlsx(table(*([number] for number in range(5)), columns=[Column("n", "number")])))
    assert [sheet.title for sheet in sheets] == ["Team North", "Team North 2", "Team North 3"]
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in sheets] == [
        ["n", 0, 1],
        ["n", 2, 3],
        ["n", 4],
    ]


def test_a_day_before_excels_calendar_is_told_in_words() -> None:
    assert xlsx_values(as_xlsx(table([date(1, 1, 1)], columns=[Column("Due", "day")])))[1] == ["0001-01-01"]


def test_a_download_is_named_for_every_disk() -> None:
    assert [file_name(name) for name in ("Münster – Süd", "../../etc", "🤝", "team-north-2026-11")] == [
        "munster-sud",
        "etc",
        "table",
        "team-north-2026-11",
    ]


def test_twenty_thousand_rows_are_quick_and_small_in_memory() -> None:
    columns = [*COLUMNS, *(Column(f"Module {number}") for number in range(7))]
    rows = ([f"Rep {number}", *ROSA[1:], *["3 of 5 lessons"] * 7] for number in range(20_000))
    start = time.process_time()  # not the clock on the wall: the machine may be busy
    assert as_xlsx(Table("all", "All", columns, rows))
    assert time.process_time() - start < 15, "it takes about 2 s"
    tracemalloc.start()
    rows = ([f"Rep {number}", *ROSA[1:], *["3 of 5 lessons"] * 7] for number in range(2_000))
    as_xlsx(Table("all", "All", columns, rows))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000
