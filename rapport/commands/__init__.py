"""What is typed: every command of `flask`, loaded when it is asked for."""

import click
from flask import Flask
from flask.cli import AppGroup
from werkzeug.utils import import_string

WHERE = {
    "content": "content:content",
    "demo": "demo:demo",
    "people": "people:people",
    "progress": "progress:progress",
    "up": "site:up_command",
    "worker": "worker:worker_command",
}


class Commands(AppGroup):
    """A process that only serves goes without any command, and each command without the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *WHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = WHERE.get(cmd_name)
        if where is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_string(f"rapport.commands.{where}")
        return command


def register(app: Flask) -> None:
    app.cli = Commands(app.name, app.cli.commands)
