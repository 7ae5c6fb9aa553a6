"""The database's shape: is it as this code expects, and how to bring it there.

Alembic is slow to load and only needed when something must change, so the head is read from the
names in migrations/versions and Flask-Migrate is loaded on demand.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import inspect, text
from werkzeug.local import LocalProxy

from rapport.config import ROOT
from rapport.database import db

FOLDER = ROOT / "migrations"
_REVISION = re.compile(r"^(revision|down_revision)\b[^=]*= *(?:'([^']*)'|\"([^\"]*)\"|None)", re.MULTILINE)


def register(app: Flask) -> None:
    """Make `flask db …` work, without loading Flask-Migrate for every other start."""
    app.extensions["migrate"] = LocalProxy(lambda: _migrate(app))
    app.cli.add_command(change)


@click.command("db", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_appcontext
def change(arguments: tuple[str, ...]) -> None:
    """Change the database's shape: migrate, upgrade, history and more (Flask-Migrate)."""
    from flask_migrate.cli import db as commands

    commands.main(list(arguments), prog_name="flask db")


@cache
def head(folder: Path = FOLDER) -> str | None:
    """The newest revision among the migration files: the one that no other builds on."""
    revisions: set[str] = set()
    built_on: set[str] = set()
    for path in (folder / "versions").glob("*.py"):
        names = {name: single or double for name, single, double in _REVISION.findall(path.read_text())}
        revisions.add(names["revision"])
        built_on.add(names.get("down_revision", ""))
    return next(iter(sorted(revisions - built_on)), None)


def current() -> str | None:
    """The revision that the database is at; None before the first."""
    if not inspect(db.session.connection()).has_table("alembic_version"):
        return None
    found: str | None = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_current() -> bool:
    return current() == head()


def upgrade() -> None:
    """Bring the database to the newest revision."""
    from flask_migrate import upgrade as run

    db.session.rollback()
    run(directory=str(FOLDER))


def _migrate(app: Flask) -> Any:
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(FOLDER), render_as_batch=True)  # puts itself in the proxy's place
    return app.extensions["migrate"]
