"""Mona and Petra rode along with some of their people; one sheet waits for Rosa to countersign."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from rapport import clock
from rapport.catalogue.shelf import lesson_texts, shelf
from rapport.coaching.observation import countersign, observe
from rapport.coaching.sheet import Filled, sheet_in
from rapport.demo.people import EMAIL
from rapport.learning.refusal import Refusal
from rapport.people.user import User, person_with

FRIDAY = 5
AFTERNOON, EVENING = 15, timedelta(hours=3)


@dataclass(frozen=True)
class Ride:
    """`seen` are the answers in the order of the sheet, `reply` what was written when countersigning; None: it waits."""

    by: str
    rep: str
    lesson: str
    sheet: str
    days: int
    seen: tuple[str, ...]
    comment: str
    reply: str | None


RIDES = (
    Ride(
        "mona", "rosa", "five-questions", "observe-quiet", 20,
        ("no", "sometimes", "sometimes", "we did", "“Well, since you are here …”"),
        "You had the offer out before she had sat down. Next time leave it in the bag until she has talked for five minutes.",
        "True. I was nervous about the price.",
    ),
    Ride(
        "mona", "rosa", "after-the-signature", "observe-no-price-list", 3,
        ("yes", "yes", "yes", "5", "He is learning to swim at fifty."),
        "You asked the man at the gate about his knee, and he walked us in himself. Keep doing that.",
        None,
    ),
    Ride(
        "mona", "mei", "open-promises", "observe-promises", 11,
        ("there was none", "every time", "no", "yes", "New price list by Thursday."),
        "Every promise had a day. Write it down while they watch: they relax when they see the pen.",
        "",
    ),
    Ride(
        "petra", "ravi", "not-possible-said-well", "observe-clear-answer", 6,
        ("yes", "later", "yes", "yes", "A second van on Mondays. No, but before seven on Tuesdays."),
        "A good answer, three minutes late. Say the no first; the rest was fine.",
        "",
    ),
)  # fmt: skip


def ride_along(now: datetime) -> None:
    """Fill in the sheets that the library has, and countersign those that were."""
    rng = Random("ride-alongs")
    for ride in RIDES:
        form_id = str(UUID(int=rng.getrandbits(128), version=4))
        by, rep = (person_with(EMAIL.format(first=name)) for name in (ride.by, ride.rep))
        lesson = shelf().by_key.get(ride.lesson)
        if by and rep and lesson:
            with suppress(Refusal):  # a library of one's own may ask something else
                _ride(ride, by, rep, form_id, now)


def _ride(ride: Ride, by: User, rep: User, form_id: str, now: datetime) -> None:
    sheet = sheet_in(lesson_texts(shelf().by_key[ride.lesson]), ride.sheet)
    if sheet is None or len(sheet.fields) != len(ride.seen):
        return
    given = {item["key"]: answer for item, answer in zip(sheet.fields, ride.seen, strict=True)}
    at = _working_day(now - timedelta(days=ride.days), rep.zone)
    observe(by.id, rep.id, sheet, Filled(form_id, given, ride.comment), at)
    if ride.reply is not None:
        countersign(rep.id, form_id, form_id, ride.reply, at + EVENING)


def _working_day(moment: datetime, zone: str) -> datetime:
    """In the afternoon of that day, or of the Friday before."""
    there = clock.local(moment, zone).replace(hour=AFTERNOON, minute=20, second=0, microsecond=0)
    return there - timedelta(days=max(there.isoweekday() - FRIDAY, 0))
