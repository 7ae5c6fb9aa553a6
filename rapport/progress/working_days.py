"""Which day comes next for somebody who works on these weekdays and is away on those days. Pure."""

from collections.abc import Collection
from datetime import date, timedelta


def next_working_day(day: date, working_days: str, away: Collection[date] = ()) -> date:
    """`day` itself where it is worked, else the first worked one after it (within three years)."""
    later = (day + timedelta(days=ahead) for ahead in range(1100))
    return next((one for one in later if str(one.isoweekday()) in working_days and one not in away), day)


def back_at_work(day: date, working_days: str, away: Collection[date]) -> date:
    """`day` itself, also a free one; when it lies in a leave, the first working day after that."""
    return next_working_day(day, working_days, away) if day in away else day
