"""By when: the dates that a rule gives to whoever comes under it."""

from datetime import date

import pytest

from rapport.assignments.rounds import Rule, add_months, asks, rounds

MADE = date(2026, 3, 2)


def dates(rule: Rule, since: date, today: date | None = None) -> list[tuple[int, date, date, date | None]]:
    return [(one.number, one.opens_on, one.due_on, one.ends_on) for one in rounds(rule, since, today or since)]


def test_a_date_is_the_date_for_whoever_is_there() -> None:
    rule = Rule("date", MADE, due_on=date(2026, 3, 20))
    assert dates(rule, MADE) == [(1, MADE, date(2026, 3, 20), None)]


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2026, 3, 10), date(2026, 3, 20)),
        (date(2026, 3, 19), date(2026, 3, 26)),
        (date(2026, 5, 1), date(2026, 5, 8)),
    ],
)
def test_who_comes_later_has_a_week_at_least(came: date, due: date) -> None:
    rule = Rule("date", MADE, due_on=date(2026, 3, 20))
    assert dates(rule, came)[0][2] == due


def test_in_fourteen_days_is_fourteen_days_from_joining_for_who_comes_later() -> None:
    rule = Rule("days", MADE, due_on=date(2026, 3, 16), days=14)
    assert dates(rule, MADE)[0][2] == date(2026, 3, 16)
    assert dates(rule, date(2026, 3, 9))[0][2] == date(2026, 3, 23)


def test_after_joining_asks_only_those_whose_day_lies_ahead() -> None:
    rule = Rule("joining", MADE, days=30)
    assert not asks(rule, date(2026, 1, 30))
    assert asks(rule, date(2026, 1, 31))
    assert dates(rule, date(2026, 1, 31))[0][2] == MADE
    assert dates(rule, date(2026, 4, 1))[0][2] == date(2026, 5, 1)


def test_a_yearly_refresher_opens_a_month_before_its_day() -> None:
    rule = Rule("date", MADE, due_on=date(2026, 4, 1), every_months=12)
    first, second = rounds(rule, MADE, MADE)
    assert (first.due_on, first.ends_on, first.counts_from) == (date(2026, 4, 1), date(2027, 3, 2), date(2025, 4, 1))
    assert (second.opens_on, second.due_on, second.counts_from) == (
        date(2027, 3, 2),
        date(2027, 4, 1),
        date(2027, 3, 2),
    )
    assert [one.number for one in rounds(rule, MADE, date(2028, 3, 2))] == [1, 2, 3, 4]


def test_who_joins_in_the_third_year_begins_with_the_next_date() -> None:
    rule = Rule("date", MADE, due_on=date(2026, 4, 1), every_months=12)
    assert dates(rule, date(2028, 3, 30))[0][:3] == (4, date(2028, 3, 30), date(2029, 4, 1))


def test_months_end_where_they_end() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2026, 3, 15), -12) == date(2025, 3, 15)
