"""Rosa logs her calls: the form, the tally, and everything that can go wrong on the way."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from support.lessons import change_lesson, exercise, form_field, make_lesson

from rapport.catalogue.lesson import Lesson
from rapport.database import db
from rapport.learning.entry import entries_of
from rapport.people.user import User

PAGE = "/lessons/made/ten-calls/exercises/calls"
SignIn = Callable[[str], FlaskClient]
FIELDS = [
    form_field("who", label="Who?", required=True),
    form_field("how", "scale", label="How are we doing?", low=1, high=5),
    form_field("stop", "long", label="What should we stop doing?"),
    form_field("refer", "choice", label="Would they refer us?", options=["Yes", "Not yet", "Didn’t ask"]),
    form_field("quote", "yesno", label="May we quote them?"),
    form_field("orders", "number", label="Orders this year"),
    form_field("promise", label="What did you promise?"),
    form_field("by", "date", label="By when?", reminds=[0]),
]


@pytest.fixture
def lesson(app: Any) -> Lesson:
    return make_lesson(
        "ten-calls",
        exercises=[
            exercise("calls", title="Call ten of your best customers", goal=10, html="<p>Ring them.</p>", fields=FIELDS)
        ],
    )


def republish(**steps: Any) -> None:
    change_lesson(db.session.scalars(select(Lesson).where(Lesson.key == "ten-calls")).one(), **steps)


def call(**values: str) -> dict[str, str]:
    return {"fact_id": str(uuid4())} | {
        f"field.{key}": value for key, value in ({"who": "Bakery on 5th"} | values).items()
    }


def test_the_first_visit_shows_what_to_do_and_the_form(lesson: Lesson, sign_in: SignIn) -> None:
    page = sign_in("rosa").get(PAGE).text
    assert "Call 1 of 10" in page
    assert "Ring them." in page
    assert "Save call 1" in page
    assert "No full names: nicknames or initials only." in page
    assert "1 is low, 5 is high." in page


def test_a_label_that_asks_for_a_nickname_needs_no_second_hint(lesson: Lesson, sign_in: SignIn) -> None:
    republish(exercises=[exercise("calls", fields=[form_field("who", label="Who? A nickname")])])
    assert "No full names" not in sign_in("rosa").get(PAGE).text


def test_a_call_is_saved_counted_and_listed(lesson: Lesson, sign_in: SignIn) -> None:
    rosa = sign_in("rosa")
    answer = rosa.post(
        PAGE, data=call(how="4", stop="Changing the day\nwithout a call", refer="Not yet", quote="yes", by="2031-11-28")
    )
    assert answer.status_code == 303
    page = rosa.get(answer.location).text
    assert "Saved. Nine to go." in page
    assert "Call 2 of 10" in page
    assert "1 of 10 calls" in page
    assert "Bakery on 5th" in page
    assert "Friday 28 November 2031" in page


def test_the_notice_is_not_believed_without_an_entry(lesson: Lesson, sign_in: SignIn) -> None:
    assert "Saved." not in sign_in("rosa").get(f"{PAGE}?saved={uuid4()}").text


def test_a_double_tap_is_one_call(lesson: Lesson, sign_in: SignIn, cast: dict[str, User]) -> None:
    rosa, form = sign_in("rosa"), call(how="4")
    answers = [rosa.post(PAGE, data=form).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    assert len(entries_of(cast["rosa"].id)) == 1


def test_a_form_from_the_browsers_memory_never_loses_a_second_call(
    lesson: Lesson, sign_in: SignIn, cast: dict[str, User]
) -> None:
    rosa, form = sign_in("rosa"), call()
    rosa.post(PAGE, data=form)
    answer = rosa.post(PAGE, data=form | {"field.who": "Dr K."})
    assert answer.status_code == 422
    assert "saved once before" in answer.text
    assert 'value="Dr K."' in answer.text
    fresh = answer.text.split('name="fact_id" value="')[1].split('"')[0]
    assert rosa.post(PAGE, data=form | {"field.who": "Dr K.", "fact_id": fresh}).status_code == 303
    assert {entry.values[0]["value"] for entry in entries_of(cast["rosa"].id)} == {"Bakery on 5th", "Dr K."}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("who", "", "Please fill this in."),
        ("who", "x" * 501, "under 500 characters (it has 501)"),
        ("stop", "x" * 5001, "under 5,000 characters (it has 5,001)"),
        ("how", "6", "Please pick one of: 1, 2, 3, 4, 5."),
        ("refer", "Perhaps", "Please pick one of: Yes, Not yet, Didn’t ask."),
        ("orders", "a dozen", "Please write a number"),
        ("by", "tomorrow", "Please give a date"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(
    lesson: Lesson, sign_in: SignIn, cast: dict[str, User], field: str, typed: str, sentence: str
) -> None:
    form = call(stop="Three invoices for one order") | {f"field.{field}": typed}
    answer = sign_in("rosa").post(PAGE, data=form)
    assert answer.status_code == 422
    error = answer.text.split(f'id="f-field.{field}-error"')[1].split("</p>")[0]
    assert sentence in error
    assert field == "stop" or "Three invoices for one order" in answer.text
    assert field == "who" or "Bakery on 5th" in answer.text
    assert entries_of(cast["rosa"].id) == []


@pytest.mark.parametrize(
    "typed",
    ["🥐 Bäckerei 🥨", "مخبز الشارع الخامس", "<script>alert(1)</script>", "a\x00b", "100 % & more", "{{ 7 * 7 }}"],
)
def test_any_text_is_kept_as_it_is(lesson: Lesson, sign_in: SignIn, cast: dict[str, User], typed: str) -> None:
    rosa = sign_in("rosa")
    answer = rosa.post(PAGE, data=call(who=typed))
    assert answer.status_code == 303
    assert entries_of(cast["rosa"].id)[0].values[0]["value"] == typed.replace("\x00", "")
    assert "<script>alert" not in rosa.get(PAGE).text


def test_a_lone_surrogate_and_a_broken_id_do_no_harm(lesson: Lesson, sign_in: SignIn, cast: dict[str, User]) -> None:
    body = b"fact_id=nonsense&field.who=Bak%ED%A0%80ery"
    answer = sign_in("rosa").post(PAGE, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    assert entries_of(cast["rosa"].id)[0].values[0]["value"].startswith("Bak")


def test_an_empty_form_without_required_fields_stores_nothing(
    lesson: Lesson, sign_in: SignIn, cast: dict[str, User]
) -> None:
    republish(exercises=[exercise("calls", fields=[form_field("who"), form_field("what", "long")])])
    answer = sign_in("rosa").post(PAGE, data={"fact_id": str(uuid4())})
    assert answer.status_code == 422
    assert "Please write something first." in answer.text
    assert entries_of(cast["rosa"].id) == []


def test_the_last_call_of_the_goal_is_celebrated_and_more_may_follow(lesson: Lesson, sign_in: SignIn) -> None:
    republish(
        exercises=[exercise("calls", goal=2, fields=FIELDS)],
        reflection={"key": "r", "title": "What now?", "html": "", "optional": False},
    )
    rosa = sign_in("rosa")
    rosa.post(PAGE, data=call())
    page = rosa.get(rosa.post(PAGE, data=call(who="Dr K.")).location).text
    assert "Saved. Both calls done." in page
    assert "Log another call" in page
    assert "On to What now?" in page


def test_an_exercise_without_a_goal_only_counts(lesson: Lesson, sign_in: SignIn) -> None:
    republish(
        exercises=[
            exercise("calls", title="Yes! We can do that", goal=None, unit="requests", shared=True, fields=FIELDS)
        ]
    )
    rosa = sign_in("rosa")
    assert "Your team and your manager can read this" in rosa.get(PAGE).text
    page = rosa.get(rosa.post(PAGE, data=call()).location).text
    assert "Saved. 1 request so far." in page
    assert "Save request" in page


def test_a_daily_exercise_says_where_today_stands(lesson: Lesson, sign_in: SignIn) -> None:
    republish(exercises=[exercise("calls", goal=30, unit="days", rhythm="day", fields=FIELDS)])
    rosa = sign_in("rosa")
    page = rosa.get(rosa.post(PAGE, data=call()).location).text
    assert "Saved. Today is done. Tomorrow is day 2." in page
    rosa.post(PAGE, data=call(who="Dr K."))
    page = rosa.get(PAGE).text
    assert "Day 1 of 30" in page
    assert "Today is done. Tomorrow is day 2." in page


def box(html: str) -> str:
    """The prompt above the form, with its label."""
    return " ".join(html.partition('data-part="prompt">')[2].partition("</div>")[0].replace("</p>", "").split())


def test_each_entry_has_its_prompt_and_the_list_begins_again(lesson: Lesson, sign_in: SignIn) -> None:
    prompts = ["Ask <em>what to stop</em>.", "Say thank you."]
    republish(exercises=[exercise("calls", goal=3, fields=FIELDS, prompts=prompts)])
    rosa, seen = sign_in("rosa"), []
    for _ in range(3):
        seen.append(box(rosa.get(PAGE).text))
        rosa.post(PAGE, data=call())
    assert [text.partition("data-prompt-label>")[2] for text in seen] == [
        "A prompt for call 1<p data-prompt>Ask <em>what to stop</em>.",
        "A prompt for call 2<p data-prompt>Say thank you.",
        "A prompt for call 3<p data-prompt>Ask <em>what to stop</em>.",
    ]
    page = rosa.get(PAGE).text
    assert "All prompts" in page
    assert box(page) == "", "the goal is reached, and nothing is asked any more"


def test_a_day_that_is_done_keeps_its_prompt(lesson: Lesson, sign_in: SignIn) -> None:
    republish(
        exercises=[exercise("calls", goal=30, unit="days", rhythm="day", fields=FIELDS, prompts=["One.", "Two."])]
    )
    rosa = sign_in("rosa")
    for _ in range(2):
        rosa.post(PAGE, data=call())
        page = rosa.get(PAGE).text
        assert "Day 1 of 30" in page
        assert "A prompt for day 1" in box(page)
        assert "One." in box(page)


def test_an_exercise_without_prompts_shows_no_box(lesson: Lesson, sign_in: SignIn) -> None:
    page = sign_in("rosa").get(PAGE).text
    assert 'data-part="prompt"' not in page
    assert "All prompts" not in page


def test_the_window_is_shown_once_the_lesson_is_learnt(lesson: Lesson, sign_in: SignIn) -> None:
    rosa = sign_in("rosa")
    assert "until" not in rosa.get(PAGE).text
    rosa.post("/lessons/made/ten-calls/completion", data={"fact_id": str(uuid4())})
    assert "until" in rosa.get(PAGE).text


def test_unknown_exercises_and_lessons_are_not_there(lesson: Lesson, sign_in: SignIn) -> None:
    rosa = sign_in("rosa")
    assert rosa.get("/lessons/made/ten-calls/exercises/other").status_code == 404
    assert rosa.get("/lessons/made/nothing/exercises/calls").status_code == 404
    assert rosa.post("/lessons/made/ten-calls/exercises/%00", data=call()).status_code == 404


def test_entries_are_ones_own(lesson: Lesson, sign_in: SignIn) -> None:
    sign_in("rosa").post(PAGE, data=call())
    assert "Bakery on 5th" not in sign_in("ravi").get(PAGE).text


def test_nobody_gets_in_without_signing_in(lesson: Lesson, client: FlaskClient, cast: dict[str, User]) -> None:
    assert client.get(PAGE).status_code == 303
    assert client.post(PAGE, data=call()).status_code == 401
    assert entries_of(cast["rosa"].id) == []


def test_an_exercise_page_takes_four_statements_however_many_entries(
    lesson: Lesson, sign_in: SignIn, statements: Any
) -> None:
    rosa = sign_in("rosa")
    counts = []
    for who in ("Bakery", "Dr K.", "M.T."):
        rosa.post(PAGE, data=call(who=who))
        rosa.get(PAGE)
        with statements() as seen:
            rosa.get(PAGE)
        counts.append(len(seen))
    assert counts == [4, 4, 4]
