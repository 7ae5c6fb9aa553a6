"""What a page asks the database: one plain connection for its looks, and none kept afterwards."""

from collections.abc import Callable

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from rapport.database import db, look
from rapport.people.team import Team

NAMES = select(Team.__table__.c.name)


def test_a_page_that_reads_looks_twice_on_one_connection_and_needs_no_session(app: Flask) -> None:
    with app.test_request_context("/"):
        look(NAMES, {})
        kept = g.looking
        look(NAMES, {})
        assert g.looking is kept
        assert not db.session.registry.has()


def test_a_request_that_may_write_looks_with_its_session(app: Flask) -> None:
    """Else its own look would hold the lock that its session waits for."""
    with app.test_request_context("/", method="POST"):
        look(NAMES, {})
        assert "looking" not in g
        assert db.session.registry.has()


def test_a_connection_is_given_back_whatever_happens(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    rosa, before = sign_in("rosa"), db.engine.pool.checkedout()  # type: ignore[attr-defined]
    for path in ("/", "/me", "/lessons/no/such", "/me/data.json"):
        rosa.get(path)
    with app.test_request_context("/"), pytest.raises(DBAPIError):
        look(text("SELECT nothing FROM nowhere"), {})
    assert db.engine.pool.checkedout() == before  # type: ignore[attr-defined]


def test_what_one_page_looked_at_is_not_what_the_next_one_sees(app: Flask, cast: dict[str, object]) -> None:
    with app.test_request_context("/"):
        before = look(NAMES, {}).all()
    db.session.add(Team(name="East"))
    db.session.commit()
    with app.test_request_context("/"):
        assert len(look(NAMES, {}).all()) == len(before) + 1
