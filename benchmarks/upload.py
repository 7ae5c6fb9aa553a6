"""A workbook of 10,000 people: read, looked at, applied, and looked at again.

    python -m benchmarks.upload [--people 10000] [--database URL]

In a SQLite file of its own, or in the empty database named; half of the people are new, half change their team.
"""

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from unittest.mock import patch

from xlsxwriter import Workbook

from app import create_app
from benchmarks.table import Row, show
from rapport import clock
from rapport.catalogue.publish import publish
from rapport.content.folder import Files
from rapport.content.library import read_files
from rapport.database import db
from rapport.exchange import agreed
from rapport.exchange.people_apply import Applying
from rapport.exchange.people_file import read_people
from rapport.exchange.spreadsheet import read_spreadsheet
from rapport.exchange.upload import packed
from rapport.people.user import User

HEADINGS = ("Name", "E-mail", "Team", "Role", "Manager", "Start date", "Leave")
DAY = datetime(2025, 1, 7)  # noqa: DTZ001 -- a workbook knows no zones
LESSON = {
    "lessons/bench/module.md": b"---\ntitle: Bench\nsummary: To measure.\norder: 1\n---\n",
    "lessons/bench/01-one.md": b"---\ntitle: One\nsummary: To measure.\nminutes: 1\n---\n\nRead this.\n",
}


def measure(people: int = 10_000, database: str = "") -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        with patch.dict(os.environ, {"DATA_DIR": folder, "DATABASE_URL": database, "SECRET_KEY": "benchmark"}):
            app = create_app()
        with app.app_context():
            db.create_all()
            rows = list(_measured(people))
            db.session.rollback()
            db.engine.dispose()
    return rows


def _measured(people: int) -> Iterator[Row]:
    publish(read_files(Files(LESSON)).modules, clock.now())
    now = datetime.now(UTC)
    db.session.add_all(User(email=f"p{n}@bench.example", name=f"P {n}", created_at=now) for n in range(people // 2))
    db.session.commit()
    gc.freeze()
    data, name = _workbook(people), db.engine.dialect.name
    start = time.perf_counter()
    sheet = read_spreadsheet(data)
    read_people(sheet)
    yield Row(f"read a workbook of {people:,} people ({len(data) / 1024:,.0f} KB)", _since(start))
    rows, start = packed(sheet), time.perf_counter()
    _, present, found = agreed.look(rows, False, None)
    db.session.rollback()
    yield Row(f"look at what it would change ({name})", _since(start))
    start, longest, before = time.perf_counter(), 0.0, time.perf_counter()
    for _done in Applying(found, present, None, "UTC", "", now).parts():
        db.session.commit()
        longest, before = max(longest, time.perf_counter() - before), time.perf_counter()
    yield Row(f"apply it ({name})", _since(start))
    yield Row("the longest that anybody else waits to write meanwhile", f"{longest * 1000:.0f} ms")
    start = time.perf_counter()
    again = agreed.look(rows, False, None)[2]
    yield Row("look at the same file again", _since(start) + ("" if again.is_empty else ", NOT EMPTY"))
    gc.unfreeze()


def _since(start: float) -> str:
    return f"{time.perf_counter() - start:.2f} s"


def _workbook(people: int) -> bytes:
    """Everybody in one of five hundred teams, led by the first who is in it."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading)
        for number in range(people):
            for column, value in enumerate(_person(number)):
                _write(sheet, number + 1, column, value, day)
    return file.getvalue()


def _person(number: int) -> tuple[Any, ...]:
    team = number % 500
    leads = "yes" if number < 500 else f"p{team}@bench.example"
    way = f"Field / Region {team // 50} / Team {team}"
    return f"P {number}", f"p{number}@bench.example", way, "rep", leads, DAY, "2026-12-24 to 2027-01-02"


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--database", default="")
    show(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
