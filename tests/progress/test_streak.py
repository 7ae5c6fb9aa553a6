"""Streaks forgive, pause and never shame."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rapport.progress.streak import FREEZES, Streak, streak

MONDAY = date(2026, 3, 2)
WEEK = "12345"
DAYS = st.sets(st.integers(0, 60).map(lambda number: MONDAY + timedelta(number)))
WORKING = st.sets(st.sampled_from("1234567")).map(lambda days: "".join(sorted(days)))
TODAY = st.integers(0, 60).map(lambda number: MONDAY + timedelta(number))


def days(*numbers: int) -> set[date]:
    """Days counted from Monday, 2 March 2026."""
    return {MONDAY + timedelta(number) for number in numbers}


def on(number: int) -> date:
    return MONDAY + timedelta(number)


def test_rosa_starts_today() -> None:
    assert streak(days(0), on(0), WEEK, set()) == Streak(1, 2, True)


def test_today_not_yet_done_breaks_nothing() -> None:
    assert streak(days(0, 1), on(2), WEEK, set()) == Streak(2, 2, False)


def test_the_weekend_is_free() -> None:
    assert streak(days(3, 4, 7), on(7), WEEK, set()) == Streak(3, 2, True)


def test_work_on_a_day_off_is_welcome_but_adds_nothing() -> None:
    assert streak(days(4, 5), on(5), WEEK, set()) == Streak(1, 2, True)
    assert streak(days(5), on(6), WEEK, set()) == Streak(0, 2, False)


def test_somebody_who_works_saturdays_counts_saturdays() -> None:
    assert streak(days(4, 5, 8), on(8), "23456", set()) == Streak(3, 2, True)


def test_a_freeze_covers_a_missed_day() -> None:
    assert streak(days(0, 2), on(2), WEEK, set()) == Streak(2, 1, True)


def test_two_missed_days_use_both_freezes_and_a_third_begins_anew() -> None:
    assert streak(days(0, 3), on(3), WEEK, set()) == Streak(2, 0, True)
    assert streak(days(0, 4), on(4), WEEK, set()) == Streak(1, 2, True)


def test_five_days_in_a_row_earn_a_freeze_back_and_never_more_than_two() -> None:
    assert streak(days(0, 2, 3, 4, 7), on(7), WEEK, set()) == Streak(5, 1, True)
    assert streak(days(0, 2, 3, 4, 7, 8), on(8), WEEK, set()) == Streak(6, 2, True)
    assert streak(days(*range(12)), on(11), WEEK, set()).freezes_left == 2


def test_leave_pauses_everything() -> None:
    away = days(*range(7, 19))
    assert streak(days(3, 4, 21), on(21), WEEK, away) == Streak(3, 2, True)
    assert streak(days(3, 4, 10, 21), on(21), WEEK, away) == Streak(3, 2, True)


def test_nobody_has_a_streak_before_the_first_day() -> None:
    assert streak(set(), on(3), WEEK, set()) == Streak(0, 2, False)
    assert streak(days(9), on(3), WEEK, set()) == Streak(0, 2, False)


@given(DAYS, TODAY, WORKING, DAYS)
def test_it_never_counts_more_than_what_was_done(active: set[date], today: date, working: str, away: set[date]) -> None:
    found = streak(active, today, working, away)
    counting = {day for day in active - away if day <= today and str(day.isoweekday()) in working}
    assert 0 <= found.length <= len(counting)
    assert 0 <= found.freezes_left <= FREEZES
    assert found.done_today == (today in active)


@given(DAYS, TODAY, WORKING, DAYS)
def test_doing_something_today_never_makes_it_shorter(
    active: set[date], today: date, working: str, away: set[date]
) -> None:
    assert (
        streak(active | {today}, today, working, away).length >= streak(active - {today}, today, working, away).length
    )


@given(DAYS, TODAY, WORKING, DAYS)
def test_taking_leave_never_breaks_a_streak(active: set[date], today: date, working: str, away: set[date]) -> None:
    missed = {today - timedelta(number) for number in range(60)} - active
    assert streak(active, today, working, away | missed).length >= streak(active, today, working, away).length


@given(DAYS, TODAY, WORKING)
def test_a_week_of_leave_for_everybody_changes_nothing_but_the_date(
    active: set[date], today: date, working: str
) -> None:
    before, week = {day for day in active if day < today}, timedelta(7)
    away = {today + timedelta(number) for number in range(7)}
    assert streak(before, today + week, working, away).length == streak(before, today, working, set()).length
