"""What is typed: every command of `flask`."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the command groups to `app`; they are loaded here, so that a process that only serves goes without."""
    from rapport.commands import content, demo, people, progress, site

    for group in (content, progress, people, demo, site):
        group.register(app)
