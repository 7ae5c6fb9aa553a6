"""The budget of nudges: so that a push stays a push, and never becomes noise. Pure.

At most one a day and three in fourteen days reach a person, from all managers together; none on leave, on a free day
or between evening and morning. Days and hours are those of the person's own clock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapport.clock import local

MOST, WITHIN = 3, timedelta(days=14)
MORNING, EVENING = 7, 20
DAY = timedelta(days=1)
LOOK_AHEAD = 1100  # a leave may be long; beyond three years no day is told


@dataclass(frozen=True)
class Budget:
    """`left` nudges until `until`, the day on which there is one more again (None: nothing is used up).

    `reason` says why none can be sent now: "today", "budget", "leave", "free", "evening", "early"; empty when one can.
    `again` is the first day on which one can, from the morning on.
    """

    left: int
    until: date | None
    reason: str = ""
    again: date | None = None


def budget(past: Sequence[date], away: Collection[date], working_days: str, now: datetime, zone: str) -> Budget:
    """What is left of the budget and whether a nudge may go now. Pure. `past` are the days of earlier nudges."""
    here = local(now, zone)
    today = here.date()
    recent = sorted(day for day in past if _counts(day, today))
    reason = _refusal(today, past, away, working_days) or _at_hour(here.hour)
    left = max(0, MOST - len(recent))
    return Budget(left, recent[0] + WITHIN if recent else None, reason, _next(here, reason, past, away, working_days))


def sentence(first_name: str, found: Budget, today: date) -> str:
    """Why a nudge cannot be sent now and when it can; nothing when it can."""
    if not found.reason:
        return ""
    why = {
        "today": f"{first_name} has had a nudge today.",
        "budget": f"{first_name} has had {MOST} nudges in 14 days.",
        "leave": f"{first_name} is away today.",
        "free": f"Today is a free day for {first_name}.",
        "evening": f"{first_name}’s evening has begun.",
        "early": f"It is still early where {first_name} is.",
    }[found.reason]
    return f"{why} The next one can go {_when(found.again, today)}, {first_name}’s time." if found.again else why


def _refusal(day: date, past: Collection[date], away: Collection[date], working_days: str) -> str:
    """Why this day is not one for a nudge."""
    if day in away:
        return "leave"
    if str(day.isoweekday()) not in working_days:
        return "free"
    if day in past:
        return "today"
    return "budget" if sum(_counts(one, day) for one in past) >= MOST else ""


def _at_hour(hour: int) -> str:
    return "early" if hour < MORNING else "evening" if hour >= EVENING else ""


def _counts(day: date, today: date) -> bool:
    """Whether a nudge of that day is part of today's budget."""
    return today - WITHIN < day


def _next(
    here: datetime, reason: str, past: Collection[date], away: Collection[date], working_days: str
) -> date | None:
    if not reason:
        return None
    first = here.date() + (DAY if here.hour >= EVENING else 0 * DAY)
    days = (first + ahead * DAY for ahead in range(LOOK_AHEAD))
    return next((day for day in days if not _refusal(day, past, away, working_days)), None)


def _when(day: date, today: date) -> str:
    if day - today <= DAY:
        return f"from {MORNING}:00" + (" tomorrow" if day > today else "")
    return f"on {day:%A} {day.day} {day:%B} from {MORNING}:00"
