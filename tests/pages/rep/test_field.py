"""Field: what Rosa has under way, what she promised, and what became of it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from support.lessons import PLAN, exercise, form_field, make_lesson

from rapport.database import db
from rapport.learning.plan import Outcome, outcomes_of
from rapport.people.user import Leave, User

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
CALLS = "/lessons/made/ten-calls/exercises/calls"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Move the clock: so many days after that Friday."""

    def move(days: float) -> None:
        monkeypatch.setattr("rapport.clock.now", lambda: FRIDAY + timedelta(days=days))

    move(0)
    return move


@pytest.fixture
def rosa(app: Any, today: Callable[[float], None], sign_in: SignIn) -> FlaskClient:
    fields = [
        form_field("who", required=True),
        form_field("promise", label="What did you promise?"),
        form_field("by", "date"),
    ]
    renewals = exercise(
        "renewals",
        title="Renewal clock",
        goal=5,
        unit="renewals",
        fields=[form_field("who"), form_field("on", "date", label="Renewal", reminds=[60, 30])],
    )
    daily = exercise(
        "stance", title="One a day", goal=30, unit="days", rhythm="working day", fields=[form_field("what")]
    )
    make_lesson(
        "ten-calls",
        exercises=[exercise("calls", title="Call your best", goal=10, fields=fields), renewals, daily],
        plan=PLAN,
    )
    return sign_in("rosa")


def promise(rosa: FlaskClient, by: str = "2026-11-20") -> str:
    fact_id = str(uuid4())
    form = {
        "fact_id": fact_id,
        "field.who": "Bakery on 5th",
        "field.promise": "Send the corrected invoice",
        "field.by": by,
    }
    assert rosa.post(CALLS, data=form).status_code == 303
    return fact_id


def outcome(subject: str, **values: str) -> dict[str, str]:
    return {"fact_id": str(uuid4()), "about": "entry", "subject": subject, "field": "by", "result": "done"} | values


def outcome_of(person: User, subject: str, field: str = "by", about: str = "entry") -> Outcome | None:
    return outcomes_of(person.id).get((about, subject, field))


def test_an_empty_field_says_where_to_begin(rosa: FlaskClient) -> None:
    page = rosa.get("/field").text
    assert "Nothing under way yet" in page
    assert "Start with today’s lesson" in page


def test_what_runs_has_a_button_to_log(rosa: FlaskClient) -> None:
    rosa.post("/lessons/made/ten-calls/completion", data={"fact_id": str(uuid4())})
    page = rosa.get("/field").text
    assert "Log a call" in page
    assert "Log a renewal" in page
    assert "Log today" in page
    assert "Until 4 December" in page


def test_a_daily_exercise_that_is_done_today_says_so(rosa: FlaskClient) -> None:
    rosa.post(
        "/lessons/made/ten-calls/exercises/stance", data={"fact_id": str(uuid4()), "field.what": "Rang the bakery"}
    )
    page = rosa.get("/field").text
    assert "Today is done. Monday is day 2." in page
    assert "Log today" not in page


def test_a_leave_puts_off_the_next_day_and_what_is_asked_today(rosa: FlaskClient, cast: dict[str, User]) -> None:
    stance = "/lessons/made/ten-calls/exercises/stance"
    rosa.post(stance, data={"fact_id": str(uuid4()), "field.what": "Rang the bakery"})
    db.session.add(Leave(user_id=cast["rosa"].id, first_day=FRIDAY.date(), last_day=FRIDAY.date() + timedelta(days=3)))
    db.session.commit()
    for page in ("/field", "/", stance):
        assert "Today is done. Tuesday is day 2." in rosa.get(page).text


def test_what_runs_comes_before_what_is_settled(rosa: FlaskClient) -> None:
    rosa.post("/field/outcomes", data=outcome(promise(rosa)))
    page = rosa.get("/field").text
    assert page.index("Log a call") < page.index("Lately")


def test_a_promise_is_asked_about_on_its_day(rosa: FlaskClient, today: Callable[[float], None]) -> None:
    promise(rosa, by="2026-11-23")
    page = rosa.get("/field").text
    assert "Coming up" in page
    assert "On Monday" in page
    assert 'value="done"' not in page
    today(3)
    page = rosa.get("/field").text
    assert "Send the corrected invoice" in page
    assert "</svg>Today</p>" in page
    assert 'value="done"' in page
    today(5)
    assert "Was due on Monday" in rosa.get("/field").text


def test_done_is_noted_and_can_be_opened_again(rosa: FlaskClient, today: Callable[[float], None]) -> None:
    subject = promise(rosa)
    answer = rosa.post("/field/outcomes", data=outcome(subject))
    assert answer.status_code == 303
    page = rosa.get(answer.location).text
    assert "Done. Well kept." in page
    assert "Lately" in page
    today(0.1)
    answer = rosa.post("/field/outcomes", data=outcome(subject, result="later", until="2026-11-20", again="yes"))
    page = rosa.get(answer.location).text
    assert "It is open again." in page
    assert "Time to answer" in page


def test_not_done_is_not_scolded(rosa: FlaskClient, cast: dict[str, User]) -> None:
    subject = promise(rosa)
    answer = rosa.post("/field/outcomes", data=outcome(subject, result="not done", note="She was away 🤷"))
    assert "Noted. It happens." in rosa.get(answer.location).text
    made = outcome_of(cast["rosa"], subject)
    assert made
    assert (made.result, made.note) == ("not done", "She was away 🤷")


@pytest.mark.parametrize(
    ("later", "day"), [({"in_days": "7"}, "2026-11-27"), ({"in_days": "1", "until": "2026-12-01"}, "2026-12-01")]
)
def test_later_moves_the_day(rosa: FlaskClient, cast: dict[str, User], later: dict[str, str], day: str) -> None:
    subject = promise(rosa)
    assert rosa.post("/field/outcomes", data=outcome(subject, result="later", **later)).status_code == 303
    made = outcome_of(cast["rosa"], subject)
    assert made
    assert str(made.until) == day
    assert "Coming up" in rosa.get("/field").text


@pytest.mark.parametrize("later", [{}, {"until": "soon"}, {"until": "2026-11-19"}, {"in_days": "-3"}, {"in_days": "٣"}])
def test_later_needs_a_day(rosa: FlaskClient, cast: dict[str, User], later: dict[str, str]) -> None:
    subject = promise(rosa)
    answer = rosa.post("/field/outcomes", data=outcome(subject, result="later", **later))
    assert outcome_of(cast["rosa"], subject) is None
    assert answer.status_code == 422
    assert "Please pick a day from today on." in answer.text


def test_a_plan_asks_did_you_do_it(rosa: FlaskClient, cast: dict[str, User], today: Callable[[float], None]) -> None:
    fact_id = str(uuid4())
    rosa.post(
        "/lessons/made/ten-calls/plan",
        data={"fact_id": fact_id, "when": "I call", "then": "ask", "ask_on": "2026-11-24"},
    )
    today(4)
    page = rosa.get("/field").text
    assert "Did you do it?" in page
    assert "When I call, then I will ask." in page
    rosa.post("/field/outcomes", data=outcome(fact_id, about="plan", field="", note="Three times"))
    made = outcome_of(cast["rosa"], fact_id, "", "plan")
    assert made
    assert made.note == "Three times"


def test_a_note_that_is_too_long_is_kept_and_explained(rosa: FlaskClient, cast: dict[str, User]) -> None:
    fact_id = str(uuid4())
    rosa.post(
        "/lessons/made/ten-calls/plan",
        data={"fact_id": fact_id, "when": "I call", "then": "ask", "ask_on": "2026-11-20"},
    )
    answer = rosa.post("/field/outcomes", data=outcome(fact_id, about="plan", field="", note="x" * 5001))
    assert answer.status_code == 422
    assert "under 5,000 characters" in answer.text
    assert "x" * 5001 in answer.text


def test_a_renewal_is_prepared_before_its_day(rosa: FlaskClient, today: Callable[[float], None]) -> None:
    rosa.post(
        "/lessons/made/ten-calls/exercises/renewals",
        data={"fact_id": str(uuid4()), "field.who": "Harbour Café", "field.on": "2027-03-03"},
    )
    page = rosa.get("/field").text
    assert "On 3 March 2027" in page
    assert "Prepare from 2 January 2027" in page
    today(45)
    assert "Time to prepare: in 8 weeks." in rosa.get("/field").text
    assert "From Renewal clock" in rosa.get("/field").text


def test_each_reminder_of_a_renewal_is_done_for_itself(rosa: FlaskClient, today: Callable[[float], None]) -> None:
    fact_id = str(uuid4())
    renewal = {"fact_id": fact_id, "field.who": "Harbour Café", "field.on": "2027-03-03"}
    rosa.post("/lessons/made/ten-calls/exercises/renewals", data=renewal)
    today(45)
    page = rosa.get("/field").text
    assert "Done for now" in page
    assert "Not done" not in page, "nothing has failed before its day"
    until = re.search(r'name="next" value="([^"]+)"', page)
    assert until
    form = outcome(fact_id, field="on", result="for now", next=until[1])
    page = rosa.get(rosa.post("/field/outcomes", data=form).location).text
    assert "Good. You will be reminded again." in page
    assert "Prepare from 1 February" in page
    assert "3 March" in page, "the day itself stays"


def test_a_double_tap_is_one_outcome(rosa: FlaskClient, cast: dict[str, User]) -> None:
    form = outcome(promise(rosa))
    assert [rosa.post("/field/outcomes", data=form).status_code for _ in range(2)] == [303, 303]
    assert len(db.session.scalars(select(Outcome).where(Outcome.rep_id == cast["rosa"].id)).all()) == 1


def test_today_is_where_one_returns_to_if_one_came_from_there(rosa: FlaskClient) -> None:
    assert rosa.post("/field/outcomes", data=outcome(promise(rosa), back="today")).location == "/?answered=done"
    assert rosa.post("/field/outcomes", data=outcome(promise(rosa), back="https://evil.example")).location.startswith(
        "/field"
    )


@pytest.mark.parametrize("name", ["ravi", "mona", "otto"])
def test_somebody_elses_promise_is_not_there(
    rosa: FlaskClient, sign_in: SignIn, cast: dict[str, User], name: str
) -> None:
    subject, other = promise(rosa), sign_in(name)
    assert "Bakery" not in other.get("/field").text
    assert other.post("/field/outcomes", data=outcome(subject)).status_code == 404
    assert outcome_of(cast["rosa"], subject) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "nonsense"},
        {"subject": "\x00"},
        {"about": "lesson"},
        {"field": "who"},
        {"result": "perhaps"},
        {"about": "plan"},
    ],
)
def test_what_is_not_there_cannot_be_answered(rosa: FlaskClient, wrong: dict[str, str]) -> None:
    assert rosa.post("/field/outcomes", data=outcome(promise(rosa)) | wrong).status_code == 404


def test_nobody_gets_in_without_signing_in(client: FlaskClient) -> None:
    assert client.get("/field").status_code == 303
    assert client.post("/field/outcomes", data=outcome(str(uuid4()))).status_code == 401


def test_field_takes_six_statements_however_much_there_is(rosa: FlaskClient, statements: Any) -> None:
    counts = []
    for _ in range(3):
        promise(rosa)
        rosa.get("/field")
        with statements() as seen:
            rosa.get("/field")
        counts.append(len(seen))
    assert counts == [6, 6, 6]
