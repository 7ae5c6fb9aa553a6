"""The budget of a nudge: at most one a day and three in fourteen days, at decent hours, from all managers together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import func, select

from rapport.coaching.budget import budget, sentence
from rapport.coaching.nudge import Nudge, NudgeRefused, budget_of, may_nudge, nudge
from rapport.database import db
from rapport.people.user import Leave, User

Cast = dict[str, User]
MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AT_ONCE = 8


def told(past: Any = (), away: Any = (), days: str = "12345", now: datetime = NOON, zone: str = "UTC") -> str:
    here = now.astimezone(UTC).date()
    return sentence("Rosa", budget(list(past), set(away), days, now, zone), here)


def test_on_a_working_day_a_nudge_may_go() -> None:
    found = budget([], set(), "12345", NOON, "UTC")
    assert (found.left, found.until, found.reason, found.again) == (3, None, "", None)
    assert told() == ""


def test_one_a_day() -> None:
    assert told([MONDAY]) == "Rosa has had a nudge today. The next one can go from 7:00 tomorrow, Rosa’s time."


def test_three_in_fourteen_days() -> None:
    past = [MONDAY - days * DAY for days in (13, 6, 4)]
    found = budget(past, set(), "12345", NOON, "UTC")
    assert (found.left, found.until) == (0, date(2026, 3, 3))
    assert told(past) == "Rosa has had 3 nudges in 14 days. The next one can go from 7:00 tomorrow, Rosa’s time."
    assert told([MONDAY - days * DAY for days in (14, 6, 4)]) == ""


def test_when_one_comes_back_is_told() -> None:
    found = budget([MONDAY - 3 * DAY, MONDAY - 5 * DAY], set(), "12345", NOON, "UTC")
    assert (found.left, found.until, found.reason) == (1, MONDAY + 9 * DAY, "")


def test_not_on_leave_and_not_on_a_free_day() -> None:
    away = [MONDAY + number * DAY for number in range(4)]
    assert told(away=away) == "Rosa is away today. The next one can go on Friday 6 March from 7:00, Rosa’s time."
    assert told(days="2345").startswith("Today is a free day for Rosa. The next one can go from 7:00 tomorrow")


def test_not_between_evening_and_morning_of_her_own_clock() -> None:
    early, late = NOON.replace(hour=6, minute=59), NOON.replace(hour=20)
    assert told(now=early) == "It is still early where Rosa is. The next one can go from 7:00, Rosa’s time."
    assert told(now=late) == "Rosa’s evening has begun. The next one can go from 7:00 tomorrow, Rosa’s time."
    assert told(now=NOON.replace(hour=7)) == told(now=NOON.replace(hour=19, minute=59)) == ""
    assert told(now=NOON, zone="Asia/Tokyo").startswith("Rosa’s evening")


def test_friday_evening_means_monday_morning() -> None:
    friday = NOON.replace(hour=21) + 4 * DAY
    assert told(now=friday).endswith("The next one can go on Monday 9 March from 7:00, Rosa’s time.")


def test_who_never_works_is_never_nudged_and_no_day_is_promised() -> None:
    assert told(days="") == "Today is a free day for Rosa."


DAYS = some.lists(some.integers(-20, 0).map(lambda days: MONDAY + days * DAY), max_size=6)
AWAY = some.sets(some.integers(-2, 30).map(lambda days: MONDAY + days * DAY))
WEEK = some.sets(some.sampled_from("1234567"), min_size=1).map("".join)


@given(DAYS, AWAY, WEEK, some.integers(0, 23))
def test_the_day_told_is_the_first_on_which_one_can_go(past: list[date], away: set[date], days: str, hour: int) -> None:
    now = NOON.replace(hour=hour)
    found = budget(past, away, days, now, "UTC")
    hours = (now + timedelta(hours=ahead) for ahead in range(24 * 70))
    first = next(one for one in hours if not budget(past, away, days, one, "UTC").reason)
    assert (found.again or MONDAY) == first.date()
    assert bool(found.reason) == (first != now)


@given(some.lists(some.integers(1, 60), max_size=40), AWAY, WEEK)
def test_nobody_ever_gets_more_than_the_budget(pauses: list[int], away: set[date], days: str) -> None:
    now, sent = NOON, list[datetime]()
    for hours in pauses:
        now += timedelta(hours=hours)
        if not budget([at.date() for at in sent], away, days, now, "UTC").reason:
            sent.append(now)
    for at in sent:
        assert 7 <= at.hour < 20
        assert at.date() not in away
        assert str(at.isoweekday()) in days
        assert sum(other.date() == at.date() for other in sent) == 1
        assert sum(0 <= (at.date() - other.date()).days < 14 for other in sent) <= 3


def send(by: User, to: User, now: datetime = NOON, nudge_id: str = "") -> bool:
    return nudge(nudge_id or str(uuid4()), by.id, to.id, "How is it going?", now)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Nudge)) or 0


def test_all_managers_share_one_budget(cast: Cast) -> None:
    assert send(cast["mona"], cast["rosa"])
    with pytest.raises(NudgeRefused, match="Rosa has had a nudge today"):
        send(cast["viktor"], cast["rosa"])
    assert send(cast["viktor"], cast["ravi"]), "another person, another budget"
    for days in (1, 2):
        assert send(cast["viktor"], cast["rosa"], NOON + days * DAY)
    with pytest.raises(NudgeRefused, match=r"3 nudges in 14 days.*on Monday 16 March"):
        send(cast["mona"], cast["rosa"], NOON + 3 * DAY)
    assert send(cast["mona"], cast["rosa"], NOON + 14 * DAY)


def test_the_same_form_twice_sends_once(cast: Cast) -> None:
    nudge_id = str(uuid4())
    assert send(cast["mona"], cast["rosa"], nudge_id=nudge_id)
    assert not send(cast["mona"], cast["rosa"], nudge_id=nudge_id)
    assert count() == 1


def test_leave_free_days_and_the_first_day_count(cast: Cast) -> None:
    rosa = db.session.get_one(User, cast["rosa"].id)
    db.session.add(Leave(user_id=rosa.id, first_day=date(2020, 1, 1), last_day=MONDAY + DAY))
    db.session.flush()
    assert "is away today. The next one can go on Wednesday 4 March" in str(may_nudge(rosa, NOON))
    rosa.starts_on = MONDAY + 7 * DAY
    assert "on Monday 9 March" in str(may_nudge(rosa, NOON))
    rosa.starts_on, rosa.working_days = date(9999, 12, 31), ""
    assert str(may_nudge(rosa, NOON)) == "Rosa is away today."


def test_a_closed_account_gets_none(cast: Cast) -> None:
    db.session.get_one(User, cast["rosa"].id).deactivated_at = NOON
    with pytest.raises(NudgeRefused, match="Rosa’s account is closed"):
        send(cast["mona"], cast["rosa"])


def test_the_budget_is_read_on_her_own_calendar(cast: Cast) -> None:
    rosa = db.session.get_one(User, cast["rosa"].id)
    rosa.zone = "Pacific/Auckland"
    assert send(cast["mona"], rosa, datetime(2026, 3, 1, 20, tzinfo=UTC)), "Monday 9:00 there"
    assert budget_of(rosa, datetime(2026, 3, 2, 2, tzinfo=UTC)).reason == "today"
    assert budget_of(rosa, datetime(2026, 3, 2, 20, tzinfo=UTC)).reason == ""


def test_many_at_once_keep_to_the_budget(app: Flask, cast: Cast) -> None:
    start = Barrier(AT_ONCE)
    db.session.rollback()

    def at_once(manager: User) -> bool:
        with app.app_context():
            start.wait()
            try:
                sent = send(manager, cast["rosa"])
            except NudgeRefused:
                sent = False
            db.session.commit()
            return sent

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = list(pool.map(at_once, [cast["mona"], cast["viktor"]] * (AT_ONCE // 2)))
    assert (sent.count(True), count()) == (1, 1)
