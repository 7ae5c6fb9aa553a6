"""What is typed: every command of `flask`, loaded when it is asked for."""

import sys
from copy import copy
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup
from werkzeug.utils import import_string

from rapport.commands.readiness import said_plainly

WHERE = {
    "content": "content:content",
    "demo": "demo:demo",
    "people": "people:people",
    "progress": "progress:progress",
    "up": "site:up_command",
    "worker": "worker:worker_command",
}
FILES_ONLY = {("content", "check"), ("content", "figures"), ("content", "map"), ("content", "rules")}


def only_reads_files() -> bool:
    """Whether this process is to look at lesson files and nothing else: it does without the pages, whose loading
    would be a fifth of the time that checking 200 lessons takes."""
    return tuple(sys.argv[1:3]) in FILES_ONLY


class Commands(AppGroup):
    """A process that only serves goes without any command, and each command without the others."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name, app.cli.commands)
        self.app = app

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *WHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = WHERE.get(cmd_name)
        if where is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = copy(import_string(f"rapport.commands.{where}"))
        invoke = command.invoke

        def plainly(ctx: click.Context) -> Any:
            with said_plainly(self.app):
                return invoke(ctx)

        command.invoke = plainly  # type: ignore[method-assign]
        return command


def register(app: Flask) -> None:
    app.cli = Commands(app)
