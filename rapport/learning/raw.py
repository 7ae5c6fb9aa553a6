"""One fact as it came in: untrusted JSON, read member by member, with a clear refusal for each fault."""

import re
from datetime import UTC, date, datetime
from typing import Any

from rapport.catalogue.lesson import Edition, Lesson
from rapport.learning.refusal import Refusal
from rapport.text import TextRefused, clean

TEXT_LIMIT = 5000
LINE_LIMIT = 500
BROKEN_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)
YEARS = range(2000, 2201)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class RawFact:
    """`edition` is the lesson as the person saw it; `base` the row that a correction or retry goes on from."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.id = ""
        self.at = BROKEN_CLOCK
        self.day = BROKEN_CLOCK.date()
        self.edition: Lesson | Edition
        self.exam = False
        self.base: Any = None

    def text(self, name: str, limit: int = TEXT_LIMIT, required: bool = True, one_line: bool = False) -> str:
        """The text under `name`, cleaned."""
        return cleaned(self.values.get(name, ""), name, limit, required, one_line)

    def flag(self, name: str) -> bool:
        """True, false or absent."""
        value = self.values.get(name, False)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise Refusal("bad-value", name)
        return value

    def day_of(self, name: str) -> date:
        """A calendar date such as 2027-03-31."""
        return read_date(self.values.get(name), name)

    def link(self, name: str, code: str) -> str | None:
        """The id of another fact, or None where there is none; nonsense is refused under `code`."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        return read_id(value, code)


def read_id(value: object, code: str = "bad-id") -> str:
    """A UUID in small letters."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Refusal(code)
    return value.lower()


def read_moment(value: object, received_at: datetime) -> datetime:
    """When it happened, in UTC. A clock that runs ahead or has lost its date is overruled by the time of arrival."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
        if moment is None or moment.tzinfo is None:
            raise Refusal("bad-time", "at")
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refusal("bad-time", "at") from error
    return received_at if moment < BROKEN_CLOCK else min(moment, received_at)


def read_date(value: object, name: str) -> date:
    if value is None or value == "":
        raise Refusal("missing", name)
    try:
        day = date.fromisoformat(value.strip()) if isinstance(value, str) and _DATE.fullmatch(value.strip()) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Refusal("bad-date", name)
    return day


def cleaned(value: object, name: str, limit: int = TEXT_LIMIT, required: bool = True, one_line: bool = False) -> str:
    """`value` as clean text, or a refusal that names the field."""
    value = "" if value is None else value
    if not isinstance(value, str):
        raise Refusal("bad-value", name, "This should be text.")
    try:
        text = clean(value, limit, one_line)
    except TextRefused as refused:
        raise Refusal("too-long", name, str(refused)) from refused
    if required and not text:
        raise Refusal("missing", name)
    return text
