"""A month of a team: what is counted, for whom, and on whose clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from support.deeds import did
from support.lessons import exercise, form_field, make_lesson, question, quiz

from rapport import clock
from rapport.database import db
from rapport.people.team import Membership, Team, add_member
from rapport.people.user import User
from rapport.progress import roster
from rapport.reports.month import Month, month_of
from rapport.reports.month_report import MonthReport
from rapport.reports.month_sums import Sums, together

Cast = dict[str, User]
OCTOBER = Month(date(2026, 10, 1))
TEN = datetime(2026, 10, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def team(name: str) -> Team:
    return db.session.query(Team).filter_by(name=name).one()


def rows(manager: User, name: str = "", month: Month = OCTOBER) -> dict[Any, list[Any]]:
    """The table of people, by name: the team, then the counts."""
    found = MonthReport(manager, team(name) if name else None, month).people()
    return {row[0]: [row[-1], *row[1:-1]] for row in found.rows}


def team_rows(manager: User, name: str = "", month: Month = OCTOBER) -> dict[Any, list[Any]]:
    found = MonthReport(manager, team(name) if name else None, month).teams()
    return {row[0]: list(row[1:]) for row in found.rows}


@pytest.fixture
def calls(cast: Cast) -> Cast:
    """A lesson with a quiz and calls to make, whose promises have a day."""
    fields = [form_field("who", required=True), form_field("by", "date")]
    make_lesson("calls", exercises=[exercise("ring", goal=2, fields=fields)], quiz=quiz(question("q1")))
    return cast


def answer(rep: User, right: bool, at: datetime = TEN) -> None:
    did(rep, "attempt", "calls", at, answers=[{"question": "q1", "response": "yes" if right else "no", "round": 1}])


def test_what_is_counted(calls: Cast) -> None:
    rosa = calls["rosa"]
    did(rosa, "completion", "calls", TEN)
    answer(rosa, right=False)
    answer(rosa, right=True, at=TEN + DAY)
    answer(rosa, right=True, at=TEN + 2 * DAY)
    entry = did(rosa, "entry", "calls", TEN, exercise="ring", values={"who": "Bakery", "by": "2026-10-12"})
    did(rosa, "entry", "calls", TEN, exercise="ring", values={"who": "Clinic"})
    did(rosa, "outcome", "calls", TEN + 3 * DAY, about="entry", subject=entry, field="by", result="done")
    assert rows(calls["mona"], "North") == {"Rosa Lind": ["North", 1, 67, 2, 1, 4]}
    assert rows(calls["mona"], "North", OCTOBER.before) == {"Rosa Lind": ["North", 0, None, 0, 0, 0]}
    assert rows(calls["mona"], "North", OCTOBER.after) == {"Rosa Lind": ["North", 0, None, 0, 0, 0]}


def test_a_correction_counts_once_and_what_was_taken_back_not_at_all(calls: Cast) -> None:
    rosa = calls["rosa"]
    first, second = (
        did(rosa, "entry", "calls", TEN, exercise="ring", values={"who": who}) for who in ("Bakery", "Clinic")
    )
    did(rosa, "entry", "calls", TEN + 30 * DAY, exercise="ring", root=first, values={"who": "The bakery"})
    assert rows(calls["mona"])["Rosa Lind"][3] == 2
    assert rows(calls["mona"], month=OCTOBER.after)["Rosa Lind"][3] == 0, "it was logged in October"
    did(rosa, "entry", "calls", TEN + DAY, exercise="ring", root=second, withdrawn=True)
    assert rows(calls["mona"])["Rosa Lind"][3] == 1


def test_only_the_last_word_on_a_promise_counts(calls: Cast) -> None:
    rosa = calls["rosa"]
    entry = did(rosa, "entry", "calls", TEN, exercise="ring", values={"who": "Bakery", "by": "2026-10-12"})
    told = {"about": "entry", "subject": entry, "field": "by"}
    did(rosa, "outcome", "calls", TEN + DAY, result="done", **told)
    assert rows(calls["mona"])["Rosa Lind"][4] == 1
    did(rosa, "outcome", "calls", TEN + 2 * DAY, result="not done", **told)
    assert rows(calls["mona"])["Rosa Lind"][4] == 0


def test_the_month_is_the_one_on_her_own_calendar(calls: Cast) -> None:
    rosa = db.session.get_one(User, calls["rosa"].id)
    rosa.zone = "Pacific/Auckland"
    db.session.commit()
    eve = datetime(2026, 9, 30, 20, tzinfo=UTC)  # the first of October where she is
    make_lesson("short")
    did(rosa, "completion", "short", eve)
    assert rows(calls["mona"])["Rosa Lind"][1:] == [1, None, 0, 0, 1]
    assert rows(calls["mona"], month=OCTOBER.before)["Rosa Lind"][1:] == [0, None, 0, 0, 0]


def test_the_teams_add_up_and_everybody_counts_once(calls: Cast) -> None:
    add_member(team("South").id, calls["rosa"].id, clock.now())
    roster.follow([calls["rosa"].id], clock.now())
    answer(calls["rosa"], right=True)
    answer(calls["ravi"], right=False)
    answer(calls["mona"], right=True)
    field = team_rows(calls["viktor"], "Field")
    assert list(field) == ["North", "South", "Everybody"]
    assert field["North"] == [1, 0, 100, 0, 0, 1], "without Mona, who leads it"
    assert field["South"] == [2, 0, 50, 0, 0, 2]
    assert field["Everybody"] == [4, 0, 67, 0, 0, 3], "with Mona and Petra; Rosa once"
    assert rows(calls["viktor"], "Field")["Rosa Lind"][0] == "North, South"
    assert team_rows(calls["viktor"])["Field"] == team_rows(calls["viktor"])["Everybody"]


def test_who_is_shown(calls: Cast) -> None:
    assert list(rows(calls["mona"])) == ["Rosa Lind"], "not Mona herself, nor Petra’s people"
    assert list(rows(calls["viktor"])) == ["Mona Adler", "Petra Vogel", "Ravi Menon", "Rosa Lind"]
    assert list(rows(calls["viktor"], "South")) == ["Ravi Menon"]
    db.session.get_one(User, calls["rosa"].id).deactivated_at = clock.now()
    ravi = db.session.query(Membership).filter_by(user_id=calls["ravi"].id).one()
    ravi.left_at = clock.now()
    roster.follow([calls["rosa"].id, calls["ravi"].id], clock.now())
    assert rows(calls["mona"]) == {}
    assert list(rows(calls["viktor"])) == ["Mona Adler", "Petra Vogel"]
    assert team_rows(calls["mona"]) == {"Everybody": [0, 0, None, 0, 0, 0], "North": [0, 0, None, 0, 0, 0]}


def test_the_month_of_an_address() -> None:
    today = date(2026, 11, 3)
    assert month_of("2026-10", today) == OCTOBER
    assert month_of("2026-11", today).last == date(2026, 11, 30)
    for odd in ("", "2026", "2026-13", "2026-12", "1999-12", "2026-1", "9999-12", "x" * 99, "2026-10-01", "-"):
        assert month_of(odd, today) == Month(date(2026, 11, 1))
    assert (OCTOBER.before.key, OCTOBER.after.key, OCTOBER.title) == ("2026-09", "2026-11", "October 2026")
    assert Month(date(2026, 1, 1)).before.key == "2025-12"
    assert Month(date(2028, 2, 1)).last == date(2028, 2, 29)


def test_sums_of_nobody_are_nothing_and_halves_round_up() -> None:
    assert together([]) == Sums()
    assert together([Sums(1, 1, 8), Sums(2, 0, 0, 5, 6, 7)]) == Sums(3, 1, 8, 5, 6, 7)
    assert Sums(right=1, answered=8).cells()[1] == 13
