"""Nights in which the clock is put forward or back, and servers whose clock is wrong."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz
from support.place import LESSON, Place

from rapport import clock
from rapport.database import db
from rapport.learning.entry import entry_line
from rapport.learning.plan import outcomes_of
from rapport.people.user import User
from rapport.progress.activity import active_days
from rapport.progress.follow_ups import follow_ups_of
from rapport.progress.streak import streak

# Each day is the one on which the clocks change there; in Apia a whole day was left out.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Africa/Cairo", date(2026, 4, 24)),  # at midnight: that day begins at one
    ("Pacific/Apia", date(2011, 12, 29)),
]


def living_in(person: User, zone: str) -> User:
    person.zone, person.working_days = zone, "1234567"
    changed = db.session.get_one(User, person.id)
    changed.zone, changed.working_days = zone, "1234567"
    db.session.commit()
    db.session.expunge_all()
    return person


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_a_streak_runs_through_the_night_of_the_change(
    app: Flask, cast: dict[str, User], zone: str, change: date
) -> None:
    make_lesson("whole", reflection=REFLECTION)
    rosa, place = living_in(cast["rosa"], zone), ZoneInfo(zone)
    days = [change + timedelta(days=offset) for offset in range(-2, 2)]
    for day, (hour, minute) in zip(days, [(0, 1), (23, 59), (1, 30), (23, 59)], strict=True):
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=place).astimezone(UTC)
        with time_machine.travel(moment):
            did(rosa, "reflection", "whole", text=f"On {day}")
    there = {
        datetime(day.year, day.month, day.day, 12, tzinfo=place).astimezone(UTC).astimezone(place).date()
        for day in days
    }
    assert active_days(rosa) == there
    assert streak(active_days(rosa), max(there), "1234567", set()).length == len(there)


@pytest.mark.parametrize(("zone", "change"), CHANGES[:-1])
def test_a_plan_is_asked_from_the_first_minute_of_its_day(
    app: Flask, cast: dict[str, User], zone: str, change: date
) -> None:
    make_lesson("whole", plan=PLAN)
    rosa = living_in(cast["rosa"], zone)
    with time_machine.travel(datetime.combine(change, datetime.min.time(), UTC) - timedelta(days=10)):
        did(rosa, "plan", "whole", when="I park", then="I call", ask_on=change.isoformat())
        plan = follow_ups_of(rosa)[0]
    midnight = datetime(change.year, change.month, change.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for moment, asked in ((midnight - timedelta(minutes=1), False), (midnight + timedelta(minutes=61), True)):
        with time_machine.travel(moment):
            assert plan.is_asked(clock.today(zone)) is asked


@pytest.mark.parametrize("jump", [timedelta(days=-900), timedelta(days=-2), timedelta(days=2), timedelta(days=60000)])
def test_every_page_and_form_works_whatever_the_servers_clock_says(
    place: Place, cast: dict[str, User], jump: timedelta
) -> None:
    """Facts then lie in the future, or far back; the sign-in still counts where it is not over."""
    rosa = place.people["rosa"]
    pages = ["/", "/field", "/me", "/me/manager-view", "/me/settings", place.path(f"{LESSON}/plan"), place.path(LESSON)]
    with time_machine.travel(clock.now() + jump):
        over = jump > timedelta(days=90)
        assert {rosa.get(path).status_code for path in pages} == ({303} if over else {200})
        form = place.form(f"{LESSON}/reflection")
        assert rosa.post(place.path(f"{LESSON}/reflection"), data=form).status_code == (401 if over else 303)
    assert {rosa.get(path).status_code for path in pages} == {200}


def test_the_day_to_come_is_counted_on_ones_own_calendar(place: Place, cast: dict[str, User]) -> None:
    """At 23:30 in New York it is tomorrow in UTC: "in 1 day" is Rosa's tomorrow."""
    living_in(cast["rosa"], "America/New_York")
    with time_machine.travel(
        datetime(2026, 11, 1, 23, 30, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC), tick=False
    ):
        rosa = place.people["rosa"]
        form = {"about": "plan", "subject": place.plan_id, "result": "later", "in_days": "1"}
        assert rosa.post("/field/outcomes", data=form).status_code == 303
    assert outcomes_of(cast["rosa"].id)["plan", place.plan_id, ""].until == date(2026, 11, 2)


def test_a_correction_stands_although_the_clock_was_put_back(place: Place, cast: dict[str, User]) -> None:
    """The server ran a day ahead when Rosa logged her call; she corrects it when it is right again."""
    make_lesson("jumped", exercises=[exercise("later-calls")], quiz=quiz())
    with time_machine.travel(clock.now() + timedelta(days=1)):
        entry = did(cast["rosa"], "entry", "jumped", exercise="later-calls", values={"who": "K."})
    path = f"/lessons/made/jumped/exercises/later-calls/entries/{entry}"
    assert place.people["rosa"].post(path, data={"field.who": "K. B."}).status_code == 303
    assert entry_line(cast["rosa"].id, entry)[-1].values[0]["value"] == "K. B."
