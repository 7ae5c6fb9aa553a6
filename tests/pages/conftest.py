"""Everywhere a person can go, with everybody's browser."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from support.place import Place, furnish
from support.site import Site

from rapport.people import password
from rapport.people.user import User


@pytest.fixture
def place(
    app: Flask,
    site: Site,
    cast: dict[str, User],
    sign_in: Callable[[str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> Place:
    """Rosa's things and one invitation of Ada's; passwords are hashed cheaply."""
    monkeypatch.setattr(password, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return furnish(app, site, cast, sign_in)
