"""Signing in, coming in by invitation, the first admin, and one's own settings and devices."""

from flask import Flask

from rapport.pages.account import code, devices, join, presence, second_tap, set_up, settings, sign_in, welcome
from rapport.pages.account.blueprint import bp

__all__ = ["code", "join", "second_tap", "set_up", "settings", "sign_in", "welcome"]


def register(app: Flask) -> None:
    presence.register(app)
    devices.register(app)
    app.register_blueprint(bp)
