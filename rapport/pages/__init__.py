"""The screens, by audience. `register` is the table of everything that has a URL."""

from flask import Flask

from rapport.pages import account, admin, rep, sync, system


def register(app: Flask) -> None:
    system.register(app)
    account.register(app)
    rep.register(app)
    sync.register(app)
    admin.register(app)
