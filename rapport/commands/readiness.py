"""A database that is not there, or not of the shape that this code expects, is said in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, has_app_context
from sqlalchemy.exc import OperationalError, ProgrammingError

from rapport import schema
from rapport.database import db

NOT_READY = "The database is not ready: run `make run` or `flask db upgrade` first."


def refusal(app: Flask) -> str:
    """Why the site's database cannot be worked with, in one sentence; empty when it can."""
    with app.app_context():
        try:
            return "" if schema.is_current() else NOT_READY
        except OperationalError as error:
            return out_of_reach(error)
        finally:
            db.session.rollback()


def out_of_reach(error: OperationalError) -> str:
    return f"The database cannot be used: {' '.join(str(error.orig).split())}"


@contextmanager
def said_plainly(app: Flask) -> Iterator[None]:
    """Where the database is to blame for what goes wrong inside, say so; a fault of our own stays as it is."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        if has_app_context():
            db.session.rollback()  # or looking would wait for what is still open
        if sentence := refusal(app):
            raise click.ClickException(sentence) from error
        raise
