"""How far an exercise is, in words."""

from datetime import date
from typing import Any

import pytest

from rapport.pages.rep.tally import Tally

FRIDAY = date(2026, 11, 20)


def calls(count: int, goal: int | None = 10, **more: Any) -> Tally:
    return Tally(count, goal, "calls", today=FRIDAY, **more)


def stance(count: int, *days: date, today: date = FRIDAY, **more: Any) -> Tally:
    return Tally(count, 30, "days", "working day", frozenset(days), today, "12345", **more)


def test_seven_of_ten() -> None:
    assert (calls(7).headline, calls(7).summary, calls(7).saved(), calls(7).invitation) == (
        "Call 8 of 10",
        "7 of 10 calls",
        "Saved. Three to go.",
        "Log a call",
    )


def test_the_last_one() -> None:
    assert (calls(10).headline, calls(12).saved()) == ("All ten calls done", "Saved. All ten calls done.")
    assert Tally(1, 1, "visits").headline == "Visit done"


def test_without_a_goal_there_is_only_a_count() -> None:
    assert (calls(3, None).headline, calls(3, None).summary, calls(1, None).saved()) == (
        "",
        "3 calls so far",
        "Saved. 1 call so far.",
    )
    assert Tally(2, None, "").summary == "2 entries so far"


def test_a_day_that_is_done_says_when_the_next_one_is() -> None:
    assert stance(18, FRIDAY).rhythm_note == "Today is done. Monday is day 19."
    assert stance(18, date(2026, 11, 19), today=date(2026, 11, 19)).rhythm_note == "Today is done. Tomorrow is day 19."
    assert stance(18, FRIDAY, away={date(2026, 11, 23)}).rhythm_note == "Today is done. Tuesday is day 19."


def test_a_day_still_to_do_says_nothing_and_a_day_off_says_so() -> None:
    assert stance(18).rhythm_note == ""
    assert stance(18, today=date(2026, 11, 21)).rhythm_note == "A day off for you. Monday is day 19."


def test_a_day_keeps_its_number_when_it_is_done() -> None:
    assert (stance(18).headline, stance(18, FRIDAY).headline) == ("Day 19 of 30", "Day 18 of 30")


def test_a_week_counts_from_monday_to_sunday() -> None:
    week = Tally(2, 4, "reviews", "week", frozenset({date(2026, 11, 16)}), FRIDAY)
    assert week.saved() == "Saved. This week is done. Next week is review 3."
    assert Tally(2, 4, "reviews", "week", frozenset({date(2026, 11, 15)}), FRIDAY).current_done is False


@pytest.mark.parametrize(("goal", "circles"), [(12, True), (13, False), (None, False)])
def test_up_to_a_dozen_can_be_drawn(goal: int | None, circles: bool) -> None:
    assert calls(0, goal).circles is circles


def test_an_entry_is_invited_with_the_right_article() -> None:
    assert (Tally(0, 2, "audits").invitation, stance(0).invitation) == ("Log an audit", "Log today")
