"""What cannot be hurried: an exercise that counts once a day, once a working day, once a week."""

import pytest
from support.lessons import exercise, make_lesson

from rapport.assignments.least_time import least_days, slowest
from rapport.catalogue.shelf import shelf


@pytest.mark.parametrize(
    ("rhythm", "goal", "days", "words"),
    [
        ("", 10, 0, ""),
        ("day", 10, 10, "10 days"),
        ("working day", 30, 42, "30 working days"),
        ("week", 4, 28, "4 weeks"),
        ("working day", 1, 0, ""),
        ("week", None, 0, ""),
    ],
)
@pytest.mark.usefixtures("app")
def test_the_slowest_exercise_counts(rhythm: str, goal: int | None, days: int, words: str) -> None:
    make_lesson("quick", exercises=[exercise("calls", goal=50)])
    make_lesson("slow", exercises=[exercise("stance", goal=goal, rhythm=rhythm)])
    module = shelf().module("made")
    assert module is not None
    assert least_days(module.lessons) == days
    assert slowest(module.lessons) == words


@pytest.mark.usefixtures("app")
def test_what_may_be_left_out_takes_no_time() -> None:
    make_lesson("slow", exercises=[exercise("stance", goal=30, rhythm="day", optional=True)])
    module = shelf().module("made")
    assert module is not None
    assert least_days(module.lessons) == least_days([]) == 0
    assert slowest(module.lessons) == ""
