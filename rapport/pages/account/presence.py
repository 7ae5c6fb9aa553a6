"""Who is here: signing in and out on this device, and whom each request comes from.

The cookie carries a random token; who that is, and whether it still counts, stands in the database.
"""

from functools import lru_cache
from typing import Any

from flask import Flask, Response, g, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import DBAPIError

from rapport import clock
from rapport.catalogue.publication import Publication
from rapport.database import db, look, writing
from rapport.pages.account.cookie import Cookie
from rapport.people import sign_in
from rapport.people.sign_in import SignIn
from rapport.people.user import User

KNOWN_HERE = "known"
MOST_KNOWN = 10


class Stranger:
    """Whoever is not signed in."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    id = None
    name = first_name = ""

    def get_id(self) -> None:
        return None

    def has(self, role: str) -> bool:
        return False


def register(app: Flask) -> None:
    """Long-lived and rolling; `Secure` and `SameSite` are set where all security settings are, in pages/system.py."""
    app.session_interface = Cookie()
    app.config.update(PERMANENT_SESSION_LIFETIME=sign_in.LIFE, SESSION_REFRESH_EACH_REQUEST=False)
    manager = LoginManager()
    manager.session_protection = "basic"
    manager.anonymous_user = Stranger
    manager.init_app(app)
    manager.user_loader(_load)
    app.after_request(_roll_on)


def enter(person: User) -> None:
    """Sign this person in on this device, under a new token, with nothing left of the session before; the caller commits."""
    known = session.get(KNOWN_HERE, [])
    if current_user.is_authenticated:
        sign_in.revoke(current_user.id, current_user.sign_in_id, clock.now())
    person.sign_in_token = sign_in.sign_in_person(person, request.user_agent.string, clock.now())
    session.clear()
    session.permanent = True
    session[KNOWN_HERE] = [person.id, *(one for one in known if one != person.id)][:MOST_KNOWN]
    generate_csrf()  # now, so that the pages that follow need not renew the cookie for it
    login_user(person)


def leave() -> None:
    """End the session here; the device stays known, so that its owner is not slowed down next time."""
    known = session.get(KNOWN_HERE, [])
    logout_user()
    session.clear()
    session.permanent = True
    session[KNOWN_HERE] = known


def is_known_here(person: User | None) -> bool:
    """Whether this person has signed in on this device before."""
    return person is not None and person.id in session.get(KNOWN_HERE, [])


# Built once and asked by every page: session, person and the catalogue's version in one statement.
# Plain columns, because making it an entity of the database session costs more than reading it.
_users, _sign_ins = User.__table__, SignIn.__table__
HERE = (
    select(
        *_users.columns,
        _sign_ins.c.id.label("sign_in_id"),
        _sign_ins.c.last_seen_at.label("last_seen_at"),
        select(func.max(Publication.__table__.c.id)).scalar_subquery().label("version"),
    )
    .join_from(_users, _sign_ins, _sign_ins.c.user_id == _users.c.id)
    .where(
        _sign_ins.c.token_hash == bindparam("token_hash"),
        *sign_in.alive(bindparam("now"), _sign_ins.c, _users.c),
    )
)


def _load(token: str) -> User | None:
    """The person whose token the cookie holds, if it still counts; not part of the database session."""
    now = clock.now()
    found: tuple[Any, ...] | None = look(HERE, {"token_hash": sign_in.token_hash(token), "now": now}).first()
    if found is None:
        return None
    *person, sign_in_id, last_seen_at, version = found
    g.version = version or 0
    g.sign_in_to_touch = sign_in_id if sign_in.needs_touch(last_seen_at, now) else None
    return _person(tuple(person), sign_in_id, token)


@lru_cache(maxsize=1024)
def _person(values: tuple[Any, ...], sign_in_id: int, token: str) -> User:
    """To read from, not to change. Making a User costs more than the page's two queries, so the same row
    on the same device gives the same one; a row that has changed gives a new one."""
    person = User(**dict(zip(_users.columns.keys(), values, strict=True)))
    person.sign_in_token, person.sign_in_id = token, sign_in_id
    return person


def _roll_on(response: Response) -> Response:
    """Once a day, when the page is made: renew the sign-in and its cookie. If that fails, the page arrives all the same."""
    device_id = g.pop("sign_in_to_touch", None)
    if device_id and current_user.is_authenticated:
        session.modified = True
        db.session.rollback()
        try:
            with writing():
                sign_in.touch(device_id, clock.now())
                db.session.commit()
        except DBAPIError:
            db.session.rollback()
    return response
