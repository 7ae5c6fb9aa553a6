"""What is typed: every command of `flask`."""

from flask import Flask

from rapport.commands import content, demo, people, progress, site


def register(app: Flask) -> None:
    """Add the command groups to `app`."""
    for group in (content, progress, people, demo, site):
        group.register(app)
