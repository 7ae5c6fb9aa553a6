"""flask progress: what is computed from the facts."""

import click
from flask.cli import AppGroup

from rapport.database import db
from rapport.progress import projection

progress = AppGroup("progress", help="What is computed from the facts.")


@progress.command()
def rebuild() -> None:
    """Compute everybody's progress anew from the facts."""
    done = 0
    for done, total in projection.rebuild():
        db.session.commit()
        click.echo(f"\r{done:,} of {total:,} people", nl=False)
    click.echo("\rNobody is here yet." if not done else "\nProgress is up to date.")
