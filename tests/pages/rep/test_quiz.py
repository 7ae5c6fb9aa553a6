"""The quiz page without scripts, as plain forms: one question, one post."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.lessons import PUBLISHED, change_lesson
from support.quiz_page import Quiz, words
from support.quizzes import EVERY_KIND, MANY, NUMBER, ONE, RIGHT, TALK, TYPED, WRONG, add_quiz

from rapport.database import db
from rapport.learning.attempt import Answer, Attempt

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def rosa(sign_in: SignIn) -> FlaskClient:
    return sign_in("rosa")


@pytest.mark.parametrize("asked", EVERY_KIND, ids=lambda question: question["kind"])
def test_a_right_answer_is_explained_at_once(rosa: FlaskClient, asked: dict[str, Any]) -> None:
    add_quiz("single", [asked, ONE | {"key": "another"}])
    quiz = Quiz(rosa, "single").answer(RIGHT[asked["kind"]], sure="no")
    assert quiz.status == 200
    assert "Right, and you were guessing" in quiz.shown
    assert asked["explanation_html"] in quiz.shown
    assert 'class="choice wrong"' not in quiz.shown
    assert "comes back" not in words(quiz.shown)


@pytest.mark.parametrize(
    ("asked", "verdict", "said"),
    [
        (ONE, "Not quite, though you were sure", "Your pick, and you were sure. It ends the talk."),
        (MANY, "Partly right", "A thank-you that names what they did This one belongs too."),
        (TYPED, "Not quite", "Not right: price Your answer, and you were sure. Right: indifference Not quite"),
        (NUMBER, "Not quite", "Not right: 12 Your answer, and you were sure. Right: 9 to 11"),
        (
            EVERY_KIND[4],
            "Partly right",
            "Not right: Open Belongs in place 2. Not right: Prepare Belongs in place 1. Right: Ask",
        ),
        (EVERY_KIND[5], "Partly right", "Champion : Tries to stop the deal Belongs with: Sells for you inside"),
        (
            TALK,
            "Partly right",
            "Not right: You : “Of course.” Nobody asked operations. A better line : “I will ask today.”",
        ),
    ],
    ids=lambda part: part["kind"] if isinstance(part, dict) else "",
)
def test_a_wrong_answer_shows_what_was_right_and_comes_back(
    rosa: FlaskClient, asked: dict[str, Any], verdict: str, said: str
) -> None:
    add_quiz("single", [asked])
    quiz = Quiz(rosa, "single").answer(WRONG[asked["kind"]])
    assert verdict in quiz.shown
    assert said in words(quiz.shown)
    assert asked["explanation_html"] in quiz.shown
    assert "This one comes back at the end." in words(quiz.shown)


@pytest.mark.parametrize(
    ("asked", "half", "sentence", "kept"),
    [
        (ONE, {}, "Pick one first", "“Others find them quite clear.”"),
        (MANY, {"response": ["made-up"]}, "Pick at least one first", "Pick all that fit"),
        (TYPED, {"response": " \x00 "}, "Write your answer first", "Your answer"),
        (NUMBER, {"response": "about <ten>"}, "Please type a number, such as 12 or 4.5.", 'value="about &lt;ten&gt;"'),
        (
            EVERY_KIND[4],
            RIGHT["order"] | {"place.open": "1"},
            "Give each one a place of its own.",
            "<option selected>1</option>",
        ),
        (
            EVERY_KIND[5],
            {"match.l-User": "r-Works with it every day"},
            "Choose a partner",
            'value="r-Works with it every day" selected',
        ),
        (TALK, {"path": ["of-course"]}, "Pick what you say until the talk ends", 'name="path" value="of-course"'),
    ],
    ids=lambda part: part["kind"] if isinstance(part, dict) and "kind" in part else "",
)
def test_an_answer_that_is_not_whole_is_asked_for_kindly(
    rosa: FlaskClient, asked: dict[str, Any], half: dict[str, Any], sentence: str, kept: str
) -> None:
    add_quiz("single", [asked])
    quiz = Quiz(rosa, "single").answer(half)
    assert quiz.status == 422
    assert sentence in quiz.shown.partition('id="refusal"')[2]
    assert kept in quiz.shown
    assert quiz.asks(asked)
    assert db.session.query(Attempt).count() == 0


def test_wrong_ones_come_back_once_and_both_tries_are_kept(rosa: FlaskClient) -> None:
    add_quiz("trio", [ONE, MANY, TYPED])
    quiz = Quiz(rosa, "trio")
    assert "Question 1 of 3" in quiz.shown
    quiz.answer(WRONG["one"], sure="no").next().answer(RIGHT["many"]).next().answer(WRONG["typed"], sure="yes").next()
    assert quiz.asks(TYPED), "the confident error comes first"
    assert "Once more · 1 of 2" in quiz.shown
    quiz.answer(RIGHT["typed"]).next()
    assert quiz.asks(ONE)
    quiz.answer(WRONG["one"])
    assert "You find it again with your result." in words(quiz.shown)
    assert f'href="{quiz.url}/{quiz.sent["fact_id"]}"' in quiz.shown
    attempt = db.session.query(Attempt).one()
    assert (attempt.id, attempt.first_score, attempt.final_score, attempt.passed) == (
        quiz.sent["fact_id"],
        33,
        67,
        True,
    )
    assert db.session.query(Answer).count() == 5


def test_the_result_says_what_to_look_at_again(rosa: FlaskClient) -> None:
    add_quiz("trio", [ONE, MANY, TYPED])
    quiz = Quiz(rosa, "trio")
    quiz.answer(WRONG["one"], sure="no").next().answer(RIGHT["many"]).next().answer(WRONG["typed"], sure="yes").next()
    quiz.answer(WRONG["typed"]).next().answer(RIGHT["one"])
    said = words(quiz.result().text)
    assert "Passed" in said
    assert "First try 33 % In the end 67 % To pass 60 %" in said
    assert said.index("You were sure of this one") < said.index("Right at the second try")
    assert "The one word" not in said
    assert "What you knew 1" in said
    assert f"{quiz.url}?again={quiz.sent['fact_id']}" in quiz.result().text
    assert "Go on with the lesson" in said


def test_all_right_is_a_joy_and_leaves_nothing_to_try_again(rosa: FlaskClient) -> None:
    add_quiz("every-kind", EVERY_KIND)
    quiz = Quiz(rosa, "every-kind")
    for asked in EVERY_KIND[:-1]:
        quiz.answer(RIGHT[asked["kind"]]).next()
    quiz.answer(RIGHT["scenario"])
    page = quiz.result().text
    assert "All right at the first try" in page
    assert "card--joy" in page
    assert "Try what was wrong again" not in page


def test_a_retry_asks_only_what_was_wrong_and_keeps_the_rest(rosa: FlaskClient) -> None:
    add_quiz("trio", [ONE, MANY, TYPED], **{"pass": 100})
    quiz = Quiz(rosa, "trio")
    quiz.answer(RIGHT["one"]).next().answer(RIGHT["many"]).next().answer(WRONG["typed"]).next().answer(WRONG["typed"])
    assert "Not there yet" in quiz.result().text
    again = Quiz(rosa, "trio", f"?again={quiz.sent['fact_id']}")
    assert again.asks(TYPED)
    assert "Question 1 of 1" in again.shown
    again.answer(RIGHT["typed"])
    retry = db.session.get(Attempt, again.sent["fact_id"])
    assert retry
    assert (retry.retry_of, retry.first_score, retry.final_score) == (quiz.sent["fact_id"], 100, 100)
    nothing_left = rosa.get(f"{quiz.url}?again={retry.id}")
    assert nothing_left.headers["Location"] == f"{quiz.url}/{retry.id}"


def test_a_double_tap_a_reload_and_the_back_button_count_once(rosa: FlaskClient) -> None:
    add_quiz("single", [NUMBER])
    quiz = Quiz(rosa, "single").answer(RIGHT["number"])
    same = rosa.post(quiz.url, data=quiz.sent)
    assert same.status_code == 200
    assert same.text == quiz.response.text
    rosa.post(quiz.url, data=quiz.sent | WRONG["number"])
    attempt = db.session.query(Attempt).one()
    assert attempt.final_score == 100


@pytest.mark.parametrize(
    "state",
    [
        "not json",
        "[" * 100_000,
        "{}",
        '[null, 1, "x", []]',
        json.dumps([{"question": "ask-one", "response": "listen", "sure": True, "round": 2}]),
        json.dumps([{"question": "ask-none", "response": "listen", "sure": True, "round": 1}]),
        json.dumps([{"question": "ask-one", "response": "forged", "sure": True, "round": 1}]),
        json.dumps([{"question": "ask-one", "response": {"a": 1}, "sure": True, "round": 1}]),
        json.dumps([{"question": ["ask-one"], "response": "listen", "round": [1]}]),
        json.dumps([{"question": "ask-order", "response": {"prepare": 1, "open": [2]}, "sure": 1, "round": 1}]),
        json.dumps([{"question": "ask-typed", "response": "\ud800\x00", "sure": True, "round": 1}]),
    ],
)
def test_a_forged_state_is_dropped(rosa: FlaskClient, state: str) -> None:
    add_quiz("every-kind", EVERY_KIND)
    quiz = Quiz(rosa, "every-kind")
    quiz.fields["state"] = state
    quiz.next()
    assert quiz.status == 200
    assert quiz.asks(ONE)
    assert quiz.fields["state"] == "[]"


def test_nobody_answers_a_question_twice(rosa: FlaskClient) -> None:
    add_quiz("pair", [ONE, NUMBER])
    quiz = Quiz(rosa, "pair").answer(WRONG["one"]).next()
    once = json.loads(quiz.fields["state"])
    quiz.fields["state"] = json.dumps([*once, {**once[0], "response": "listen"}])
    quiz.answer(RIGHT["one"], question="ask-one")
    assert quiz.asks(NUMBER), "an answer to another question than the one asked is not taken"
    assert json.loads(quiz.fields["state"]) == once


def test_a_fact_id_that_is_none_is_replaced(rosa: FlaskClient) -> None:
    add_quiz("single", [NUMBER])
    Quiz(rosa, "single").answer(RIGHT["number"], fact_id="'; drop table attempts")
    assert len(db.session.query(Attempt).one().id) == 36


def test_an_exam_tells_nothing_before_its_end(rosa: FlaskClient) -> None:
    add_quiz("exam", EVERY_KIND, exam=True)
    quiz = Quiz(rosa, "exam")
    pages = [quiz.shown]
    assert "This quiz is taken once." in words(quiz.shown)
    quiz.next()
    for asked in EVERY_KIND:
        pages.append(quiz.response.text)
        assert quiz.asks(asked)
        quiz.answer(WRONG[asked["kind"]])
    for page in pages:
        for secret in (
            "data-key",
            "Because",
            "explanation",
            "It ends the talk",
            '"right',
            "data-marked",
            "indifference",
            "Painful news",
            "quiz.js",
        ):
            assert secret not in page
    assert quiz.status == 303
    result = words(quiz.result().text)
    assert "Not there yet" in result
    assert "Painful news" in result
    assert "Try what was wrong again" not in result


def test_an_exam_is_taken_once(rosa: FlaskClient) -> None:
    add_quiz("exam", [NUMBER], exam=True)
    first, second = Quiz(rosa, "exam").next(), Quiz(rosa, "exam").next()
    first.answer(WRONG["number"])
    second.answer(RIGHT["number"])
    assert second.response.headers["Location"] == f"{first.url}/{first.sent['fact_id']}"
    assert rosa.get(first.url).headers["Location"] == f"{first.url}/{first.sent['fact_id']}"
    assert "taken once" in first.result().text
    assert db.session.query(Attempt).one().final_score == 0


def test_the_result_stays_as_it_was_when_the_quiz_changes(rosa: FlaskClient) -> None:
    lesson = add_quiz("single", [NUMBER])
    quiz = Quiz(rosa, "single").answer(WRONG["number"]).next().answer(WRONG["number"])
    new = NUMBER | {"html": "How many is a pattern?", "fingerprint": "other"}
    change_lesson(lesson, quiz=lesson.quiz | {"questions": [new]})
    said = words(quiz.result().text)
    assert NUMBER["html"] in said
    assert "The lesson has been edited since" in said
    assert Quiz(rosa, "single", f"?again={quiz.sent['fact_id']}").asks(new)


def test_choices_stay_where_they_were_when_a_page_is_drawn_again(rosa: FlaskClient) -> None:
    add_quiz("single", [EVERY_KIND[4]])
    quiz = Quiz(rosa, "single")
    before = re.findall(r'data-item="(\w+)"', quiz.shown)
    quiz.answer({"place.prepare": ""})
    assert re.findall(r'data-item="(\w+)"', quiz.shown) == before != ["prepare", "open", "ask", "agree"]


def test_a_strangers_attempt_is_not_there(rosa: FlaskClient, sign_in: SignIn) -> None:
    add_quiz("single", [NUMBER])
    add_quiz("other", [NUMBER])
    quiz = Quiz(rosa, "single").answer(RIGHT["number"])
    otto = sign_in("otto")
    assert otto.get(f"{quiz.url}/{quiz.sent['fact_id']}").status_code == 404
    assert otto.get(f"{quiz.url}?again={quiz.sent['fact_id']}").status_code == 404
    assert rosa.get(f"/lessons/quizzes/other/quiz/{quiz.sent['fact_id']}").status_code == 404
    for nobodys in (str(uuid4()), "%00", "%ED%A0%80", "1"):
        assert rosa.get(f"{quiz.url}/{nobodys}").status_code == 404
        assert rosa.get(f"{quiz.url}?again={nobodys}").status_code == 404
    taken = Quiz(otto, "single").answer(RIGHT["number"], fact_id=quiz.sent["fact_id"])
    assert taken.status == 409
    assert "could not be kept" in taken.shown
    assert db.session.query(Attempt).count() == 1


def test_only_people_who_are_signed_in_may_see_it(client: FlaskClient) -> None:
    add_quiz("single", [NUMBER])
    assert "/sign-in" in client.get("/lessons/quizzes/single/quiz").headers["Location"]
    assert "/sign-in" in client.get(f"/lessons/quizzes/single/quiz/{uuid4()}").headers["Location"]
    assert client.post("/lessons/quizzes/single/quiz", data=RIGHT["number"]).status_code == 401


def test_what_is_not_there_is_said_kindly(app: Flask, rosa: FlaskClient) -> None:
    gone = add_quiz("gone", [NUMBER])
    gone.retired_at = PUBLISHED
    plain = add_quiz("plain", [])
    change_lesson(plain, quiz={})
    for key in ("gone", "plain", "never-was", "%00"):
        page = rosa.get(f"/lessons/quizzes/{key}/quiz")
        assert page.status_code == 404
        assert "There is nothing here" in page.text
        assert rosa.post(f"/lessons/quizzes/{key}/quiz", data={"sure": "yes"}).status_code == 404


def test_the_page_asks_the_database_twice(rosa: FlaskClient, statements: Callable[[], Any]) -> None:
    add_quiz("every-kind", EVERY_KIND)
    Quiz(rosa, "every-kind")
    with statements() as seen:
        Quiz(rosa, "every-kind")
    assert len(seen) == 2, seen


@pytest.mark.parametrize("odd", [None, "", "x", [], ["x"], ["x", "x"], {}, {"x": "y"}, 7], ids=str)
def test_an_odd_answer_from_elsewhere_has_a_result_too(rosa: FlaskClient, odd: Any) -> None:
    lesson = add_quiz("every-kind", EVERY_KIND)
    answers = [{"question": asked["key"], "response": odd, "sure": True, "round": 1} for asked in EVERY_KIND]
    fact = {
        "id": str(uuid4()),
        "kind": "attempt",
        "at": "2026-01-05T09:00:00Z",
        "lesson": lesson.key,
        "answers": answers,
    }
    assert rosa.post("/sync", json={"facts": [fact]}).json["results"][0]["status"] == "stored"
    page = rosa.get(f"/lessons/quizzes/every-kind/quiz/{fact['id']}")
    assert page.status_code == 200
    assert page.text.count("You were sure of this one") == len(EVERY_KIND)
