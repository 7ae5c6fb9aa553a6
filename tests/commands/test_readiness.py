"""Commands on a database that was never prepared, or cannot be reached: one sentence, and exit code 1."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app import create_app
from rapport import schema
from rapport.database import db
from rapport.progress import projection

NOT_READY = "Error: The database is not ready: run `make run` or `flask db upgrade` first.\n"
COMMANDS = ("content publish", "demo", "progress rebuild", "people list", "people invite", "worker")


def site_on(url: str) -> Flask:
    return create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": url})


@pytest.fixture
def unprepared(tmp_path: Path) -> Iterator[Flask]:
    app = site_on(f"sqlite:///{tmp_path / 'new.db'}")
    yield app
    with app.app_context():
        db.engine.dispose()


def run(app: Flask, command: str) -> Result:
    with app.app_context():  # as `flask` has it
        return app.test_cli_runner().invoke(args=command.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_was_never_prepared(unprepared: Flask, command: str) -> None:
    result = run(unprepared, command)
    assert (result.exit_code, result.output) == (1, NOT_READY)


@pytest.mark.parametrize("command", ["demo", "people list"])
def test_a_database_of_an_older_shape(unprepared: Flask, command: str) -> None:
    with unprepared.app_context():
        schema.upgrade()
        db.session.execute(text("ALTER TABLE users RENAME COLUMN roles TO role"))
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        db.session.commit()
    result = run(unprepared, command)
    assert (result.exit_code, result.output) == (1, NOT_READY)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_out_of_reach(command: str) -> None:
    result = run(site_on("postgresql+psycopg://nobody@127.0.0.1:1/none"), command)
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database cannot be used: ")
    assert result.output.count("\n") == 1


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "rebuild", lambda: db.session.execute(text("SELECT nothing FROM nowhere")))
    result = run(app, "progress rebuild")
    assert "nowhere" in str(result.exception)
