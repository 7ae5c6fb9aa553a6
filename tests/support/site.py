"""The site under test: the application, its cast, and browsers that are signed in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from support.databases import START, Database

from app import create_app
from rapport import schema
from rapport.catalogue import shelf
from rapport.catalogue.publish import publish
from rapport.content.library import read_library
from rapport.database import db
from rapport.people.sign_in import sign_in_person
from rapport.people.team import Membership, Team
from rapport.people.user import User
from rapport.progress import roster

JOINED = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
TEAMS = (("Field", None), ("North", "Field"), ("South", "Field"), ("Harbour", None))
CAST = (
    ("Rosa Lind", "rep", "North"),
    ("Ravi Menon", "rep", "South"),
    ("Mona Adler", "rep,manager", "North"),
    ("Tess Harlow", "trainer", None),
    ("Ada Brandt", "admin", None),
    ("Otto Brandis", "rep", "Harbour"),
    ("Petra Vogel", "rep,manager", "South"),
    ("Viktor Hahn", "manager", "Field"),
)


class Client(FlaskClient):
    """A browser. Each request has a context of its own, as on a server, although the test has one too;
    what the test did so far is committed first, so that the request sees it and nothing is locked."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **{"buffered": True, **kwargs})


@dataclass
class Site:
    app: Flask
    database: Database
    settings: dict[str, Any] = field(default_factory=dict)

    def restore(self, name: str = START) -> None:
        """Everything as it was: rows, settings, what is remembered in memory."""
        self.app.config.clear()
        self.app.config.update(self.settings)
        with self.app.app_context():
            self.database.restore(name)
        shelf.forget()

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        self.database.close()

    def signed_in(self, person: User) -> FlaskClient:
        """This person's browser, without paying for a password's slow hash."""
        with self.app.app_context():
            token = sign_in_person(person, "Chrome/150 Linux", datetime.now(UTC))
            db.session.commit()
        client = self.app.test_client()
        with client.session_transaction() as session:
            session.permanent = True
            session["_user_id"], session["_fresh"] = token, True
        return client


def make_site(database: Database, **settings: Any) -> Site:
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": database.url, "WTF_CSRF_ENABLED": False, **settings})
    app.test_client_class = Client
    with app.app_context():
        if schema.head():
            schema.upgrade()
        else:
            db.create_all()
        _add_cast()
        publish(read_library(Path(app.config["CONTENT_DIR"])).modules, JOINED)
        roster.follow(db.session.scalars(select(User.id)), JOINED)
        db.session.commit()
        database.keep()
    return Site(app, database, dict(app.config))


def _add_cast() -> None:
    teams: dict[str | None, Team] = {}
    for name, parent in TEAMS:
        teams[name] = Team(name=name, parent_id=teams[parent].id if parent else None)
        db.session.add(teams[name])
        db.session.flush()
    for name, roles, team in CAST:
        person = User(
            email=f"{name.split()[0].lower()}@demo.example",
            name=name,
            roles=roles,
            created_at=JOINED,
            welcomed_at=JOINED,
        )
        db.session.add(person)
        db.session.flush()
        if team:
            db.session.add(
                Membership(team_id=teams[team].id, user_id=person.id, manages="manager" in roles, joined_at=JOINED)
            )
