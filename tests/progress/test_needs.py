"""Who needs their manager: said by the database for thousands, and by Python for the few that are shown."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from rapport.database import db, table_of
from rapport.people.user import Leave, User
from rapport.progress.board import Query
from rapport.progress.needs import REASONS, need, reasons, reasons_of
from rapport.progress.of_team import board
from rapport.progress.pulse import Pulse, pulses

TODAY = date(2026, 3, 31)
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
days = st.integers(-30, 5)
moments = st.one_of(st.none(), days.map(lambda number: NOON + timedelta(days=number, hours=number % 7)))


@settings(max_examples=60)
@given(
    last_at=moments,
    misjudged_at=moments,
    next_due=st.one_of(st.none(), days.map(lambda number: TODAY + timedelta(days=number))),
    counts=st.tuples(*[st.integers(0, 1)] * 3),
    away=st.booleans(),
)
def test_both_say_the_same(
    app: Any, cast: dict[str, User], last_at: Any, misjudged_at: Any, next_due: Any, counts: Any, away: bool
) -> None:
    rosa = cast["rosa"].id
    stuck, waiting, hands = counts
    said = {"last_at": last_at, "misjudged_at": misjudged_at, "next_due": next_due}
    counted = {"stuck": stuck, "waiting": waiting, "hands": hands}
    db.session.execute(update(table_of(Pulse)).where(pulses.rep_id == rosa).values(**said, **counted))
    if away:
        db.session.add(Leave(user_id=rosa, first_day=TODAY, last_day=TODAY))
        db.session.flush()
    row = db.session.execute(select(table_of(Pulse)).where(pulses.rep_id == rosa)).one()
    found = reasons(TODAY)
    by_database = db.session.execute(
        select(*(found[name].label(name) for name in REASONS), need(TODAY).label("need")).where(pulses.rep_id == rosa)
    ).one()
    by_python = reasons_of(row, TODAY, away)
    assert [name for name in REASONS if getattr(by_database, name)] == by_python
    assert by_database.need == (len(REASONS) - REASONS.index(by_python[0]) if by_python else 0)
    db.session.execute(delete(Leave))


def pulse(cast: dict[str, User], name: str, **values: Any) -> None:
    db.session.execute(update(table_of(Pulse)).where(pulses.rep_id == cast[name].id).values(**values))


@pytest.fixture
def seen(cast: dict[str, User]) -> Any:
    return lambda query=None: board(cast["viktor"], None, query or Query(), TODAY)


def test_the_weightier_reason_comes_first_and_the_rest_is_counted(cast: dict[str, User], seen: Any) -> None:
    pulse(cast, "rosa", hands=1, stuck=1, last_at=NOON)
    pulse(cast, "ravi", next_due=TODAY - timedelta(days=2), last_at=NOON)
    found = seen()
    assert [(one.name, one.reason, one.more) for one in found.needs] == [
        ("Rosa Lind", "help", 1),
        ("Ravi Menon", "late", 0),
    ]
    assert (found.needing, found.late, found.people) == (2, 1, 4)


def test_three_at_most_though_more_need_somebody(cast: dict[str, User], seen: Any) -> None:
    for name in ("rosa", "ravi", "mona", "petra"):
        pulse(cast, name, waiting=2, last_at=NOON)
    assert len(seen().needs) == 3
    assert seen().needing == 4


def test_nobody_is_called_late_or_silent_while_on_leave(cast: dict[str, User], seen: Any) -> None:
    pulse(cast, "rosa", next_due=TODAY - timedelta(days=20), last_at=NOON - timedelta(days=30))
    db.session.add(Leave(user_id=cast["rosa"].id, first_day=TODAY, last_day=TODAY))
    db.session.flush()
    assert seen().needs == []


def test_the_filter_for_the_late_finds_the_late(cast: dict[str, User], seen: Any) -> None:
    pulse(cast, "ravi", next_due=TODAY - timedelta(days=1))
    assert [line.name for line in seen(Query(only="late")).lines] == ["Ravi Menon"]
    assert [line.name for line in seen(Query(search="LIND")).lines] == ["Rosa Lind"]
    assert seen(Query(search="%")).lines == []
