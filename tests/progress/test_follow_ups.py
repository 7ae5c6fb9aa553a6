"""Promises come back on their day, until they are settled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.lessons import PLAN, exercise, form_field, make_lesson

from rapport.database import db
from rapport.people.user import Leave
from rapport.progress.follow_ups import FollowUp, follow_ups_of
from rapport.progress.record import record

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def lesson(app: Any) -> Any:
    renewal = exercise(
        "renewals", fields=[form_field("who", required=True), form_field("ends", "date", reminds=[90, 30])]
    )
    return make_lesson("care", exercises=[exercise("calls"), renewal], plan=PLAN)


def fact(kind: str, **values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "at": NOW.isoformat(), "lesson": "care", **values}


def call(promise: str = "Send the list", by: str = "2026-03-20", **values: Any) -> dict[str, Any]:
    return fact("entry", exercise="calls", values={"who": "KL", "promise": promise, "by": by}, **values)


def settle(made: dict[str, Any], result: str, about: str = "entry", field: str = "by", **values: Any) -> dict[str, Any]:
    key = field if about == "entry" else ""
    return fact("outcome", about=about, subject=made["id"], field=key, result=result, **values)


def take(rep: Any, *facts: dict[str, Any], days: int = 0) -> None:
    for sent in facts:
        later = NOW + timedelta(days=days)
        (result,) = record(rep, [{**sent, "at": later.isoformat()}], later)
        assert result.status == "stored", result
    db.session.commit()


def test_a_promise_says_who_what_and_when(cast: Any, lesson: Any) -> None:
    made = call()
    take(cast["rosa"], made)
    assert follow_ups_of(cast["rosa"]) == [
        FollowUp(
            "entry",
            made["id"],
            "by",
            "KL",
            "Send the list",
            date(2026, 3, 20),
            lesson.id,
            "open",
            (3,),
            date(2026, 3, 17),
            exercise_key="calls",
        )
    ]
    assert follow_ups_of(cast["otto"]) == []


def test_it_is_asked_from_its_first_reminder(cast: Any, lesson: Any) -> None:
    take(cast["rosa"], call())
    (promise,) = follow_ups_of(cast["rosa"])
    assert [promise.is_asked(date(2026, 3, day)) for day in (16, 17, 21)] == [False, True, True]


def test_each_of_several_reminders_is_answered_for_itself(cast: Any, lesson: Any) -> None:
    made = fact("entry", exercise="renewals", values={"who": "KL", "ends": "2026-12-31"})
    take(cast["rosa"], made)
    ninety, thirty, end = date(2026, 10, 2), date(2026, 12, 1), date(2026, 12, 31)
    (renewal,) = follow_ups_of(cast["rosa"])
    assert [renewal.next_reminder(day) for day in (ninety, thirty, end)] == [thirty, end, None]
    for day, following in ((ninety, thirty), (thirty, end)):
        answer = settle(made, "later", field="ends", until=following.isoformat())
        take(cast["rosa"], answer, days=(day - NOW.date()).days)
        (renewal,) = follow_ups_of(cast["rosa"])
        assert (renewal.state, renewal.due_on, renewal.asked_on) == ("open", end, following)
        assert [renewal.is_asked(at) for at in (day, following)] == [False, True]
    take(cast["rosa"], settle(made, "done", field="ends"), days=(end - NOW.date()).days)
    assert [item.state for item in follow_ups_of(cast["rosa"])] == ["done"]


def test_a_renewal_that_is_put_off_beyond_its_day_moves(cast: Any, lesson: Any) -> None:
    made = fact("entry", exercise="renewals", values={"who": "KL", "ends": "2026-12-31"})
    take(cast["rosa"], made)
    take(cast["rosa"], settle(made, "later", field="ends", until="2027-01-14"), days=296)
    (renewal,) = follow_ups_of(cast["rosa"])
    assert (renewal.due_on, renewal.asked_on) == (date(2027, 1, 14), date(2027, 1, 14))


def test_one_reminder_is_no_step_on_the_way(cast: Any, lesson: Any) -> None:
    take(cast["rosa"], call())
    (promise,) = follow_ups_of(cast["rosa"])
    assert promise.next_reminder(date(2026, 3, 17)) is None


def test_a_renewal_is_named_by_its_label(cast: Any, lesson: Any) -> None:
    take(cast["rosa"], fact("entry", exercise="renewals", values={"who": "KL", "ends": "2026-12-31"}))
    (renewal,) = follow_ups_of(cast["rosa"])
    assert (renewal.who, renewal.text, renewal.reminds, renewal.asked_on) == ("KL", "Ends", (90, 30), date(2026, 10, 2))


def test_a_promise_without_words_borrows_none(cast: Any, lesson: Any) -> None:
    make_lesson(
        "quotes",
        exercises=[
            exercise(
                "calls", fields=[form_field(key) for key in ("who", "quote", "promise")] + [form_field("by", "date")]
            )
        ],
    )
    values = {"who": "KL", "quote": "“Good stuff.”", "promise": "", "by": "2026-03-20"}
    take(cast["rosa"], {**fact("entry", exercise="calls", values=values), "lesson": "quotes"})
    (promise,) = follow_ups_of(cast["rosa"])
    assert promise.text == "Only the day was noted."


def test_words_about_something_else_are_not_the_promise(cast: Any, lesson: Any) -> None:
    fields = [
        form_field("who"),
        form_field("wanted", "long"),
        form_field("worth", "number"),
        form_field("show", "date"),
    ]
    make_lesson("pages", exercises=[exercise("recap", fields=fields)])
    values = {"who": "KL", "wanted": "“Fewer boxes.”", "worth": "400", "show": "2026-03-20"}
    take(cast["rosa"], {**fact("entry", exercise="recap", values=values), "lesson": "pages"})
    (page,) = follow_ups_of(cast["rosa"])
    assert (page.who, page.text) == ("KL", "Show")


def test_a_date_that_was_past_already_is_no_promise(cast: Any, lesson: Any) -> None:
    take(cast["rosa"], call(by="2026-03-09"), call(by=""))
    assert follow_ups_of(cast["rosa"]) == []


@pytest.mark.parametrize("result", ["done", "not done"])
def test_a_settled_promise_is_no_longer_asked(cast: Any, lesson: Any, result: str) -> None:
    made = call()
    take(cast["rosa"], made, settle(made, result, note="By mail"))
    (promise,) = follow_ups_of(cast["rosa"])
    assert (promise.state, promise.note, promise.is_asked(date(2026, 4, 1))) == (result, "By mail", False)


def test_later_moves_the_day_until_the_entry_says_another(cast: Any, lesson: Any) -> None:
    made = call()
    take(cast["rosa"], made, settle(made, "later", until="2026-03-27"))
    (promise,) = follow_ups_of(cast["rosa"])
    assert (promise.state, promise.due_on, promise.asked_on) == ("open", date(2026, 3, 27), date(2026, 3, 27))
    take(cast["rosa"], call(by="2026-04-10", root=made["id"]), days=1)
    assert [item.due_on for item in follow_ups_of(cast["rosa"])] == [date(2026, 4, 10)]


def test_a_plan_is_asked_on_its_day(cast: Any, lesson: Any) -> None:
    plan = fact("plan", when="I open my mail", then="call one customer", ask_on="2026-03-17")
    take(cast["rosa"], plan)
    (item,) = follow_ups_of(cast["rosa"])
    assert (item.about, item.text, item.due_on) == (
        "plan",
        "When I open my mail, then I will call one customer",
        date(2026, 3, 17),
    )
    take(cast["rosa"], settle(plan, "done", about="plan"), days=7)
    assert [item.state for item in follow_ups_of(cast["rosa"])] == ["done"]


def test_a_plan_waits_until_one_is_back_but_a_promise_does_not(cast: Any, lesson: Any) -> None:
    take(cast["rosa"], fact("plan", when="I park", then="call", ask_on="2026-03-17"), call(by="2026-03-17"))
    db.session.add(Leave(user_id=cast["rosa"].id, first_day=date(2026, 3, 16), last_day=date(2026, 3, 20)))
    db.session.flush()
    assert {item.about: item.due_on for item in follow_ups_of(cast["rosa"])} == {
        "entry": date(2026, 3, 17),
        "plan": date(2026, 3, 23),
    }


def test_what_is_withdrawn_is_not_asked(cast: Any, lesson: Any) -> None:
    made = call()
    take(cast["rosa"], made, call(root=made["id"], withdrawn=True))
    assert follow_ups_of(cast["rosa"]) == []


def test_open_ones_come_by_date_and_settled_ones_after(cast: Any, lesson: Any) -> None:
    late, soon, settled = call("Late", "2026-04-01"), call("Soon", "2026-03-12"), call("Settled", "2026-03-11")
    take(cast["rosa"], late, soon, settled, settle(settled, "done"))
    assert [item.text for item in follow_ups_of(cast["rosa"])] == ["Soon", "Late", "Settled"]
