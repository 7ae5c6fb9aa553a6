"""Facts on their way in: taken once, checked one by one, refused with a reason."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from support.lessons import PLAN, REFLECTION, change_lesson, exercise, form_field, make_lesson, question, quiz

from rapport.database import db
from rapport.learning.attempt import Answer, Attempt, answers_of, right_marks
from rapport.learning.completion import Completion
from rapport.learning.entry import Entry, entries_of, entry_line
from rapport.learning.plan import Outcome, outcomes_of, plans_of
from rapport.learning.reflection import Reflection, reflections_of
from rapport.progress.record import Result, record

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
Cast = dict[str, Any]


@pytest.fixture
def lesson(app: Any) -> Any:
    return make_lesson("care", exercises=[exercise("calls")], reflection=REFLECTION, plan=PLAN, quiz=quiz())


def fact(kind: str, **values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "at": NOW.isoformat(), "lesson": "care", **values}


def answer(key: str, response: Any = "yes", round: int = 1, sure: bool = True) -> dict[str, Any]:
    return {"question": key, "response": response, "sure": sure, "round": round}


def call(**values: Any) -> dict[str, Any]:
    return fact(
        "entry", exercise="calls", **{"values": {"who": "KL", "promise": "Send the list", "by": "2026-03-20"}, **values}
    )


def take(rep: Any, *facts: Any, at: datetime = NOW) -> list[Result]:
    results = record(rep, list(facts), at)
    db.session.commit()
    return results


def told(results: list[Result]) -> list[str]:
    return [result.reason or result.status for result in results]


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_rosa_learns_a_whole_lesson(cast: Cast, lesson: Any) -> None:
    plan = fact("plan", when="I open my mail", then="I call one", ask_on="2026-03-17")
    facts = [
        fact("completion"),
        fact("attempt", answers=[answer("q1"), answer("q2", "no"), answer("q2", round=2)]),
        call(),
        fact("reflection", text="I talk too much."),
        plan,
        fact("outcome", about="plan", subject=plan["id"], result="later", until="2026-03-24", note="Busy week"),
    ]
    assert told(take(cast["rosa"], *facts)) == ["stored"] * 6
    assert [count(table) for table in (Completion, Attempt, Answer, Entry, Reflection, Outcome)] == [1, 1, 3, 1, 1, 1]


def test_the_same_fact_counts_once_however_often_it_comes(cast: Cast, lesson: Any) -> None:
    done = fact("completion")
    assert told(take(cast["rosa"], done, done, {**done, "id": done["id"].upper()})) == ["stored", "known", "known"]
    assert told(take(cast["rosa"], done)) == ["known"]
    assert count(Completion) == 1


def test_somebody_elses_id_is_taken_and_nothing_of_theirs_is_told(cast: Cast, lesson: Any) -> None:
    done = fact("completion")
    take(cast["rosa"], done)
    refused = take(cast["otto"], done)[0]
    assert (refused.status, refused.reason) == ("refused", "id-taken")
    assert "rosa" not in str(refused).lower()
    assert count(Completion) == 1


def test_one_bad_fact_never_blocks_the_others(cast: Cast, lesson: Any) -> None:
    facts = [
        None,
        [],
        "x",
        7,
        {},
        {"id": "nope"},
        fact("completion"),
        fact("telepathy"),
        fact("review"),
        fact("reflection", text="Kept."),
    ]
    assert told(take(cast["rosa"], *facts)) == ["bad-fact"] * 4 + ["bad-id"] * 2 + [
        "stored",
        "unknown-kind",
        "not-yet",
        "stored",
    ]


def test_results_carry_the_ids_as_they_were_sent(cast: Cast, lesson: Any) -> None:
    done = fact("completion", id=str(uuid4()).upper())
    results = take(cast["rosa"], done, {"id": 5}, {"id": "nope"})
    assert [result.id for result in results] == [done["id"], None, "nope"]


@pytest.mark.parametrize(
    "at",
    [
        None,
        "",
        "yesterday",
        17,
        True,
        [],
        "2026-03-10T12:00:00",
        "2026-13-40T00:00:00Z",
        "9" * 5000,
        "2026-03-10",
        "\ud800",
    ],
)
def test_a_time_without_zone_or_sense_is_refused(cast: Cast, lesson: Any, at: Any) -> None:
    assert told(take(cast["rosa"], fact("completion", at=at))) == ["bad-time"]


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2026-03-10T11:00:00Z", datetime(2026, 3, 10, 11, tzinfo=UTC)),
        ("2026-03-10T13:30:00+02:00", datetime(2026, 3, 10, 11, 30, tzinfo=UTC)),
        ("2024-01-01T00:00:00Z", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2026-03-10T12:05:00Z", NOW),
        ("2031-01-01T00:00:00Z", NOW),
        ("1970-01-01T00:00:00Z", NOW),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
    ],
)
def test_a_clock_that_lies_loses_no_fact(cast: Cast, lesson: Any, at: str, kept: datetime | None) -> None:
    results = take(cast["rosa"], fact("completion", at=at))
    stored = db.session.scalars(select(Completion)).first()
    assert (stored.at if stored else told(results)[0]) == (kept or "bad-time")


def test_a_fact_belongs_to_the_day_of_its_owners_calendar(cast: Cast, lesson: Any) -> None:
    for name, zone in (("rosa", "Pacific/Auckland"), ("ravi", "America/Los_Angeles")):
        cast[name].zone = zone
        take(cast[name], fact("completion"))
    days = {row.rep_id: row.day for row in db.session.scalars(select(Completion))}
    assert days == {cast["rosa"].id: date(2026, 3, 11), cast["ravi"].id: date(2026, 3, 10)}


@pytest.mark.parametrize("key", [None, "", "nowhere", 5, [], {}, "\x00", "\ud800", "a" * 5000])
def test_an_unknown_lesson_is_refused(cast: Cast, lesson: Any, key: Any) -> None:
    assert told(take(cast["rosa"], fact("completion", lesson=key))) == ["unknown-lesson"]


def test_a_retired_lesson_still_takes_what_was_learnt_offline(cast: Cast, lesson: Any) -> None:
    change_lesson(lesson, retired_at=NOW)
    assert told(take(cast["rosa"], fact("completion"), call())) == ["stored", "stored"]


def test_an_attempt_is_marked_by_the_server(cast: Cast, lesson: Any) -> None:
    sent = fact(
        "attempt", answers=[{**answer("q1", "no"), "mark": 1}, answer("q2"), answer("q1", round=2)], passed=True
    )
    take(cast["rosa"], sent)
    attempt = db.session.get_one(Attempt, sent["id"])
    assert (attempt.first_score, attempt.final_score, attempt.passed, attempt.pass_mark) == (50, 100, True, 80)
    assert [(item.question_key, item.round, item.mark) for item in answers_of(attempt.id)] == [
        ("q1", 1, 0),
        ("q2", 1, 1),
        ("q1", 2, 1),
    ]


def test_questions_left_out_earn_nothing(cast: Cast, lesson: Any) -> None:
    sent = fact("attempt", answers=[answer("q1")])
    take(cast["rosa"], sent)
    assert db.session.get_one(Attempt, sent["id"]).final_score == 50


def test_odd_answers_do_not_spoil_an_attempt(cast: Cast, lesson: Any) -> None:
    odd = [
        None,
        7,
        {},
        answer("gone"),
        {"question": []},
        {**answer("q2"), "round": 3},
        {**answer("q2"), "round": True},
        answer("q1", "no"),
    ]
    sent = fact("attempt", answers=[answer("q1"), *odd, answer("q2", {"deep": [1]}, sure=None)])  # type: ignore[arg-type]
    assert told(take(cast["rosa"], sent)) == ["stored"]
    kept = [(item.question_key, item.response, item.mark, item.sure) for item in answers_of(sent["id"])]
    assert kept == [("q1", "yes", 1, True), ("q2", None, 0, False)]


@pytest.mark.parametrize("answers", [None, [], {}, "q1", [answer("gone")], [None], [answer("q1", round=9)]])
def test_an_attempt_at_nothing_is_refused(cast: Cast, lesson: Any, answers: Any) -> None:
    assert told(take(cast["rosa"], fact("attempt", answers=answers))) == ["no-known-question"]


def test_too_many_answers_are_refused(cast: Cast, lesson: Any) -> None:
    assert told(take(cast["rosa"], fact("attempt", answers=[answer("q1")] * 201))) == ["too-many-answers"]


def test_a_lesson_without_a_quiz_takes_no_attempt(cast: Cast, lesson: Any) -> None:
    make_lesson("plain")
    assert told(take(cast["rosa"], fact("attempt", lesson="plain", answers=[answer("q1")]))) == ["no-quiz"]


def test_a_retry_carries_what_was_right(cast: Cast, lesson: Any) -> None:
    change_lesson(lesson, quiz=quiz(question("q1"), question("q2"), question("q3")))
    first = fact("attempt", answers=[answer("q1"), answer("q2", "no"), answer("q3", "no")])
    second = fact("attempt", retry_of=first["id"], answers=[answer("q2"), answer("q3", "no")])
    third = fact("attempt", retry_of=second["id"], answers=[answer("q3")])
    assert told(take(cast["rosa"], first, second)) == ["stored", "stored"]
    assert told(take(cast["rosa"], third)) == ["stored"]
    attempts = [db.session.get_one(Attempt, sent["id"]) for sent in (first, second, third)]
    assert [(item.first_score, item.final_score, item.passed) for item in attempts] == [
        (33, 33, False),
        (67, 67, False),
        (100, 100, True),
    ]
    given = [[(answer.question_key, answer.round, answer.mark) for answer in answers_of(item.id)] for item in attempts]
    marks = [right_marks(item.carried, own) for item, own in zip(attempts, given, strict=True)]
    assert marks == [{"q1": 1}, {"q1": 1, "q2": 1}, {"q1": 1, "q2": 1, "q3": 1}]


def test_a_retry_needs_an_attempt_of_ones_own(cast: Cast, lesson: Any) -> None:
    first = fact("attempt", answers=[answer("q1")])
    take(cast["ravi"], first)
    for strange in (first["id"], str(uuid4()), 7):
        assert told(take(cast["rosa"], fact("attempt", retry_of=strange, answers=[answer("q2")]))) == [
            "unknown-attempt"
        ]


def test_an_exam_is_taken_once(cast: Cast, lesson: Any) -> None:
    change_lesson(lesson, quiz=quiz(exam=True))
    first = fact("attempt", answers=[answer("q1"), answer("q2", "no"), answer("q2", round=2)])
    assert told(take(cast["rosa"], first, fact("attempt", answers=[answer("q1")]))) == ["stored", "exam-taken"]
    again = [
        first,
        fact("attempt", answers=[answer("q1")]),
        fact("attempt", retry_of=first["id"], answers=[answer("q2")]),
    ]
    assert told(take(cast["rosa"], *again)) == ["known", "exam-taken", "exam-taken"]
    assert db.session.get_one(Attempt, first["id"]).final_score == 50
    assert told(take(cast["ravi"], fact("attempt", answers=[answer("q1")]))) == ["stored"]


def test_an_attempt_is_marked_by_the_edition_that_was_seen(cast: Cast, lesson: Any) -> None:
    seen = lesson.fingerprint
    change_lesson(lesson, quiz=quiz(question("q1"), question("q3"), question("q4")))
    old, unknown = (
        fact("attempt", fingerprint=print_, answers=[answer("q1"), answer("q2")]) for print_ in (seen, "neverpublished")
    )
    take(cast["rosa"], old, unknown)
    assert db.session.get_one(Attempt, old["id"]).final_score == 100
    assert db.session.get_one(Attempt, unknown["id"]).final_score == 33


def test_an_entry_keeps_its_form_as_it_was_seen(cast: Cast, lesson: Any) -> None:
    take(cast["rosa"], call())
    (entry,) = entries_of(cast["rosa"].id)
    assert entry.values == [
        {"key": "who", "label": "Who", "kind": "text", "value": "KL"},
        {"key": "promise", "label": "Promise", "kind": "long", "value": "Send the list"},
        {"key": "by", "label": "By", "kind": "date", "value": "2026-03-20", "reminds": [3]},
    ]


def test_an_entry_made_offline_survives_a_new_form(cast: Cast, lesson: Any) -> None:
    seen = lesson.fingerprint
    change_lesson(lesson, exercises=[exercise("visits")])
    assert told(take(cast["rosa"], call(), call(fingerprint=seen))) == ["unknown-exercise", "stored"]


@pytest.mark.parametrize(
    ("kind", "settings", "typed", "kept"),
    [
        ("text", {}, "  two \n lines ", "two lines"),
        ("text", {}, "a\x00b\ud800c", "abc"),
        ("text", {}, "👍🏽 שלום", "👍🏽 שלום"),
        ("text", {}, "x" * 501, "too-long"),
        ("text", {}, ["x"], "bad-value"),
        ("text", {}, {"x": 1}, "bad-value"),
        ("long", {}, "two\r\nlines", "two\nlines"),
        ("long", {}, "x" * 5001, "too-long"),
        ("number", {}, "9,5", "9,5"),
        ("number", {}, 12, "12"),
        ("number", {}, "twelve", "bad-number"),
        ("number", {}, 10**400, "missing"),
        ("yesno", {}, "Yes", "yes"),
        ("yesno", {}, False, "no"),
        ("yesno", {}, "maybe", "bad-value"),
        ("choice", {"options": ["Good", "So-so"]}, "so-so", "So-so"),
        ("choice", {"options": ["Good", "So-so"]}, "Bad", "bad-value"),
        ("scale", {"low": 1, "high": 5}, "5", "5"),
        ("scale", {"low": 1, "high": 5}, 3, "3"),
        ("scale", {"low": 1, "high": 5}, "6", "bad-value"),
        ("scale", {"low": 1, "high": 5}, "2.5", "bad-value"),
        ("date", {}, "2027-02-28", "2027-02-28"),
        ("date", {}, "2027-02-30", "bad-date"),
        ("date", {}, "28.2.2027", "bad-date"),
        ("date", {}, "0001-01-01", "bad-date"),
        ("date", {}, float("nan"), "missing"),
        ("text", {}, "", "missing"),
        ("text", {}, None, "missing"),
    ],
)
def test_each_kind_of_field_takes_what_it_asks_for(
    cast: Cast, lesson: Any, kind: str, settings: Any, typed: Any, kept: str
) -> None:
    change_lesson(lesson, exercises=[exercise("calls", fields=[form_field("it", kind, required=True, **settings)])])
    result = take(cast["rosa"], call(values={"it": typed}))[0]
    entries = entries_of(cast["rosa"].id)
    assert (entries[0].values[0]["value"] if entries else result.reason) == kept
    assert result.field == ("" if entries else "it")


def test_an_empty_entry_is_refused(cast: Cast, lesson: Any) -> None:
    change_lesson(lesson, exercises=[exercise("calls", fields=[form_field("who"), form_field("note")])])
    assert told(take(cast["rosa"], call(values={"who": " ", "else": "x"}), call(values=None), call(values=[]))) == [
        "empty",
        "bad-value",
        "bad-value",
    ]


def test_a_correction_stands_and_the_history_stays(cast: Cast, lesson: Any) -> None:
    first = call()
    better = call(root=first["id"], values={"who": "KL, Berlin"})
    assert told(take(cast["rosa"], first, better)) == ["stored", "stored"]
    assert [entry.values[0]["value"] for entry in entries_of(cast["rosa"].id)] == ["KL, Berlin"]
    assert [entry.id for entry in entry_line(cast["rosa"].id, first["id"])] == [first["id"], better["id"]]
    assert entry_line(cast["otto"].id, first["id"]) == []
    take(cast["rosa"], call(root=better["id"], withdrawn=True, values=None), at=NOW + timedelta(hours=1))
    assert entries_of(cast["rosa"].id) == []
    assert len(entry_line(cast["rosa"].id, first["id"])) == 3


def test_a_correction_may_stand_before_its_entry_in_a_batch(cast: Cast, lesson: Any) -> None:
    first = call()
    assert told(take(cast["rosa"], call(root=first["id"], values={"who": "Later"}), first)) == ["stored", "stored"]
    assert [entry.values[0]["value"] for entry in entries_of(cast["rosa"].id)] == ["Later"]


def test_what_was_done_last_stands_not_what_arrived_last(cast: Cast, lesson: Any) -> None:
    first = call(at=(NOW - timedelta(hours=3)).isoformat())
    on_the_phone = call(root=first["id"], values={"who": "Phone"}, at=(NOW - timedelta(hours=2)).isoformat())
    on_the_laptop = call(root=first["id"], values={"who": "Laptop"}, at=(NOW - timedelta(hours=1)).isoformat())
    take(cast["rosa"], first, on_the_laptop)
    take(cast["rosa"], on_the_phone, at=NOW + timedelta(hours=1))
    assert [entry.values[0]["value"] for entry in entries_of(cast["rosa"].id)] == ["Laptop"]


@pytest.mark.parametrize("kind", ["entry", "reflection", "plan"])
def test_only_ones_own_can_be_changed(cast: Cast, lesson: Any, kind: str) -> None:
    made = {
        "entry": call(),
        "reflection": fact("reflection", text="Mine."),
        "plan": fact("plan", when="a", then="b", ask_on="2026-04-01"),
    }[kind]
    take(cast["rosa"], made)
    for strange in (made["id"], str(uuid4()), "nope", 7, ["x"]):
        change = {**made, "id": str(uuid4()), "root": strange, "withdrawn": True}
        assert told(take(cast["ravi"], change)) == [f"unknown-{kind}"]
    assert told(take(cast["ravi"], {**made, "id": str(uuid4()), "withdrawn": True})) == [f"unknown-{kind}"]
    assert told(take(cast["ravi"], {**made, "id": str(uuid4()), "withdrawn": "yes"})) == ["bad-value"]
    standing = {"entry": entries_of, "reflection": reflections_of, "plan": plans_of}[kind](cast["rosa"].id)
    assert [item.id for item in standing] == [made["id"]]


def test_a_reflection_is_private_until_it_is_shared_and_sharing_can_end(cast: Cast, lesson: Any) -> None:
    first = fact("reflection", text="I interrupt.")
    shown = fact("reflection", text="I interrupt.", shared=True, root=first["id"])
    hidden = fact("reflection", text="I interrupt.", root=first["id"])
    shared = []
    for number, sent in enumerate((first, shown, hidden)):
        take(
            cast["rosa"],
            {**sent, "at": (NOW + timedelta(minutes=number)).isoformat()},
            at=NOW + timedelta(minutes=number),
        )
        shared.append([item.shared for item in reflections_of(cast["rosa"].id, lesson.id)])
    assert shared == [[False], [True], [False]]


def test_steps_that_a_lesson_does_not_have(cast: Cast, lesson: Any) -> None:
    make_lesson("plain")
    facts = [
        fact("reflection", lesson="plain", text="x"),
        fact("plan", lesson="plain", when="a", then="b", ask_on="2026-04-01"),
        call(lesson="plain"),
    ]
    assert told(take(cast["rosa"], *facts)) == ["no-reflection", "no-plan", "unknown-exercise"]


@pytest.mark.parametrize(
    ("values", "reason", "field"),
    [
        ({"when": ""}, "missing", "when"),
        ({"then": None}, "missing", "then"),
        ({"when": 7}, "bad-value", "when"),
        ({"then": "x" * 501}, "too-long", "then"),
        ({"ask_on": None}, "missing", "ask_on"),
        ({"ask_on": "soon"}, "bad-date", "ask_on"),
        ({"ask_on": "9999-01-01"}, "bad-date", "ask_on"),
    ],
)
def test_a_plan_says_what_it_lacks(cast: Cast, lesson: Any, values: Any, reason: str, field: str) -> None:
    result = take(cast["rosa"], fact("plan", **{"when": "a", "then": "b", "ask_on": "2026-04-01", **values}))[0]
    assert (result.reason, result.field) == (reason, field)


def test_the_newest_outcome_counts(cast: Cast, lesson: Any) -> None:
    made = call()
    about = {"about": "entry", "subject": made["id"], "field": "by"}
    take(cast["rosa"], made, fact("outcome", **about, result="later", until="2026-03-25"))
    take(
        cast["rosa"],
        fact("outcome", **about, result="done", note="Sent", at=(NOW + timedelta(1)).isoformat()),
        at=NOW + timedelta(1),
    )
    outcome = outcomes_of(cast["rosa"].id)["entry", made["id"], "by"]
    assert (outcome.result, outcome.note, outcome.lesson_id) == ("done", "Sent", lesson.id)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"about": "dinner"}, "bad-value"),
        ({"about": None}, "bad-value"),
        ({"about": ["entry"]}, "bad-value"),
        ({"result": "perhaps"}, "bad-value"),
        ({"result": []}, "bad-value"),
        ({"field": "who"}, "unknown-promise"),
        ({"field": None}, "unknown-promise"),
        ({"subject": None}, "unknown-entry"),
        ({"subject": str(uuid4())}, "unknown-entry"),
        ({"about": "plan"}, "unknown-plan"),
        ({"result": "later"}, "missing"),
        ({"result": "later", "until": "someday"}, "bad-date"),
        ({"note": "x" * 5001}, "too-long"),
    ],
)
def test_an_outcome_of_nothing_is_refused(cast: Cast, lesson: Any, values: Any, reason: str) -> None:
    made = call()
    outcome = fact("outcome", **{"about": "entry", "subject": made["id"], "field": "by", "result": "done", **values})
    assert told(take(cast["rosa"], made, outcome)) == ["stored", reason]


def test_a_stranger_settles_nothing(cast: Cast, lesson: Any) -> None:
    made = call()
    take(cast["rosa"], made)
    outcome = fact("outcome", about="entry", subject=made["id"], field="by", result="done")
    assert told(take(cast["otto"], outcome)) == ["unknown-entry"]
    assert outcomes_of(cast["rosa"].id) == {}
