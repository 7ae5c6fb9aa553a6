"""A month of the calendar, as an address names it. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Month:
    """`first` is its first day."""

    first: date

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        return Month(self.last + timedelta(days=1))

    @property
    def key(self) -> str:
        """ "2026-10"."""
        return f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        """ "October 2026"."""
        return f"{self.first:%B %Y}"


def month_of(text: str, today: date) -> Month:
    """The month that an address names ("2026-10"); the present one for anything odd and for what has not begun."""
    present = Month(today.replace(day=1))
    try:
        month = Month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return present
    return month if EARLIEST <= month.first <= today and text == month.key else present
