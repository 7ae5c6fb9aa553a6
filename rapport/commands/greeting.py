"""What the terminal says when the site is open: the address, who may try it, the code for the phone."""

import socket
import sys

import click
import segno
from flask import Flask

from rapport.database import db
from rapport.demo.cast import cast_here
from rapport.people import set_up

EVERYWHERE = {"0.0.0.0", "::", ""}


def reachable_address(host: str, port: int) -> str:
    """The address that another device on this network can open."""
    name = _lan_address() if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def greet(app: Flask) -> None:
    address = app.config["BASE_URL"]
    click.echo(f"\nRapport is open at {click.style(address, bold=True)}\n")
    with app.app_context():
        if set_up.needs_admin():
            _say_set_up(address, app.config["SECRET_KEY"])
        elif app.config["DEMO"]:
            _say_cast()
        db.session.rollback()
    if app.config["HOST"] in EVERYWHERE:
        click.echo("On the phone, in the same network:\n")
        segno.make(address, micro=False).terminal(out=sys.stdout, compact=True)
        click.echo()
    click.echo("Stop it with Ctrl-C.")
    sys.stdout.flush()


def _say_set_up(address: str, secret: str) -> None:
    click.echo("The site is empty. Become its first admin with this link; it works until there is one:")
    click.echo(f"  {address}/set-up?token={set_up.set_up_token(secret)}\n")


def _say_cast() -> None:
    people = cast_here()
    if not people:
        return
    click.echo("Sign in as one of the demo company, with one tap on the page, or with e-mail and password:")
    for person in people:
        click.echo(f"  {person.first.title():6}{person.job:18}{person.email:24}{person.password}")
    click.echo()


def _lan_address() -> str:
    """Which of our addresses faces the network; nothing is sent by asking."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
