"""The screens, by audience. `register` is the table of everything that has a URL."""

from flask import Flask

from rapport.pages import account, admin, manager, rep, sync, system
from rapport.pages.row_id import RowId
from rapport.pages.words import FILTERS


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
    app.jinja_env.filters.update(FILTERS)
    system.register(app)
    account.register(app)
    rep.register(app)
    sync.register(app)
    manager.register(app)
    admin.register(app)
