"""Passwords, for those who want one: Argon2, at least eight characters, not one that everybody tries first."""

import re
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 8
MAX_LENGTH = 128
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiop",
    "01234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6",
    "qazwsxedcrfvtgb",
)
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_is_right(password_hash: str | None, typed: str) -> bool:
    """Whether `typed` is the password. Takes as long when there is none, so that time does not tell who is here."""
    try:
        _hasher.verify(password_hash or _dummy_hash(), typed[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def needs_new_hash(password_hash: str) -> bool:
    """Whether Argon2's recommended cost has grown since this hash was made."""
    return _hasher.check_needs_rehash(password_hash)


def refusal(password: str, *about_the_person: str) -> str | None:
    """Why this password cannot be had, as one sentence; None when it can. Names and addresses are not secrets."""
    if len(password) < MIN_LENGTH:
        return f"Please use at least {MIN_LENGTH} characters; a few words in a row are easy to keep."
    if len(password) > MAX_LENGTH:
        return f"Please keep this under {MAX_LENGTH} characters."
    if _is_easy(password.casefold(), _words_about(about_the_person)):
        return "This one is among the first that a guesser tries. A few words in a row work well."
    return None


def _is_easy(password: str, words: set[str]) -> bool:
    letters = _plain(password)
    repeats = len(set(password)) < 4 or re.fullmatch(r"(.{1,4})\1+", password) is not None
    return repeats or _is_run(password) or letters in words or password in words


def _is_run(password: str) -> bool:
    """Keys in a row, such as "12345678" or "qwertyui", either way round, perhaps with figures behind."""
    bare = re.sub(r"[\d\W_]+$", "", password)
    for text in {password, bare}:
        if len(text) >= 4 and any(text in run * 2 or text[::-1] in run * 2 for run in RUNS):
            return True
    return False


def _words_about(facts: tuple[str, ...]) -> set[str]:
    own = {word for fact in facts for word in re.split(r"[^\w]+", fact.casefold()) if len(word) >= 3}
    whole = {re.sub(r"\W", "", fact.casefold()) for fact in facts}
    return own | whole | {fact.casefold() for fact in facts} | common_words()


def _plain(password: str) -> str:
    """Without the figures and signs that people put in front and behind, and without repeats of a word."""
    bare = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", password)
    repeated = re.fullmatch(r"(.+?)\1+", bare)
    return repeated[1] if repeated else bare


@cache
def common_words() -> frozenset[str]:
    """What people use as a password everywhere, without the figures they put behind it."""
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())


@cache
def _dummy_hash() -> str:
    return _hasher.hash("nobody has this password")
