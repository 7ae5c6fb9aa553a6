"""flask demo: fill an empty site with the demo company."""

import click

from rapport import clock
from rapport.commands.waiting import Waiting
from rapport.database import db
from rapport.demo import company
from rapport.demo.people import COMPANY
from rapport.people.user import anybody


@click.command("demo")
def demo() -> None:
    """Fill an empty site with Larkfield Supply: teams, people and weeks of history."""
    if anybody():
        click.echo("This site already has people; the demo company is only for an empty one.")
        return
    waiting = Waiting("Moving the demo company in")
    count = company.fill(clock.now(), waiting.count)
    db.session.commit()
    waiting.clear()
    click.echo(f"{COMPANY} has moved in: {count} people.")
