"""Dates and numbers as a rep would say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rapport.pages import words

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("calls", "call"),
        ("days", "day"),
        ("health checks", "health check"),
        ("stories", "story"),
        ("thank-yous", "thank-you"),
        ("matches", "match"),
        ("boxes", "box"),
        ("addresses", "address"),
        ("promises", "promise"),
        ("people", "person"),
        ("business", "business"),
        ("call", "call"),
        ("", ""),
    ],
)
def test_a_unit_is_said_in_the_singular(many: str, one: str) -> None:
    assert words.singular(many) == one


def test_one_is_counted_in_the_singular() -> None:
    assert [words.counted(count, "calls") for count in (0, 1, 7, 1200)] == [
        "0 calls",
        "1 call",
        "7 calls",
        "1,200 calls",
    ]


def test_small_numbers_are_words() -> None:
    assert [words.number(count) for count in (0, 3, 12, 13)] == ["no", "three", "twelve", "13"]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (-400, "was due on 17 October 2025"),
        (-8, "was due on 13 November"),
        (-1, "was due yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (6, "on Friday"),
        (7, "on 28 November"),
        (102, "on 3 March 2027"),
    ],
)
def test_a_due_day_is_said_kindly(ahead: int, said: str) -> None:
    assert words.due(SATURDAY + timedelta(days=ahead), SATURDAY) == said


def test_the_time_until_a_day() -> None:
    assert [words.in_days(SATURDAY + timedelta(days=ahead), SATURDAY) for ahead in (0, 1, 3, 27, 42)] == [
        "today",
        "tomorrow",
        "in 3 days",
        "in 27 days",
        "in 6 weeks",
    ]


def test_days_carry_their_year_only_when_it_is_another() -> None:
    assert words.long_day(SATURDAY, SATURDAY) == "Saturday 21 November"
    assert words.long_day(date(2027, 1, 4), SATURDAY) == "Monday 4 January 2027"
    assert words.short_day(date(2026, 11, 3), SATURDAY) == "3 Nov"
    assert words.plain_day(date(2027, 3, 3), SATURDAY) == "3 March 2027"


def test_a_fact_is_dated_on_the_reps_own_clock() -> None:
    late_evening = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert words.happened(late_evening, "Europe/Berlin", SATURDAY) == "today, 0:30"
    assert words.happened(late_evening, "UTC", SATURDAY) == "yesterday, 23:30"
    assert words.happened(late_evening - timedelta(days=17), "UTC", SATURDAY) == "3 Nov"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-21", SATURDAY), (" 2026-11-21 ", SATURDAY), ("21.11.2026", None), ("", None), ("2026-13-01", None)],
)
def test_only_a_real_day_is_read(text: str, day: date | None) -> None:
    assert words.iso_day(text) == day
