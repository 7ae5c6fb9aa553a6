"""When the database is in trouble, or we are: an honest page, and nothing half done."""

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from rapport.pages import errors, system


@pytest.fixture
def break_page(app, monkeypatch):
    """Make /healthz fail in a given way."""

    def fail_with(error: Exception) -> None:
        def fail() -> None:
            raise error

        app.config["PROPAGATE_EXCEPTIONS"] = False
        monkeypatch.setitem(app.view_functions, "system.healthz", fail)

    return fail_with


def broken(original: Exception, lost: bool = False) -> DBAPIError:
    return OperationalError("INSERT", {}, original, connection_invalidated=lost)


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (broken(sqlite3.OperationalError("database is locked")), "3"),
        (broken(sqlite3.OperationalError("database or disk is full")), "60"),
        (broken(sqlite3.OperationalError("disk I/O error")), "60"),
        (broken(sqlite3.OperationalError("attempt to write a readonly database")), "60"),
        (broken(sqlite3.OperationalError("unable to open database file")), "3"),
        (broken(psycopg.errors.DiskFull("no space left")), "60"),
        (broken(psycopg.errors.AdminShutdown("terminating connection")), "3"),
        (broken(psycopg.errors.DeadlockDetected("deadlock")), "3"),
        (broken(psycopg.OperationalError("connection refused")), "3"),
    ],
    ids=lambda value: str(getattr(value, "orig", value)),
)
def test_a_database_in_trouble_asks_for_a_moment(client, break_page, error, wait):
    break_page(error)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, wait)


def test_a_mistake_of_ours_is_a_500_without_its_details(client, break_page):
    break_page(broken(sqlite3.OperationalError("no such column: secret_name")))
    answer = client.get("/healthz")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "secret_name" not in answer.text


def test_an_unexpected_exception_is_a_500_in_plain_words(client, break_page):
    break_page(KeyError("secret_name"))
    answer = client.get("/healthz")
    assert (answer.status_code, "secret_name" in answer.text) == (500, False)
    assert answer.headers["Content-Security-Policy"] == system.CSP


def test_the_page_arrives_even_when_its_template_cannot(client, monkeypatch):
    def fail(*_: object, **__: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(errors, "render_template", fail)
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "<h1>There is nothing here</h1>" in answer.text
