"""Streaks that forgive. Pure.

Only the rep's own working days count. A day off neither adds nor breaks, whatever happened on it; leave pauses
everything. A missed working day uses up one of two freezes; five active working days in a row earn one back.
Only a missed day without a freeze begins anew, with both freezes. Today is never missed before it is over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FREEZES = 2
EARNED_AFTER = 5


@dataclass(frozen=True)
class Streak:
    """`length` in active working days; `done_today` also on a day off."""

    length: int
    freezes_left: int
    done_today: bool


def streak(active_days: set[date], today: date, working_days: str, leave_days: set[date]) -> Streak:
    """The streak as it stands today; `working_days` holds ISO weekdays ("12345")."""
    length, freezes, in_a_row = 0, FREEZES, 0
    for day in _working_days(active_days, today, working_days, leave_days):
        if day in active_days:
            length, in_a_row = length + 1, in_a_row + 1
            if in_a_row % EARNED_AFTER == 0:
                freezes = min(freezes + 1, FREEZES)
        elif day != today:
            in_a_row = 0
            if length and freezes:
                freezes -= 1
            else:
                length, freezes = 0, FREEZES
    return Streak(length, freezes, today in active_days)


def _working_days(active_days: set[date], today: date, working_days: str, leave_days: set[date]) -> Iterator[date]:
    day = min(active_days, default=today)
    while day <= today:
        if str(day.isoweekday()) in working_days and day not in leave_days:
            yield day
        day += timedelta(days=1)
