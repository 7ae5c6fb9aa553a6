"""The next day of work: over weekends, holidays and parental leave."""

from datetime import date, timedelta

from rapport.progress.working_days import back_at_work, next_working_day

SATURDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 23)


def test_a_day_off_moves_to_the_next_day_of_work() -> None:
    assert next_working_day(SATURDAY, "12345") == MONDAY
    assert next_working_day(SATURDAY, "12345", {MONDAY}) == date(2026, 11, 24)
    assert next_working_day(SATURDAY, "6") == SATURDAY
    assert next_working_day(SATURDAY, "") == SATURDAY


def test_a_long_leave_ends_too() -> None:
    away = {MONDAY + timedelta(days=day) for day in range(600)}
    assert next_working_day(MONDAY, "1234567", away) == MONDAY + timedelta(days=600)


def test_only_a_leave_moves_a_day_that_was_picked() -> None:
    assert back_at_work(SATURDAY, "12345", {MONDAY}) == SATURDAY
    assert back_at_work(MONDAY, "12345", {MONDAY}) == date(2026, 11, 24)
