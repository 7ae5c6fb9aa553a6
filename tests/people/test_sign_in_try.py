"""How long a guesser waits, and that the owner does not."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from rapport.people.sign_in_try import SignInTry, begin_try, it_worked, wait_after

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONGEST = timedelta(minutes=15)


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 10), (6, 20), (7, 40), (11, 640), (12, 900), (100, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(count: int, seconds: int) -> None:
    assert wait_after([NOW] * count, 5, LONGEST, NOW) == timedelta(seconds=seconds)


def test_the_wait_passes() -> None:
    assert wait_after([NOW] * 5, 5, LONGEST, NOW + timedelta(seconds=4)) == timedelta(seconds=6)
    assert wait_after([NOW] * 5, 5, LONGEST, NOW + timedelta(seconds=10)) == timedelta(0)


def test_a_clock_set_back_does_not_make_it_longer() -> None:
    assert wait_after([NOW] * 5, 5, LONGEST, NOW - timedelta(days=30)) == timedelta(seconds=10)


def guess(
    email: str = "rosa@demo.example", address: str = "203.0.113.9", known: bool = False, at: datetime = NOW
) -> SignInTry | timedelta:
    return begin_try("password", email, address, known, at)


def guess_until_slowed(**where: str) -> int:
    """How many guesses pass without any patience."""
    return next(count for count in range(200) if isinstance(guess(**where), timedelta))  # type: ignore[arg-type]


def test_five_guesses_from_one_place_then_waiting(app: Flask) -> None:
    assert guess_until_slowed() == 5
    assert isinstance(guess(at=NOW + timedelta(hours=25)), SignInTry), "a day later it is forgotten"


def test_a_success_wipes_the_count_here(app: Flask) -> None:
    for _ in range(4):
        guess()
    right = guess()
    assert isinstance(right, SignInTry)
    it_worked(right.id)
    assert guess_until_slowed() == 5


def test_many_places_guessing_at_one_person_are_slowed_together(app: Flask) -> None:
    passed = sum(isinstance(guess(address=f"203.0.113.{n}"), SignInTry) for n in range(60))
    assert passed == 30
    wait = guess(address="198.51.100.1")
    assert isinstance(wait, timedelta)
    assert wait <= timedelta(minutes=1)
    assert isinstance(guess(address="192.0.2.1", known=True), SignInTry), "her own phone passes"


def test_one_place_guessing_at_many_people_is_slowed(app: Flask) -> None:
    passed = sum(isinstance(guess(email=f"person{n}@demo.example"), SignInTry) for n in range(100))
    assert passed == 60
    assert isinstance(guess(email="ravi@demo.example", address="192.0.2.1"), SignInTry)


def test_signing_in_oneself_does_not_wipe_ones_guesses_at_others(app: Flask) -> None:
    """A guesser with an account of their own cannot start over by signing in."""
    for n in range(60):
        guess(email=f"person{n}@demo.example")
    own = guess(email="otto@demo.example", known=True)
    assert isinstance(own, SignInTry)
    it_worked(own.id)
    assert isinstance(guess(email="another@demo.example"), timedelta)
