"""Passwords are hashed cheaply here: guessers try hundreds."""

import pytest
from argon2 import PasswordHasher

from rapport.people import password


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    password._dummy_hash.cache_clear()
