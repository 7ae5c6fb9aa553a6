"""The application: config → database → pages → commands; nothing else."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from rapport import commands, config, pages, schema
from rapport.database import db, keep_sqlite_honest, stop_looking


class Site(Flask):
    """Flask, told once that no view here is asynchronous, instead of asking it nine times a page."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The site, configured from the environment; `overrides` replace single settings (tests)."""
    app = Site(__name__, static_folder=None)
    app.config.update(config.read(), **(overrides or {}))
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
    db.init_app(app)
    app.teardown_request(stop_looking)
    schema.register(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            keep_sqlite_honest(db.engine)
    pages.register(app)
    commands.register(app)
    return app
