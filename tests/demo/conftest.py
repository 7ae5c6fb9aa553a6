"""A site on which the demo company lives."""

import pytest
from flask import Flask
from support.demo import move_in
from support.site import Site

from rapport.database import db


@pytest.fixture
def moved_in(app: Flask, site: Site) -> Flask:
    """An empty site with the shipped lessons, filled with the demo company: once, then put back for each test."""
    if site.database.keeps("demo"):
        site.restore("demo")
        return app
    move_in()
    db.session.commit()
    site.database.keep("demo")
    return app
