"""Larkfield Supply moves into the site under test."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete

from rapport import config
from rapport.catalogue.publish import publish
from rapport.content.library import read_library
from rapport.database import db
from rapport.demo import company
from rapport.people.team import Membership, Team
from rapport.people.user import User

NOW = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


def empty_site() -> None:
    """Nobody is here any more, and there are no teams."""
    for table in (Membership, Team, User):
        db.session.execute(delete(table))


def move_in(content: Path = Path(config.ROOT)) -> None:
    """The demo company, with the lessons of this folder."""
    empty_site()
    publish(read_library(content).modules, NOW)
    company.fill(NOW)
