"""The first admin of an empty site."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport.database import db
from rapport.people.audit import newest
from rapport.people.password import password_is_right
from rapport.people.set_up import set_up_token
from rapport.people.user import User

IRIS = {"name": "Iris Vance", "email": "iris@demo.example", "password": ""}


@pytest.fixture
def empty(app: Flask) -> str:
    """A site without people; the token that its terminal shows."""
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    return set_up_token(app.config["SECRET_KEY"])


def test_whoever_reads_the_terminal_becomes_admin(client: FlaskClient, empty: str) -> None:
    assert "You run this site" in client.get("/set-up", query_string={"token": empty}).text
    assert client.post("/set-up", data={**IRIS, "token": empty}).location == "/welcome"
    iris = db.session.scalars(select(User)).one()
    assert iris.has("admin")
    assert iris.has("rep")
    assert iris.password_hash is None
    answer = client.post("/welcome", data={"name": "Iris", "working_days": ["1"], "zone": "UTC"})
    assert answer.location == "/admin/people"
    assert client.get("/admin/people").status_code == 200
    assert [row.what for row in newest()] == ["became the first admin"]


def test_a_password_may_be_set_at_once(client: FlaskClient, empty: str) -> None:
    client.post("/set-up", data={**IRIS, "password": "four green bottles", "token": empty})
    assert password_is_right(db.session.scalars(select(User)).one().password_hash, "four green bottles")


@pytest.mark.parametrize("token", ["", "wrong", "😀", "a" * 5000])
def test_without_the_token_the_page_says_where_it_is(client: FlaskClient, empty: str, token: str) -> None:
    for answer in (
        client.get("/set-up", query_string={"token": token}),
        client.post("/set-up", data={**IRIS, "token": token}),
    ):
        assert answer.status_code == 403
        assert "in the terminal" in answer.text
    assert db.session.scalar(select(User)) is None


@pytest.mark.parametrize("path", ["/", "/library", "/me/settings", "/admin/people"])
def test_every_page_of_an_empty_site_leads_there(client: FlaskClient, empty: str, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.request.path == "/set-up"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "iris"}, {"password": "12345678"}, {"password": "iris2024"}])
def test_what_is_refused_changes_nothing(client: FlaskClient, empty: str, wrong: dict[str, str]) -> None:
    answer = client.post("/set-up", data={**IRIS, **wrong, "token": empty})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert db.session.scalar(select(User)) is None


def test_with_an_admin_there_is_no_such_page(app: Flask, client: FlaskClient, cast: dict[str, User]) -> None:
    token = set_up_token(app.config["SECRET_KEY"])
    assert client.get("/set-up", query_string={"token": token}).status_code == 404
    assert client.post("/set-up", data={**IRIS, "token": token}).status_code == 404
