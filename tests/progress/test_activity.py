"""Days are those of the rep's own calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from support.lessons import REFLECTION, make_lesson

from rapport.database import db
from rapport.people.user import Leave
from rapport.progress.activity import active_days, last_weeks, leave_days
from rapport.progress.record import record

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_every_kind_of_fact_makes_a_day_active(cast: Any, statements: Any) -> None:
    make_lesson("care", reflection=REFLECTION)
    cast["rosa"].zone = "America/Los_Angeles"
    common = {"lesson": "care", "text": "Hm."}
    for kind, at in (
        ("completion", "2026-03-02T03:00:00Z"),
        ("completion", "2026-03-02T06:00:00Z"),
        ("reflection", "2026-03-04T18:00:00Z"),
    ):
        record(cast["rosa"], [{"id": str(uuid4()), "kind": kind, "at": at, **common}], NOW)
    with statements() as seen:
        assert active_days(cast["rosa"]) == {date(2026, 3, 1), date(2026, 3, 4)}
    assert len(seen) == 1
    assert active_days(cast["otto"]) == set()


def test_leave_has_both_its_ends(cast: Any) -> None:
    db.session.add(Leave(user_id=cast["rosa"].id, first_day=date(2026, 3, 30), last_day=date(2026, 4, 1)))
    db.session.add(Leave(user_id=cast["rosa"].id, first_day=date(2026, 5, 1), last_day=date(2026, 4, 1)))
    db.session.flush()
    assert leave_days(cast["rosa"]) == {date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)}
    assert leave_days(cast["otto"]) == set()


SUNDAY = date(2026, 3, 29)


def test_twelve_weeks_end_with_this_one() -> None:
    weeks = last_weeks(SUNDAY, {SUNDAY, date(2026, 3, 23), date(2026, 1, 5), date(2026, 1, 4)}, (), "12345")
    assert [week.days for week in weeks] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert (weeks[0].monday, weeks[-1].monday) == (date(2026, 1, 5), date(2026, 3, 23))


def test_a_week_is_away_when_all_its_working_days_are_leave() -> None:
    away = {date(2026, 3, 23) + timedelta(days=number) for number in range(5)}
    assert last_weeks(SUNDAY, (), away, "12345")[-1].away
    assert not last_weeks(SUNDAY, (), away, "123456")[-1].away
    assert not last_weeks(SUNDAY, (), away, "")[-1].away
