"""What a manager meets: who needs them, the team, the work they ask for, campaigns."""

from flask import Flask

from rapport.pages.manager import team
from rapport.pages.manager.blueprint import bp

__all__ = ["team"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
