"""`flask content figures`: the library in figures, on the screen."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from rapport.content import figures
from rapport.content.library import read_library
from rapport.content.printed_table import as_text


@click.command("figures")
@with_appcontext
def figures_command() -> None:
    """Say of each lesson how long it is, how easy it reads, and what it asks."""
    click.echo(as_text(figures.tables(read_library(Path(current_app.config["CONTENT_DIR"])).modules)))
