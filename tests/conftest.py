"""What every test may ask for: a site on a fresh database, the cast, someone signed in, a count of statements.

`pytest` runs on SQLite; TEST_DATABASES="sqlite postgresql" runs everything that touches a database on both.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from support.databases import POSTGRES_URL, PostgresCluster, make_database
from support.site import Site, make_site

from rapport.database import db
from rapport.people.user import User

DATABASES = os.environ.get("TEST_DATABASES", "sqlite").split()
LIBRARY = Path(__file__).parent / "library"
# Memory rather than disk, where there is such a folder: every commit waits for its disk.
SCRATCH = Path(tempfile.mkdtemp(prefix="rapport-test-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
# Whatever the shell has set, a site under test is this one unless the test says otherwise.
SETTINGS = {
    "DATA_DIR": str(SCRATCH),
    "CONTENT_DIR": str(LIBRARY),
    "SECRET_KEY": "only-for-tests",
    "BASE_URL": "",
    "DATABASE_URL": "",
    "SMTP_URL": "",
    "DEMO": "0",
    "HOST": "127.0.0.1",
    "PORT": "5000",
    "TRUSTED_PROXIES": "0",
}
os.environ.update(SETTINGS)
CLUSTER = pytest.StashKey[PostgresCluster]()
settings.register_profile("rapport", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("rapport")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once for all of pytest's processes."""
    if "postgresql" in DATABASES and POSTGRES_URL not in os.environ:
        config.stash[CLUSTER] = PostgresCluster(SCRATCH / "postgresql")
        config.stash[CLUSTER].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if CLUSTER in config.stash:
        config.stash[CLUSTER].stop()
    shutil.rmtree(SCRATCH, ignore_errors=True)


@pytest.fixture(scope="session")
def _sites() -> Iterator[dict[str, Site]]:
    """The sites made so far, by database: each is made once, however the tests are dealt out."""
    sites: dict[str, Site] = {}
    yield sites
    for site in sites.values():
        site.close()


@pytest.fixture(params=DATABASES)
def site(request: pytest.FixtureRequest, _sites: dict[str, Site]) -> Site:
    """The application with its schema, cast and library, restored for each test by `app`."""
    if request.param not in _sites:
        _sites[request.param] = make_site(make_database(request.param, SCRATCH))
    return _sites[request.param]


@pytest.fixture
def app(site: Site) -> Iterator[Flask]:
    """The application on a fresh database, in an application context, so that `db.session` works."""
    site.restore()
    with site.app.app_context():
        yield site.app
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def cast(app: Flask) -> dict[str, User]:
    """Rosa (rep, North), Ravi (rep, South), Mona (manages North), Petra (manages South), Viktor (manages Field,
    which is above both), Tess (trainer), Ada (admin), and the outsider Otto (rep in Harbour, another tree), by first
    name, detached."""
    people = {user.first_name.lower(): user for user in db.session.query(User)}
    db.session.expunge_all()
    db.session.rollback()
    return people


@pytest.fixture
def sign_in(app: Flask, site: Site, cast: dict[str, User]) -> Callable[[str], FlaskClient]:
    """`sign_in("rosa")` is her browser, signed in."""
    return lambda name: site.signed_in(cast[name])


@pytest.fixture
def library(app: Flask) -> Path:
    """The folder that was published: tests/library."""
    return LIBRARY


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as seen:` collects the SQL statements sent inside."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return collect
