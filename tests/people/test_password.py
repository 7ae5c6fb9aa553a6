"""Which passwords are refused, and how they are kept."""

import pytest
from argon2 import PasswordHasher

from rapport.people.password import hash_password, needs_new_hash, password_is_right, refusal

ROSA = ("rosa.lind@demo.example", "Rosa Lind")


@pytest.mark.parametrize(
    "password",
    [
        "password", "Password1", "PASSWORD123!", "p@ssw0rd", "123456789", "987654321", "12341234", "aaaaaaaa", "abababab", "qwertyuiop",
        "asdfghjkl", "qwerty123", "abcdefgh", "zyxwvuts", "welcome1", "Sommer2024", "summer2026!", "iloveyou", "letmein!!",
        "passwordpassword", "rosalind1", "Rosa1234", "lind2026", "rosa.lind@demo.example", "rapport1", "1q2w3e4r", "1qaz2wsx", "        ",
    ],
)  # fmt: skip
def test_what_a_guesser_tries_first_is_refused(password: str) -> None:
    assert "among the first" in (refusal(password, *ROSA) or "")


@pytest.mark.parametrize(
    "password",
    [
        "four green bottles",
        "Kl3in&fein",
        "correcthorse",
        "vier grüne Flaschen",
        "密码密码密码一二三四",
        "x7$kd92m",
        "👩‍👩‍👧‍👦 wir vier 4",
    ],
)
def test_what_takes_long_to_guess_is_fine(password: str) -> None:
    assert refusal(password, *ROSA) is None


def test_length_is_what_counts() -> None:
    assert "at least 8" in (refusal("a1b2c3d") or "")
    assert refusal("ab" * 3 + "7#") is None
    assert "under 128" in (refusal("four green bottles " * 7) or "")
    assert refusal("four green bottles " * 6) is None


def test_a_hash_knows_its_password_only() -> None:
    kept = hash_password("four green bottles")
    assert kept.startswith("$argon2id$")
    assert password_is_right(kept, "four green bottles")
    assert not password_is_right(kept, "four green bottle")
    assert not password_is_right(kept, "")


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_without_a_hash_nothing_is_right(kept: str | None) -> None:
    assert not password_is_right(kept, "nobody has this password")


def test_an_old_cheap_hash_is_to_be_made_anew() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("four green bottles")
    assert needs_new_hash(cheap)
    assert password_is_right(cheap, "four green bottles")
    assert not needs_new_hash(hash_password("four green bottles"))
