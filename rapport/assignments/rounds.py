"""By when: the dates that an assignment's rule gives to somebody who comes under it on a day. Pure.

`since` is that day. Nobody is born late: who comes later gets time of their own, and "days after joining" asks
only those who joined so lately that their day still lies ahead.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

RULES = ("date", "days", "joining")
AT_LEAST = 7
OPENS_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Rule:
    """`kind` is one of RULES. "date" and "days" have `due_on`; "days" and "joining" have `days`, from joining on for
    whoever joins later; `every_months` makes it come back."""

    kind: str
    made_on: date
    due_on: date | None = None
    days: int | None = None
    every_months: int | None = None


@dataclass(frozen=True)
class Round:
    """One time round, open from `opens_on` to the day before `ends_on`. What was done on `counts_from` or later
    counts; without it, whatever was ever done."""

    number: int
    opens_on: date
    due_on: date
    ends_on: date | None
    counts_from: date | None


def asks(rule: Rule, joined_on: date) -> bool:
    """Whether somebody who joined on this day is asked at all."""
    return rule.kind != "joining" or joined_on + timedelta(days=rule.days or 0) >= rule.made_on


def rounds(rule: Rule, since: date, today: date) -> list[Round]:
    """Every round up to the one open today, and the next, so that it opens by itself."""
    number, due_on = _first(rule, since)
    if not rule.every_months:
        return [Round(number, since, due_on, None, None)]
    found: list[Round] = []
    opens_on, counts_from = since, add_months(due_on, -rule.every_months)
    while not found or found[-1].opens_on <= today:
        following = _series(rule, since, number + 1)
        next_opens = following - OPENS_BEFORE
        found.append(Round(number, opens_on, due_on, max(next_opens, opens_on), counts_from))
        number, due_on, opens_on, counts_from = number + 1, following, max(next_opens, opens_on), next_opens
    return found


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back); the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _first(rule: Rule, since: date) -> tuple[int, date]:
    """The number and the day of the first round for somebody who comes under it on `since`."""
    if rule.kind == "joining":
        return 1, since + timedelta(days=rule.days or 0)
    assert rule.due_on is not None
    if since <= rule.made_on:
        return 1, rule.due_on
    earliest = since + timedelta(days=(rule.days or AT_LEAST) if rule.kind == "days" else AT_LEAST)
    if not rule.every_months:
        return 1, max(rule.due_on, earliest)
    number = 1
    while _series(rule, since, number) < earliest:
        number += 1
    return number, _series(rule, since, number)


def _series(rule: Rule, since: date, number: int) -> date:
    start = since + timedelta(days=rule.days or 0) if rule.kind == "joining" else rule.due_on
    assert start is not None
    return add_months(start, (number - 1) * (rule.every_months or 0))
