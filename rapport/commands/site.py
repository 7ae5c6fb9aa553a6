"""flask up, flask worker: start the site."""

import sys

import click
from flask import Flask, current_app

from rapport.commands import greeting, preparing, server


@click.command("up")
def up_command() -> None:
    """Make everything ready and open the site: web server and worker, until Ctrl-C."""
    up(_app())


@click.command("worker")
def worker_command() -> None:
    """Do the jobs of a site whose pages are served elsewhere, until Ctrl-C."""
    from rapport.commands import worker

    worker.work(_app())


def register(app: Flask) -> None:
    app.cli.add_command(up_command)
    app.cli.add_command(worker_command)


def up(app: Flask) -> None:
    host, port = app.config["HOST"], _port(app.config["PORT"])
    if server.is_taken(host, port):
        click.echo(
            f"Port {port} is taken by another program: stop that one, or choose another port, such as `make run PORT={port + 1}`.",
            err=True,
        )
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


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]
