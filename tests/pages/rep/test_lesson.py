"""Reading a lesson, and going on from it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from support.deeds import did, retire
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz

from rapport.catalogue.lesson import Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.learning.completion import Completion
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]


def read(browser: FlaskClient, path: str, **form: str) -> Any:
    """Post that the text was read to its end."""
    return browser.post(f"{path}/completion", data={"fact_id": str(uuid4()), **form})


def test_a_stranger_may_not_read(client: FlaskClient) -> None:
    assert client.get("/lessons/keeping/first-call").status_code == 303
    assert read(client, "/lessons/keeping/first-call").status_code == 401
    assert db.session.query(Completion).count() == 0


def test_the_page_shows_text_steps_and_the_way_on(sign_in: SignIn) -> None:
    make_lesson("whole", quiz=quiz(), exercises=[exercise("ring")], reflection=REFLECTION, plan=PLAN)
    page = sign_in("rosa").get("/lessons/made/whole").text
    assert "<p>Made.</p>" in page
    for step in ("quiz", "exercises/ring", "reflection", "plan"):
        assert f'href="/lessons/made/whole/{step}"' in page
    assert "On to the quiz</button>" in page
    assert 'aria-current="step"' in page


def test_reading_to_the_end_leads_to_the_next_step(sign_in: SignIn) -> None:
    lesson = make_lesson("whole", quiz=quiz())
    rosa = sign_in("rosa")
    answer = read(rosa, "/lessons/made/whole", fingerprint=lesson.fingerprint)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lessons/made/whole/quiz")
    page = rosa.get("/lessons/made/whole").text
    assert 'href="/lessons/made/whole/quiz">On to the quiz</a>' in page
    assert "completion" not in page


def test_the_last_step_leads_to_the_next_lesson_or_home(sign_in: SignIn) -> None:
    make_lesson("first")
    make_lesson("second")
    rosa = sign_in("rosa")
    assert read(rosa, "/lessons/made/first").headers["Location"] == "/lessons/made/second"
    assert read(rosa, "/lessons/made/second").headers["Location"] == "/"
    assert ">Back to Today</a>" in rosa.get("/lessons/made/second").text


def test_a_double_tap_counts_once(sign_in: SignIn, cast: dict[str, User]) -> None:
    make_lesson("once")
    rosa, fact_id = sign_in("rosa"), str(uuid4())
    for _ in range(2):
        assert read(rosa, "/lessons/made/once", fact_id=fact_id).status_code == 303
    assert [fact.rep_id for fact in db.session.query(Completion)] == [cast["rosa"].id]


@pytest.mark.parametrize("fact_id", ["", "not an id", "\x00", "🙂" * 50])
def test_a_broken_id_loses_nothing(sign_in: SignIn, fact_id: str) -> None:
    make_lesson("kept")
    assert read(sign_in("rosa"), "/lessons/made/kept", fact_id=fact_id).status_code == 303
    assert db.session.query(Completion).count() == 1


def test_somebody_elses_id_stores_nothing_and_says_so(sign_in: SignIn, cast: dict[str, User]) -> None:
    make_lesson("mine")
    taken = did(cast["ravi"], "completion", "mine")
    rosa = sign_in("rosa")
    answer = read(rosa, "/lessons/made/mine", fact_id=taken)
    assert answer.headers["Location"] == "/lessons/made/mine"
    assert "notice--error" in rosa.get("/lessons/made/mine").text
    assert [fact.rep_id for fact in db.session.query(Completion)] == [cast["ravi"].id]


def test_neighbours_are_there_across_modules(sign_in: SignIn) -> None:
    rosa, lessons = sign_in("rosa"), shelf().lessons
    place = next(i for i, lesson in enumerate(lessons[1:], 1) if lesson.module_key != lessons[i - 1].module_key)
    before, here = lessons[place - 1], lessons[place]
    page = rosa.get(f"/lessons/{here.module_key}/{here.key}").text
    assert f'href="/lessons/{before.module_key}/{before.key}" rel="prev"' in page


def test_a_lesson_that_moved_is_found_at_its_new_place(sign_in: SignIn) -> None:
    make_lesson("moved", quiz=quiz())
    rosa = sign_in("rosa")
    answer = rosa.get("/lessons/keeping/moved?from=mail")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/lessons/made/moved?from=mail")
    assert rosa.get("/lessons/keeping/moved/quiz").headers["Location"] == "/lessons/made/moved/quiz"


def test_retired_and_unknown_lessons_are_not_there(sign_in: SignIn) -> None:
    lesson = make_lesson("gone")
    retire(lesson)
    rosa = sign_in("rosa")
    for path in ("/lessons/made/gone", "/lessons/made/never", "/lessons/%00/%ED%A0%80"):
        assert rosa.get(path).status_code == 404
    assert read(rosa, "/lessons/made/gone").status_code == 404
    assert db.session.query(Completion).count() == 0


def test_what_comes_from_a_file_cannot_break_the_page(sign_in: SignIn) -> None:
    lesson = db.session.get_one(Lesson, make_lesson("odd").id)
    lesson.sources = ['<script>alert("x")</script>', "See https://example.com/a?b=1&c=2"]
    db.session.commit()
    page = sign_in("rosa").get("/lessons/made/odd").text
    assert "<script>alert" not in page
    assert 'href="https://example.com/a?b=1&amp;c=2"' in page


def test_two_statements_and_one_more_for_a_text_read_the_first_time(sign_in: SignIn, statements: Any) -> None:
    make_lesson("hot", quiz=quiz())
    rosa = sign_in("rosa")
    rosa.get("/library")
    with statements() as first:
        rosa.get("/lessons/made/hot")
    with statements() as again:
        rosa.get("/lessons/made/hot")
    assert (len(first), len(again)) == (3, 2)


def test_a_lesson_in_another_language_says_so_to_the_browser(sign_in: SignIn) -> None:
    lesson = make_lesson("anruf", module="deutsch")
    rosa = sign_in("rosa")
    assert '<article class="prose" data-lesson' in rosa.get("/lessons/deutsch/anruf").text
    db.session.get_one(Module, lesson.module_id).language = "de"
    make_lesson("noch-einer", module="deutsch")
    assert '<article class="prose" lang="de" data-lesson' in rosa.get("/lessons/deutsch/anruf").text
