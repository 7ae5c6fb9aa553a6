"""flask progress: what is computed from the facts."""

import click
from flask.cli import AppGroup

from rapport import clock
from rapport.commands.waiting import Waiting
from rapport.database import db
from rapport.progress import projection, roster

progress = AppGroup("progress", help="What is computed from the facts.")


@progress.command()
def rebuild() -> None:
    """Compute everybody's progress anew from the facts."""
    waiting, done, total = Waiting("Computing progress"), 0, 0
    for done, total in projection.rebuild():
        db.session.commit()
        waiting.count(done, total)
    roster.count_anew()
    for _mended in roster.reconcile(clock.now()):
        db.session.commit()
    waiting.clear()
    click.echo(f"Progress of {done:,} of {total:,} people is up to date." if total else "Nobody is here yet.")
