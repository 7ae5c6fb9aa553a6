"""Rosa plans: when, then, save; on the day she is asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from support.lessons import PLAN, make_lesson

from rapport.database import db
from rapport.learning.plan import plans_of
from rapport.pages.rep.plan_form import ask_day
from rapport.people.user import Leave, User

PAGE = "/lessons/made/planning/plan"
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def rosa(app: Any, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    make_lesson(
        "planning",
        plan=PLAN | {"whens": ["I park the car", "I hang up"], "thens": ["write it down"], "ask_after_days": 2},
    )
    make_lesson("no-plan")
    monkeypatch.setattr("rapport.clock.now", lambda: FRIDAY)
    return sign_in("rosa")


def plan(**values: str) -> dict[str, str]:
    return {"fact_id": str(uuid4()), "when": "I park the car", "then": "write it down", "ask_on": "2026-11-23"} | values


def test_three_taps_make_a_plan(rosa: FlaskClient, cast: dict[str, User]) -> None:
    page = rosa.get(PAGE).text
    assert "I park the car" in page
    assert "Monday 23 November" in page, "two days on is a Sunday: asked when she works again"
    answer = rosa.post(PAGE, data=plan())
    assert answer.status_code == 303
    page = rosa.get(answer.location).text
    assert "Saved. You will be asked how it went." in page
    assert "You’ll be asked on Monday 23 November." in page
    [made] = plans_of(cast["rosa"].id)
    assert (made.when, made.then, made.ask_on) == ("I park the car", "write it down", date(2026, 11, 23))


def test_own_words_count_where_no_pill_is_picked(rosa: FlaskClient, cast: dict[str, User]) -> None:
    rosa.post(PAGE, data=plan(when="", when_own="the kettle boils", then_own="not this"))
    [made] = plans_of(cast["rosa"].id)
    assert (made.when, made.then) == ("the kettle boils", "write it down")


def test_a_change_keeps_it_one_plan(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = plan()
    rosa.post(PAGE, data=form)
    assert 'value="I park the car" checked' in rosa.get(PAGE).text
    rosa.post(PAGE, data=plan(when="I hang up", root=form["fact_id"]))
    assert [item.when for item in plans_of(cast["rosa"].id)] == ["I hang up"]


def test_after_its_outcome_a_plan_is_made_anew(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = plan(ask_on="2026-11-20")
    rosa.post(PAGE, data=form)
    rosa.post(
        "/field/outcomes",
        data={
            "fact_id": str(uuid4()),
            "about": "plan",
            "subject": form["fact_id"],
            "field": "",
            "result": "done",
            "note": "It works",
        },
    )
    page = rosa.get(PAGE).text
    assert "You did it, today" in page
    assert "It works" in page
    assert "Make a new plan" in page
    assert 'name="root"' not in page.split("Make a new plan")[1]


def test_it_can_be_taken_away(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = plan()
    rosa.post(PAGE, data=form)
    answer = rosa.post(f"{PAGE}/withdrawal", data={"fact_id": str(uuid4()), "root": form["fact_id"]})
    assert "Taken away." in rosa.get(answer.location).text
    assert plans_of(cast["rosa"].id) == []


@pytest.mark.parametrize(
    ("wrong", "sentence", "kept"),
    [
        ({"when": ""}, "Pick one, or write your own.", 'value="write it down" checked'),
        ({"then": "", "then_own": " \x00"}, "Pick one, or write your own.", 'value="I park the car" checked'),
        ({"then": "", "then_own": "x" * 501}, "under 500 characters", "x" * 501),
        ({"ask_on": "2026-11-19"}, "Please pick a day from today on.", 'value="2026-11-19"'),
        ({"ask_on": "soon"}, "Please pick a day from today on.", 'value="write it down" checked'),
        ({"ask_on": "9999-01-01"}, "Please give a date", 'value="write it down" checked'),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    rosa: FlaskClient, cast: dict[str, User], wrong: dict[str, str], sentence: str, kept: str
) -> None:
    answer = rosa.post(PAGE, data=plan(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept in answer.text
    assert plans_of(cast["rosa"].id) == []


def test_a_double_tap_is_one_plan(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = plan(when="", when_own="أوقف السيارة 🚗")
    assert [rosa.post(PAGE, data=form).status_code for _ in range(2)] == [303, 303]
    assert [item.when for item in plans_of(cast["rosa"].id)] == ["أوقف السيارة 🚗"]


@pytest.mark.parametrize("name", ["ravi", "mona", "otto"])
def test_somebody_elses_plan_is_not_there(rosa: FlaskClient, sign_in: SignIn, cast: dict[str, User], name: str) -> None:
    form = plan(when="", when_own="Rosa’s own words")
    rosa.post(PAGE, data=form)
    other = sign_in(name)
    assert "Rosa’s own words" not in other.get(PAGE).text
    assert other.post(f"{PAGE}/withdrawal", data={"fact_id": str(uuid4()), "root": form["fact_id"]}).status_code == 404
    assert other.post(PAGE, data=plan(root=form["fact_id"])).status_code == 422
    assert len(plans_of(cast["rosa"].id)) == 1


def test_a_lesson_without_a_plan_has_no_such_page(rosa: FlaskClient) -> None:
    assert rosa.get("/lessons/made/no-plan/plan").status_code == 404
    assert rosa.post("/lessons/made/no-plan/plan", data=plan()).status_code == 404


def test_nobody_gets_in_without_signing_in(rosa: FlaskClient, client: FlaskClient) -> None:
    assert client.get(PAGE).status_code == 303
    assert client.post(PAGE, data=plan()).status_code == 401


def test_the_day_of_asking_is_a_working_day() -> None:
    days = [ask_day(ahead, FRIDAY.date(), "12345") for ahead in (0, 1, 3)]
    assert days == [FRIDAY.date(), FRIDAY.date() + timedelta(days=3), FRIDAY.date() + timedelta(days=3)]


def test_a_leave_moves_the_day_of_asking(rosa: FlaskClient, cast: dict[str, User]) -> None:
    rosa.post(PAGE, data=plan())
    leave = Leave(user_id=cast["rosa"].id, first_day=date(2026, 11, 23), last_day=date(2026, 11, 27))
    db.session.add(leave)
    db.session.commit()
    page = rosa.get(PAGE).text
    assert "You’ll be asked on Monday 30 November." in page, "a plan made before"
    assert 'value="2026-11-30"' in page
    assert "To be asked on 30 November" in rosa.get("/me").text
    rosa.post(f"{PAGE}/withdrawal", data={"fact_id": str(uuid4()), "root": plans_of(cast["rosa"].id)[0].root_id})
    assert 'value="2026-11-30"' in rosa.get(PAGE).text, "a plan to be made"


def test_a_plan_page_takes_five_statements(rosa: FlaskClient, statements: Any) -> None:
    rosa.post(PAGE, data=plan())
    rosa.get(PAGE)
    with statements() as seen:
        rosa.get(PAGE)
    assert len(seen) == 5
