"""flask people: invite somebody, see who is here, take in a file of people."""

from difflib import get_close_matches

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from sqlalchemy import select

from rapport import clock
from rapport.commands.people_import import import_people
from rapport.database import db
from rapport.people import audit
from rapport.people.invitation import MAX_DAYS, MAX_USES, invitation_token, invite
from rapport.people.team import Team, add_team, all_teams
from rapport.people.user import ROLES, everybody

people = AppGroup("people", help="Who is here, and letting people in.")
people.add_command(import_people)


@people.command("invite")
@click.option("--role", type=click.Choice(ROLES), default="rep", show_default=True, help="What they may do.")
@click.option("--team", "team_name", help="The team they join, by name; it is made when there is none.")
@click.option("--new-team", is_flag=True, help="Make the team although another one is called nearly the same.")
@click.option(
    "--days", type=click.IntRange(1, MAX_DAYS), default=14, show_default=True, help="How long the link works."
)
@click.option(
    "--uses", type=click.IntRange(1, MAX_USES), default=1, show_default=True, help="How many people may come in by it."
)
def invite_people(role: str, team_name: str | None, new_team: bool, days: int, uses: int) -> None:
    """Print a link that lets people in; whom it is for is said beside it, on stderr."""
    if role == "manager" and not team_name:
        raise click.UsageError("A manager leads a team: add --team NAME.")
    now = clock.now()
    team = _team(team_name) if team_name else None
    place = f" in {team_name}" if team_name else ""
    if team_name and team is None:
        team = _make_team(team_name, new_team)
        place += " (a new team)"
    one = invite(role, team.id if team else None, days, uses, None, now)
    audit.note(None, "made an invitation", f"invitation {one.id}: {role}, for {uses}", "command line", now)
    db.session.commit()
    with current_app.test_request_context():
        path = url_for("account.join", token=invitation_token(one, current_app.config["SECRET_KEY"]))
    until = f"{one.expires_at.day} {one.expires_at:%B}" + (f" {one.expires_at:%Y}" * (one.expires_at.year != now.year))
    click.echo(f"{role.capitalize()}{place}, {uses:,} use{'s' * (uses > 1)}, until {until}.", err=True)
    click.echo(current_app.config["BASE_URL"] + path)


@people.command("list")
def list_people() -> None:
    """Print everybody: e-mail, name, roles, whether they can sign in."""
    for person in everybody():
        click.echo(f"{person.email}\t{person.name}\t{person.roles}\t{'closed' if person.deactivated_at else 'active'}")


def _team(name: str) -> Team | None:
    found = list(db.session.scalars(select(Team).where(Team.name == name)))
    if len(found) > 1:
        raise click.UsageError(f"There are {len(found)} teams called {name}; please invite on the site, under People.")
    return found[0] if found else None


def _make_team(name: str, although_alike: bool) -> Team:
    """A new team; a name that is nearly another one's is taken for a slip unless told otherwise."""
    names = {team.name.casefold(): team.name for team in all_teams()}
    alike = [] if although_alike else get_close_matches(name.strip().casefold(), names, n=1, cutoff=0.8)
    if alike:
        told = f"There is no team {name}. Did you mean {names[alike[0]]}? Add --new-team to make a new one."
        raise click.ClickException(told)
    return add_team(name)
