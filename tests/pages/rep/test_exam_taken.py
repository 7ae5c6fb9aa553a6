"""What comes after an exam that was not passed: it cannot be taken again, so nothing waits for it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from support.deeds import did
from support.lessons import PLAN, change_lesson, make_lesson
from support.quiz_page import Quiz, words
from support.quizzes import NUMBER, RIGHT, WRONG, add_quiz

from rapport.catalogue.lesson import Lesson
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]
LESSON = "/lessons/quizzes/exam"
OVER = "You have taken this quiz and not passed it."


@pytest.fixture
def exam(cast: dict[str, User]) -> Lesson:
    """A lesson with nothing but an exam that Rosa has not taken yet; another lesson comes after it."""
    lesson = change_lesson(add_quiz("exam", [NUMBER], exam=True), reflection={})
    make_lesson("after", module="quizzes", title="The one after")
    did(cast["rosa"], "completion", "exam")
    return lesson


@pytest.fixture
def rosa(sign_in: SignIn) -> FlaskClient:
    return sign_in("rosa")


def fail(rosa: FlaskClient) -> Quiz:
    return Quiz(rosa, "exam").next().answer(WRONG["number"])


def test_today_offers_the_exam_until_it_is_taken_and_then_another_lesson(exam: Lesson, rosa: FlaskClient) -> None:
    assert f'href="{LESSON}/quiz"' in rosa.get("/").text
    fail(rosa)
    today = rosa.get("/").text
    assert LESSON not in today
    assert "Start the lesson" in today


def test_the_result_leads_on_to_the_next_lesson(exam: Lesson, rosa: FlaskClient) -> None:
    assert "Next lesson: The one after" in words(fail(rosa).result().text)


def test_the_lesson_says_so_and_where_the_explanations_are(exam: Lesson, rosa: FlaskClient) -> None:
    assert OVER not in words(rosa.get(LESSON).text)
    fail(rosa)
    page = rosa.get(LESSON).text
    assert OVER in words(page)
    assert "Quiz , taken, not passed" in words(page)
    assert f'<a href="{LESSON}/quiz">What was right, and why</a>' in page
    assert "On to the next lesson" in page
    assert "On to the quiz" not in page


def test_one_that_is_passed_says_nothing_of_the_kind(exam: Lesson, rosa: FlaskClient) -> None:
    Quiz(rosa, "exam").next().answer(RIGHT["number"])
    page = words(rosa.get(LESSON).text)
    assert OVER not in page
    assert "Quiz , done" in page


def test_the_other_steps_of_the_lesson_go_on(exam: Lesson, rosa: FlaskClient) -> None:
    change_lesson(exam, plan=PLAN)
    result = fail(rosa).result().text
    assert f'href="{LESSON}/plan">Go on with the lesson' in result
    assert f'href="{LESSON}/plan">On to the plan' in rosa.get(LESSON).text


def test_the_module_says_that_it_was_not_passed(exam: Lesson, rosa: FlaskClient) -> None:
    fail(rosa)
    assert "Not passed" in words(rosa.get("/modules/quizzes").text)


def test_a_quiz_that_may_be_tried_again_is_still_offered(exam: Lesson, rosa: FlaskClient) -> None:
    change_lesson(exam, quiz=exam.quiz | {"exam": False})
    Quiz(rosa, "exam").answer(WRONG["number"]).next().answer(WRONG["number"])
    assert f'href="{LESSON}/quiz"' in rosa.get("/").text
    assert OVER not in words(rosa.get(LESSON).text)
