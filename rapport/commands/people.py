"""flask people: invite somebody, and see who is here."""

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from sqlalchemy import select

from rapport import clock
from rapport.database import db
from rapport.people import audit
from rapport.people.invitation import MAX_DAYS, MAX_USES, invitation_token, invite
from rapport.people.team import Team, add_team
from rapport.people.user import ROLES, everybody

people = AppGroup("people", help="Who is here, and letting people in.")


@people.command("invite")
@click.option("--role", type=click.Choice(ROLES), default="rep", show_default=True, help="What they may do.")
@click.option("--team", "team_name", help="The team they join, by name; it is made when there is none.")
@click.option(
    "--days", type=click.IntRange(1, MAX_DAYS), default=14, show_default=True, help="How long the link works."
)
@click.option(
    "--uses", type=click.IntRange(1, MAX_USES), default=1, show_default=True, help="How many people may come in by it."
)
def invite_people(role: str, team_name: str | None, days: int, uses: int) -> None:
    """Print a link that lets people in."""
    if role == "manager" and not team_name:
        raise click.UsageError("A manager leads a team: add --team NAME.")
    team = _team(team_name) if team_name else None
    one = invite(role, team.id if team else None, days, uses, None, clock.now())
    audit.note(None, "made an invitation", f"invitation {one.id}: {role}, for {uses}", "command line", clock.now())
    db.session.commit()
    with current_app.test_request_context():
        path = url_for("account.join", token=invitation_token(one, current_app.config["SECRET_KEY"]))
    click.echo(current_app.config["BASE_URL"] + path)


@people.command("list")
def list_people() -> None:
    """Print everybody: e-mail, name, roles, whether they can sign in."""
    for person in everybody():
        click.echo(f"{person.email}\t{person.name}\t{person.roles}\t{'closed' if person.deactivated_at else 'active'}")


def _team(name: str) -> Team:
    found = list(db.session.scalars(select(Team).where(Team.name == name)))
    if len(found) > 1:
        raise click.UsageError(f"There are {len(found)} teams called {name}; please invite on the site, under People.")
    return found[0] if found else add_team(name)
