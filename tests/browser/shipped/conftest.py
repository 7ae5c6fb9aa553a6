"""The site as somebody meets it after `make run`: the shipped lessons and the demo company."""

from collections.abc import Iterator

import pytest
from browser_site import Server, serve
from databases import make_database
from sqlalchemy import delete
from testsite import make_site

from rapport import clock, config
from rapport.database import db
from rapport.demo import company
from rapport.people.team import Membership, Team
from rapport.people.user import User
