"""Running the site: its people and the invitations that let more of them in."""

from flask import Flask

from rapport.pages.admin import invitations, people
from rapport.pages.admin.blueprint import bp

__all__ = ["invitations", "people"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
