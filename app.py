"""The application: config → database → pages → commands; nothing else."""

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any

gc.disable()  # Nothing of what is loaded here is garbage; looking for it again and again would take a tenth of the time.

from flask import Flask

from rapport import commands, config, schema
from rapport.database import db, keep_sqlite_honest, spare_postgres_haste, stop_looking

pages = None if commands.only_reads_files() else import_module("rapport.pages")

gc.freeze()
gc.enable()


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
        else:
            spare_postgres_haste(db.engine)
    if pages:
        pages.register(app)
    commands.register(app)
    return app
