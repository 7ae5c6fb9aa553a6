"""`flask content figures`: the library in figures, on the screen or in a document."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from rapport.content import figures
from rapport.content.library import read_library


@click.command("figures")
@click.option(
    "--format", "style", type=click.Choice(["text", "markdown"]), default="text", help="How the tables are drawn."
)
@click.option(
    "--write",
    "document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Put them between the two marks in this Markdown file instead.",
)
@with_appcontext
def figures_command(style: str, document: Path | None) -> None:
    """Say of each lesson how long it is, how easy it reads, and what it asks."""
    found = figures.tables(read_library(Path(current_app.config["CONTENT_DIR"])).modules)
    if document is None:
        click.echo(figures.as_markdown(found) if style == "markdown" else figures.as_text(found))
        return
    text = document.read_text(encoding="utf-8")
    written = figures.put_in(text, found)
    if written is None:
        raise click.ClickException(f"{document} needs the lines {figures.START} and {figures.END} to write between.")
    document.write_text(written, encoding="utf-8")
    click.echo(f"{document}: {'nothing new' if written == text else 'written'}.")
