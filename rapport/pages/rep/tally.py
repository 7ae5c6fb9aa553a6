"""How far an exercise has come, in words and numbers. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from rapport.pages.words import counted, first_capital, number, singular
from rapport.progress.working_days import next_working_day

DAILY = {"working day", "day"}
MOST_CIRCLES = 12


@dataclass(frozen=True)
class Tally:
    """`count` of `goal` (None: as often as it happens); `days` are those on which entries were made."""

    count: int
    goal: int | None
    unit: str
    rhythm: str = ""
    days: frozenset[date] = frozenset()
    today: date = date.min
    working_days: str = "1234567"
    away: Collection[date] = ()

    @property
    def one(self) -> str:
        """What a single entry is called: "call"."""
        return singular(self.unit) if self.unit else "entry"

    @property
    def reached(self) -> bool:
        return self.goal is not None and self.count >= self.goal

    @property
    def next_number(self) -> int:
        return self.count + 1

    @property
    def circles(self) -> bool:
        return self.goal is not None and self.goal <= MOST_CIRCLES

    @property
    def summary(self) -> str:
        """ "7 of 10 calls", "3 requests so far"."""
        if self.goal is None:
            return f"{counted(self.count, self.unit or 'entries')} so far"
        return f"{self.count} of {counted(self.goal, self.unit)}"

    @property
    def headline(self) -> str:
        """ "Call 8 of 10"; a day that is done keeps its own number. Empty where there is no goal."""
        if self.goal is None:
            return ""
        if self.reached:
            return f"{self._whole} done"
        return f"{first_capital(self.one)} {self.count if self.current_done else self.next_number} of {self.goal}"

    @property
    def _whole(self) -> str:
        """ "Call", "Both pages", "All ten calls"."""
        if self.goal == 1:
            return first_capital(self.one)
        return f"Both {self.unit}" if self.goal == 2 else f"All {number(self.goal or 0)} {self.unit}"

    @property
    def current_done(self) -> bool:
        """Whether today (or this week) has its entry already: a second one would not count."""
        if self.rhythm in DAILY:
            return self.today in self.days
        return self.rhythm == "week" and any(day.isocalendar()[:2] == self.today.isocalendar()[:2] for day in self.days)

    @property
    def rhythm_note(self) -> str:
        """Where a daily or weekly exercise stands: "Today is done. Tomorrow is day 19."."""
        if not self.rhythm or self.reached:
            return ""
        if self.rhythm == "week":
            return f"This week is done. Next week is {self.one} {self.next_number}." if self.current_done else ""
        if self.current_done:
            return f"Today is done. {self._next_day()} is {self.one} {self.next_number}."
        return self._day_off_note()

    @property
    def invitation(self) -> str:
        """What the button says that leads to the form: "Log a call"; one of a day asks for today."""
        if self.rhythm in DAILY:
            return "Log today"
        return f"Log {'an' if self.one[:1] in 'aeiou' else 'a'} {self.one}"

    def saved(self) -> str:
        """What is said after an entry: "Saved. Three to go."."""
        if self.reached:
            return f"Saved. {self.headline}."
        if self.rhythm_note and self.current_done:
            return f"Saved. {self.rhythm_note}"
        if self.goal is None:
            return f"Saved. {first_capital(counted(self.count, self.unit or 'entries'))} so far."
        return f"Saved. {first_capital(number(self.goal - self.count))} to go."

    def _next_day(self) -> str:
        tomorrow = self.today + timedelta(days=1)
        following = self._worked(tomorrow)
        return "Tomorrow" if following == tomorrow else f"{following:%A}"

    def _day_off_note(self) -> str:
        following = self._worked(self.today)
        return (
            ""
            if following == self.today
            else f"A day off for you. {self._next_day()} is {self.one} {self.next_number}."
        )

    def _worked(self, day: date) -> date:
        return day if self.rhythm == "day" else next_working_day(day, self.working_days, self.away)
