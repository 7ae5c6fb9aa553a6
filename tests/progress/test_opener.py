"""The question to begin a talk with: the most urgent of what is known, in words to be said aloud."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rapport.progress.activity import Week
from rapport.progress.follow_ups import FollowUp
from rapport.progress.opener import Known, opener
from rapport.progress.topics import Topic

TODAY = date(2026, 3, 10)
BUSY = tuple(Week(TODAY - timedelta(days=7 * number), 3, False) for number in range(12))
NOTHING = Known("", (), (), None, None, BUSY)


class Lesson:
    title = "The renewal clock"


def topic(right: int, asked: int) -> Topic:
    lesson: Any = Lesson()
    return Topic(lesson, right, asked)


def promise(days: int, state: str = "open", about: str = "entry") -> FollowUp:
    day = TODAY + timedelta(days=days)
    return FollowUp(about, "1", "by", "K. B.", "When I park, then I ring", day, 1, state, (), day)


def test_a_raised_hand_comes_first_then_a_promise_past_its_day() -> None:
    known = replace(NOTHING, asked_about="Ten calls", promises=(promise(-1),))
    assert opener(known, TODAY).startswith("You asked for help with “Ten calls”.")
    assert opener(replace(known, asked_about=""), TODAY).startswith(
        "You promised K. B. something that is past its day."
    )


def test_silence_is_asked_about_kindly_but_not_leave() -> None:
    silent = [*BUSY[:-2], *(replace(week, days=0) for week in BUSY[-2:])]
    assert "four minutes a day" in opener(replace(NOTHING, weeks=silent), TODAY)
    away = [*BUSY[:-2], *(replace(week, days=0, away=True) for week in BUSY[-2:])]
    never = [replace(week, days=0) for week in BUSY]
    for weeks in (away, never):
        assert "four minutes a day" not in opener(replace(NOTHING, weeks=weeks), TODAY)


def test_a_plan_that_did_not_happen_then_the_topics() -> None:
    known = replace(NOTHING, plans=(promise(-3, "not done", "plan"),), weakest=topic(1, 4), strongest=topic(9, 10))
    assert opener(known, TODAY) == "“When I park, then I ring”: it did not happen. What got in the way?"
    assert opener(replace(known, plans=()), TODAY).startswith("“The renewal clock” was hard at first.")
    strong = replace(known, plans=(), weakest=topic(3, 4))
    assert opener(strong, TODAY).startswith("You know “The renewal clock” well.")
    assert opener(replace(strong, promises=(promise(3),)), TODAY) == "You promised K. B. something. How is it going?"


def test_there_is_always_something_to_ask() -> None:
    assert opener(NOTHING, TODAY).startswith("Which customer went well lately")


def test_quotation_marks_do_not_stand_twice() -> None:
    known = replace(NOTHING, asked_about="Before you say “price”")
    assert opener(known, TODAY).startswith("You asked for help with “Before you say ‘price’”.")
