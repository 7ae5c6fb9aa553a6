"""One demo person's time: when they do things, and the raw facts that they make, as a phone would send them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson
from rapport.demo.people import EVERYBODY, Person

Raw = dict[str, Any]
Day = tuple[datetime, list[Raw]]

JUST_NOW = timedelta(minutes=15)
A_DAY = timedelta(days=1)
MISSED = 0.1


@dataclass(frozen=True)
class Life:
    person: Person
    zone: str
    now: datetime
    rng: Random

    @property
    def until(self) -> datetime:
        """They are silent from then on."""
        return self.now - max(timedelta(days=self.person.quiet), JUST_NOW)

    @property
    def today(self) -> date:
        return clock.local(self.now, self.zone).date()

    @property
    def turn(self) -> int:
        """Their number among those who learn, so that each tells something else."""
        return [person for person in EVERYBODY if person.lessons].index(self.person)

    def sitting(self, days_ago: int) -> datetime:
        """A working day's quiet quarter of an hour."""
        moment = clock.local(self.now - timedelta(days=days_ago), self.zone)
        while moment.isoweekday() > 5:
            moment -= A_DAY
        return self._at(moment, (7, 8, 8, 12, 17)).replace(second=self.rng.randrange(60))

    def visits(self, start: datetime, rhythm: str) -> Iterator[datetime]:
        """Moments with customers, from the day after `start`: in the exercise's rhythm, or two on most days."""
        moment = self._at(start, (18,))
        while True:
            later = moment + timedelta(minutes=self.rng.randint(40, 150))
            if rhythm or later.hour > 16 or self.rng.random() < 0.5:
                later = self._at(self._working_day(moment + self._gap(rhythm)), (9, 10, 11, 14))
            moment = later
            yield moment

    def spread(self, start: datetime, wanted: int) -> Iterator[datetime]:
        """So many moments on working days between `start` and now, far apart."""
        start = clock.local(start, self.zone)
        days = [start + A_DAY * ahead for ahead in range(1, max((self.until - start).days, 1))]
        worked = [day for day in days if day.isoweekday() <= 5]
        for place in range(wanted if worked else 0):
            yield self._at(worked[place * len(worked) // wanted], (9, 10, 11, 14, 15, 16))

    def fact(self, kind: str, lesson: tuple[str, str], at: datetime, **values: Any) -> Raw:
        """`lesson` is its key and fingerprint."""
        key, fingerprint = lesson
        fact_id = str(UUID(int=self.rng.getrandbits(128), version=4))
        stamp = {"id": fact_id, "kind": kind, "at": at.isoformat(), "lesson": key, "fingerprint": fingerprint}
        return {**stamp, **values}

    def _gap(self, rhythm: str) -> timedelta:
        if rhythm == "week":
            return timedelta(days=7)
        return A_DAY * 2 if rhythm == "working day" and self.rng.random() < MISSED else A_DAY

    def _at(self, moment: datetime, hours: tuple[int, ...]) -> datetime:
        return moment.replace(hour=self.rng.choice(hours), minute=self.rng.randrange(60), second=0, microsecond=0)

    @staticmethod
    def _working_day(moment: datetime) -> datetime:
        while moment.isoweekday() > 5:
            moment += A_DAY
        return moment


def stamp_of(lesson: ShelfLesson) -> tuple[str, str]:
    return lesson.key, lesson.fingerprint
