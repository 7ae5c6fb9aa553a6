"""The site as somebody meets it after `make run`: the shipped lessons and the demo company."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete
from support.databases import make_database
from support.server import Server, serve
from support.site import make_site

from rapport import clock, config
from rapport.database import db
from rapport.demo import company
from rapport.people.team import Membership, Team
from rapport.people.user import User


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"WTF_CSRF_ENABLED": True, "CONTENT_DIR": str(config.ROOT), "DEMO": True}
    site = make_site(make_database("sqlite", tmp_path_factory.mktemp("shipped")), **settings)
    with site.app.app_context():
        for table in (Membership, Team, User):
            db.session.execute(delete(table))
        company.fill(clock.now())
        db.session.commit()
        site.database.keep()
    with serve(site) as server:
        yield server
