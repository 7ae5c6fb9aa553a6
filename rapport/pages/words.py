"""Dates and numbers in a person's own words. Pure: every rule is given its day."""

from datetime import date, datetime

from rapport import clock

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ODD_UNITS = {"people": "person", "matches": "match", "businesses": "business", "businesspeople": "businessperson"}


def number(count: int) -> str:
    """3 → "three"; from 13 on in figures."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def singular(unit: str) -> str:
    """ "calls" → "call", "stories" → "story": only the last word changes."""
    *before, last = unit.split(" ")
    return " ".join([*before, ODD_UNITS.get(last, _without_s(last))])


def counted(count: int, unit: str) -> str:
    """ "1 call", "7 calls"."""
    return f"{count:,} {singular(unit) if count == 1 else unit}"


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def short_day(day: date, today: date) -> str:
    """ "3 Nov", with the year where it is another one."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")


def long_day(day: date, today: date) -> str:
    """ "Friday 27 November", with the year where it is another one."""
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")


def plain_day(day: date, today: date) -> str:
    """ "5 December": for the end of a window, where the weekday says little."""
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")


def near_day(day: date, today: date) -> str:
    """How one says a day from here: "today", "tomorrow", "yesterday", "on Friday", "on 3 March"."""
    distance = (day - today).days
    close = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if distance in close:
        return close[distance]
    return f"on {day:%A}" if -7 < distance < 7 else f"on {plain_day(day, today)}"


def due(day: date, today: date) -> str:
    """A promise's day, said kindly: "today", "on Friday", "was due yesterday"."""
    return near_day(day, today) if day >= today else f"was due {near_day(day, today)}"


def in_days(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 3 days", "in 5 weeks"."""
    distance = (day - today).days
    if distance <= 1:
        return near_day(day, today)
    return f"in {distance} days" if distance < 28 else f"in {round(distance / 7)} weeks"


def happened(moment: datetime, zone: str, today: date) -> str:
    """When a fact was made, on the rep's own clock: "today, 14:05", "yesterday, 9:30", "3 Nov"."""
    there = clock.local(moment, zone)
    distance = (today - there.date()).days
    if distance not in (0, 1):
        return short_day(there.date(), today)
    return f"{'yesterday' if distance else 'today'}, {there.hour}:{there:%M}"


def iso_day(text: str) -> date | None:
    """The day that a date field holds, None when it holds none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _without_s(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


FILTERS = {
    "number_word": number,
    "singular": singular,
    "counted": counted,
    "first_capital": first_capital,
    "short_day": short_day,
    "long_day": long_day,
    "plain_day": plain_day,
    "near_day": near_day,
    "due": due,
    "in_days": in_days,
    "happened": happened,
    "iso_day": iso_day,
}
