"""Days as dots: which of a rep's own working days had something done on them. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Dot:
    """`state` is done, free (no working day, or leave), open (nothing yet) or to come; `today` is added beside it."""

    day: date
    state: str
    today: bool

    @property
    def words(self) -> str:
        """For those who hear the page."""
        said = {"done": "done", "free": "free", "open": "nothing logged", "to come": "to come"}
        return f"{self.day:%A}, {said[self.state]}"


def weeks(
    today: date, active: Collection[date], working_days: str, away: Collection[date], count: int = 2
) -> list[list[Dot]]:
    """The last `count` weeks from Monday to Sunday, this one last."""
    monday = today - timedelta(days=today.weekday() + 7 * (count - 1))
    days = [monday + timedelta(days=offset) for offset in range(7 * count)]
    dots = [Dot(day, _state(day, today, active, working_days, away), day == today) for day in days]
    return [dots[start : start + 7] for start in range(0, len(dots), 7)]


def _state(day: date, today: date, active: Collection[date], working_days: str, away: Collection[date]) -> str:
    if day in active:
        return "done"
    if str(day.isoweekday()) not in working_days or day in away:
        return "free"
    return "open" if day <= today else "to come"
