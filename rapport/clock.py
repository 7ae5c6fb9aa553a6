"""The only place that asks the time, so that every rule can be given one."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """The same moment on a wall clock in `zone` (an IANA name such as "Europe/Berlin")."""
    return moment.astimezone(ZoneInfo(zone))


def today(zone: str) -> date:
    """The date that a person in `zone` reads on the wall."""
    return local(now(), zone).date()


def start_of(day: date) -> datetime:
    """The day's first moment, in UTC: for rules that count whole days for people everywhere alike."""
    return datetime.combine(day, time(), UTC)
