"""flask up: make everything ready and open the site."""

import sys

import click
from flask import Flask, current_app

from rapport.commands import greeting, preparing, server


@click.command("up")
def up_command() -> None:
    """Make everything ready and open the site: web server and worker, until Ctrl-C."""
    up(current_app._get_current_object())  # type: ignore[attr-defined]


def up(app: Flask) -> None:
    host, port = app.config["HOST"], _port(app.config["PORT"])
    if refusal := server.refusal(host, port):
        click.echo(refusal, err=True)
        sys.exit(1)
    if host in greeting.EVERYWHERE and app.config["BASE_URL"].endswith(f"//{host}:{port}"):
        app.config["BASE_URL"] = greeting.reachable_address(host, port)
    preparing.prepare_apart(app)
    server.serve(app, when_open=lambda: greeting.greet(app))


def _port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        click.echo(f"PORT should be a number between 1 and 65535, not {value}.", err=True)
        sys.exit(1)
    return int(value)
