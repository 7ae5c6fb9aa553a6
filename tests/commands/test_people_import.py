"""flask people import: the same picture as the page, and the same care."""

from pathlib import Path

import pytest
from flask import Flask
from support.people_files import NINA, people_csv, people_xlsx

from rapport.database import db
from rapport.people.audit import newest
from rapport.people.user import User, person_with

FIVE = [("", f"{name}@demo.example", "", "", "", "", "", "") for name in ("rosa", "ravi", "mona", "tess", "petra")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.xlsx"
    path.write_bytes(people_xlsx(NINA, ("Rosa Lindt", "rosa@demo.example", "West", "", "", "", "", "")))
    return path


def run(app: Flask, *args: object):  # type: ignore[no-untyped-def]
    db.session.commit()
    return app.test_cli_runner().invoke(args=["people", "import", *map(str, args)])


def test_a_dry_run_shows_the_picture_and_changes_nothing(app: Flask, file: Path) -> None:
    said = run(app, file, "--dry-run")
    assert (said.exit_code, said.stdout.splitlines()) == (
        0,
        [
            "New teams: 1",
            "  West",
            "Added: 1",
            "  Nina Wolf <nina@demo.example>",
            "Changed: 1",
            "  rosa@demo.example: name: Rosa Lind → Rosa Lindt; leaves Field / North; joins West",
            "Unchanged: 0",
            "Nothing was changed.",
        ],
    )
    assert person_with("nina@demo.example") is None


def test_it_is_done_once(app: Flask, file: Path) -> None:
    assert run(app, file, "--zone", "Europe/Berlin").stdout.endswith("Done.\n")
    nina = person_with("nina@demo.example")
    assert nina is not None
    assert nina.zone == "Europe/Berlin"
    assert {(row.by_id, row.address) for row in newest()} == {(None, "command line")}
    assert run(app, file).stdout == "Unchanged: 2\nThere is nothing to change.\n"


def test_what_is_wrong_is_told_by_row_and_column(app: Flask, file: Path) -> None:
    file.write_bytes(people_csv(NINA, ("Kim", "kim@", "", "", "", "", "", "")))
    said = run(app, file)
    assert said.exit_code == 1
    assert said.stderr == (
        "row 3, column B (e-mail): This does not look like an e-mail address.\n"
        "Error: 1 cell needs mending. Nothing was changed.\n"
    )
    assert person_with("nina@demo.example") is None


def test_a_file_that_is_cut_off_is_refused(app: Flask, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])
    said = run(app, file, "--others-left", "--leaving", "6")
    assert (said.exit_code, "damaged or cut off" in said.stderr) == (1, True)


def test_accounts_are_closed_when_their_number_is_said(app: Flask, file: Path) -> None:
    file.write_bytes(people_csv(*FIVE))
    said = run(app, file, "--others-left")
    assert said.exit_code == 1
    assert "2 accounts would be closed. Add --leaving 2 if that is meant; nothing was changed." in said.stderr
    assert person_with("otto@demo.example").is_active  # type: ignore[union-attr]
    assert run(app, file, "--others-left", "--leaving", 2).exit_code == 0
    closed = db.session.query(User).filter(User.deactivated_at.is_not(None))
    assert sorted(one.first_name for one in closed) == ["Otto", "Viktor"]


def test_a_zone_that_is_nowhere_is_refused(app: Flask, file: Path) -> None:
    assert run(app, file, "--zone", "Mars/North").exit_code == 2
