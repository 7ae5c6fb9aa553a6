"""The library and its modules."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from support.deeds import did, retire
from support.lessons import make_lesson

from rapport.catalogue.module import Module
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize("path", ["/library", "/modules/keeping"])
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 303


@pytest.mark.parametrize("name", ["rosa", "mona", "tess", "ada"])
def test_everybody_may_read_the_library(sign_in: SignIn, name: str) -> None:
    page = sign_in(name).get("/library").text
    for module in shelf().modules:
        assert f'href="/modules/{module.key}"' in page
        assert module.title in page


def test_a_module_says_in_words_where_one_stands(sign_in: SignIn, cast: dict[str, User]) -> None:
    make_lesson("one")
    make_lesson("two")
    did(cast["rosa"], "completion", "one")
    assert '<span class="status part">1 of 2 lessons</span>' in sign_in("rosa").get("/library").text
    page = sign_in("rosa").get("/modules/made").text
    assert '<span class="status done">Done</span>' in page
    assert '<span class="status ">Not started</span>' in page
    assert "Done</span>" not in sign_in("ravi").get("/modules/made").text


def test_lessons_stand_in_order_with_their_minutes(sign_in: SignIn) -> None:
    rosa, module = sign_in("rosa"), shelf().modules[0]
    page = rosa.get(f"/modules/{module.key}").text
    places = [page.index(f'href="/lessons/{module.key}/{lesson.key}">{lesson.title}') for lesson in module.lessons]
    assert places == sorted(places)
    assert f"{module.minutes} minute" in page


def test_what_was_retired_is_not_shown(sign_in: SignIn) -> None:
    lesson = make_lesson("old")
    make_lesson("new")
    retire(lesson)
    assert "/lessons/made/old" not in sign_in("rosa").get("/modules/made").text
    retire(db.session.query(Module).filter_by(key="made").one())
    assert "/modules/made" not in sign_in("rosa").get("/library").text
    assert sign_in("rosa").get("/modules/made").status_code == 404


def test_an_unknown_module_is_not_there(sign_in: SignIn) -> None:
    assert sign_in("rosa").get("/modules/no-such-module").status_code == 404
    assert sign_in("rosa").get("/modules/%00%F0%9F%99%82").status_code == 404
