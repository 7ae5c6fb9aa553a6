"""Days as people write them, in one file alike: 2026-12-24, 24.12.2026, 24/12/2026 or 12/24/2026."""

import re
from collections.abc import Iterable
from datetime import date

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
SLASHES = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
FROM_TO = re.compile(r"\s+(?:to|till|until|bis|au|al|a|à|hasta|-)\s+|\s*(?:–|—|\.\.\.?|…)\s*", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1950, 2100
LONGEST = 366  # of one time away, in days

Span = tuple[date, date]


class DayRefused(ValueError):
    """The message is one sentence for whoever wrote the day."""


def order_in(texts: Iterable[str]) -> str:
    """ "dm" or "md", when one of the days written with slashes can only be read so; "" when none tells."""
    orders = set()
    for text in texts:
        for first, second, _year in SLASHES.findall(text) if "/" in text or "-" in text else ():
            orders |= {"dm"} if int(first) > 12 else {"md"} if int(second) > 12 else set()
    return orders.pop() if len(orders) == 1 else ""


def day_in(text: str, order: str) -> date:
    for shape, places in ((ISO, (1, 2, 3)), (DOTS, (3, 2, 1)), (SLASHES, (3, 1, 2) if order == "md" else (3, 2, 1))):
        found = shape.fullmatch(text)
        if found is None:
            continue
        if shape is SLASHES and not order and found[1] != found[2]:
            raise DayRefused(f"{text} could be two different days: please write it as 2026-12-24.")
        year, month, day = (int(found[place]) for place in places)
        return _sound(year, month, day, text)
    raise DayRefused(f"“{text[:40]}” is not a day: please write it as 2026-12-24.")


def spans_in(text: str, order: str) -> tuple[Span, ...]:
    """ "2026-12-24 to 2027-01-02; 2027-02-01" """
    return tuple(_span(part.strip(), order) for part in re.split(r"[;\n]", text) if part.strip())


def _span(text: str, order: str) -> Span:
    ends = [day_in(part.strip(), order) for part in FROM_TO.split(text)]
    if len(ends) > 2:
        raise DayRefused(f"“{text[:60]}” has too many days: please write 2026-12-24 to 2027-01-02.")
    if ends[-1] < ends[0]:
        raise DayRefused(f"“{text[:60]}” ends before it begins.")
    if (ends[-1] - ends[0]).days > LONGEST:
        raise DayRefused(f"“{text[:60]}” is longer than a year.")
    return ends[0], ends[-1]


def _sound(year: int, month: int, day: int, text: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DayRefused(f"{text} is too far away to be meant.")
    try:
        return date(year, month, day)
    except ValueError:
        raise DayRefused(f"There is no {text} in the calendar.") from None
