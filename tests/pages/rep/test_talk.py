"""A conversation without scripts: each line said is a post, and the answer to it the next scene."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.quiz_page import Quiz, words
from support.quizzes import NUMBER, RIGHT, TALK, WRONG, add_quiz

from rapport.database import db
from rapport.learning.attempt import Answer, Attempt

SignIn = Callable[[str], FlaskClient]


class Talk(Quiz):
    """Somebody in a conversation."""

    def say(self, key: str, **forged: Any) -> "Talk":
        self.sent = self.fields | {"path": self.path, "reply": key} | forged
        self.read(self.browser.post(self.url, data=self.sent))
        return self

    def end(self, sure: str = "yes") -> "Talk":
        self.answer({"path": self.path}, sure)
        return self

    @property
    def path(self) -> list[str]:
        return [part.partition('"')[0] for part in self.shown.split('name="path" value="')[1:]]

    def may_end(self) -> bool:
        return 'aria-label="How sure are you?" hidden' not in self.shown


@pytest.fixture
def talk(sign_in: SignIn) -> Talk:
    add_quiz("single", [TALK], shuffle=False)
    return Talk(sign_in("rosa"), "single")


def test_it_starts_with_the_first_scene_and_nothing_else(talk: Talk) -> None:
    said = words(talk.shown)
    assert "They: You deliver on saturday" in said
    assert "“Of course.” “I will ask today.” “We cannot.”" in said
    assert "Then i wait" not in said
    assert not talk.may_end()


def test_each_line_leads_to_the_next_scene_and_what_was_said_stays_above(talk: Talk) -> None:
    talk.say("of-course")
    said = words(talk.shown)
    assert talk.status == 200
    assert said.index("You deliver on saturday") < said.index("You : “Of course.” They: But you promised")
    assert "“A misunderstanding.”" in said
    assert "“We cannot.”" not in said, "what was said is final"
    assert 'id="now"' in talk.shown
    assert db.session.query(Attempt).count() == 0


def test_at_the_ending_the_rep_says_how_sure_and_it_counts(talk: Talk) -> None:
    talk.say("i-will-ask-today").say("until-four")
    assert talk.may_end()
    assert "This is how it ends. How sure were you?" in words(talk.shown)
    talk.end("no")
    assert "Right, and you were guessing" in talk.shown
    answer = db.session.query(Answer).one()
    assert (answer.response, answer.mark, answer.sure) == (["i-will-ask-today", "until-four"], 1, False)


@pytest.mark.parametrize(
    ("lines", "mark"),
    [(["of-course", "i-promised-too-early"], 0.5), (["of-course", "a-misunderstanding"], 0), (["we-cannot"], 0)],
)
def test_a_slip_costs_its_turn_and_comes_back(talk: Talk, lines: list[str], mark: float) -> None:
    for line in lines:
        talk.say(line)
    talk.end()
    assert ("Partly right" if mark else "Not quite, though you were sure") in talk.shown
    talk.next()
    assert talk.asks(TALK)
    assert talk.path == [], "the second round begins the talk anew"
    talk.say("i-will-ask-today").say("until-four").end()
    attempt = db.session.query(Attempt).one()
    assert (attempt.first_score, attempt.final_score) == (mark * 100, 100)


def test_afterwards_each_turn_says_whether_a_better_line_was_there(talk: Talk) -> None:
    talk.answer(WRONG["scenario"]).next().answer(RIGHT["scenario"])
    said = words(talk.result().text)
    assert (
        "They: You deliver on saturday You deliver on saturday, she says. "
        "Not right: You : “Of course.” Nobody asked operations. A better line : “I will ask today.” "
        "They: But you promised But you promised, she says. Right: You : “I promised too early.” "
        "What happens: She stays and checks She stays and checks, she says. Ask before you promise."
    ) in said
    assert "Right at the second try" in said


@pytest.mark.parametrize(
    "path", [["until-four"], ["of-course", "until-four"], ["made-up"], ["we-cannot", "we-cannot"], ["of-course"] * 200]
)
def test_a_line_that_does_not_belong_is_refused_kindly_and_the_way_is_kept(talk: Talk, path: list[str]) -> None:
    talk.say(path[-1], path=path[:-1])
    assert talk.status == 422
    assert "Pick what you say until the talk ends" in talk.shown.partition('id="refusal"')[2]
    assert talk.path == [key for key in path[:1] if key in ("of-course", "we-cannot")]
    assert db.session.query(Attempt).count() == 0


def test_a_line_said_twice_by_a_double_tap_is_said_once(talk: Talk) -> None:
    talk.say("of-course")
    first = words(talk.shown)
    talk.read(talk.browser.post(talk.url, data=talk.sent))
    assert words(talk.shown) == first


def test_what_the_page_carries_survives_the_questions_around_it(sign_in: SignIn) -> None:
    add_quiz("pair", [TALK, NUMBER])
    talk = Talk(sign_in("rosa"), "pair").say("we-cannot").end("no")
    talk.next()
    assert json.loads(talk.fields["state"])[0]["response"] == ["we-cannot"]
    talk.answer(RIGHT["number"])
    talk.next()
    assert talk.asks(TALK)
