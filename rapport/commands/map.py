"""`flask content map`: what the library teaches, and the library in figures, written into a document."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from rapport.content import curriculum, figures
from rapport.content.library import read_library
from rapport.content.printed_table import as_markdown


@click.command("map")
@click.argument("document", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def map_command(document: Path) -> None:
    """Write into DOCUMENT, between its marks, what each module teaches and how much is in it.

    The rest of it stays as it is. docs/curriculum.md shows the marks.
    """
    text = document.read_text(encoding="utf-8")
    written = brought_up_to_date(text, document, Path(current_app.config["CONTENT_DIR"]))
    document.write_text(written, encoding="utf-8")
    click.echo(f"{document}: {'nothing new' if written == text else 'written'}.")


def brought_up_to_date(text: str, document: Path, root: Path) -> str:
    """The `text` of `document` with the tables of the library that lies in `root`."""
    modules = read_library(root).modules
    text = _put_in(text, "modules", as_markdown(curriculum.tables(modules, root, document)))
    return _put_in(text, "figures", as_markdown(figures.tables(modules)))


def marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}, written by `flask content map`: do not edit -->", f"<!-- end of {name} -->"


def _put_in(text: str, name: str, tables: str) -> str:
    start, end = marks(name)
    before, found_start, rest = text.partition(start)
    _, found_end, after = rest.partition(end)
    if not found_start or not found_end:
        raise click.ClickException(f"The document needs the lines {start} and {end} to write between.")
    return f"{before}{start}\n\n{tables}\n\n{end}{after}"
