"""Who is asked next, and what a page's memory may bring back."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.quizzes import EVERY_KIND, MANY, NUMBER, ONE, RIGHT, TYPED
from werkzeug.datastructures import MultiDict

from rapport.pages.rep.quiz_marks import marked
from rapport.pages.rep.quiz_response import from_form, ordered, partners, whole
from rapport.pages.rep.quiz_run import Given, Run, carried_on

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(0, 4)
    | st.sampled_from(["call", "listen", "prepare", "l-User"])
    | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["prepare", "l-User", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {
        "question": st.sampled_from([question["key"] for question in EVERY_KIND]) | JSON,
        "response": st.sampled_from(["listen", "defend", ["call"], "price", "12", ["ask", "open", "agree", "prepare"]])
        | JSON,
        "sure": st.booleans() | JSON,
        "round": st.sampled_from([1, 2]) | JSON,
    }
)


def answer(run: Run, response: Any, sure: bool = True) -> Run:
    turn = run.turn()
    assert turn
    return run.take(Given(turn.question["key"], response, sure, turn.round))


def test_all_are_asked_once_then_the_wrong_ones_once_more() -> None:
    run = Run((ONE, NUMBER, TYPED))
    for response, sure in (("defend", False), ("10", True), ("price", True)):
        run = answer(run, response, sure)
    assert [question["key"] for question in run.second_round()] == ["ask-typed", "ask-one"], "confident errors first"
    run = answer(answer(run, "price"), "listen")
    assert run.turn() is None


def test_an_exam_asks_each_question_once() -> None:
    assert answer(Run((ONE,), exam=True), "defend").turn() is None


@given(st.lists(ANSWERS | JSON, max_size=12) | JSON)
def test_whatever_a_page_brings_back_is_a_run_that_ends(state: Any) -> None:
    run = carried_on(Run(tuple(EVERY_KIND)), json.dumps(state))
    for _ in range(2 * len(EVERY_KIND)):
        if turn := run.turn():
            run = run.take(
                Given(
                    turn.question["key"],
                    whole(turn.question, from_form(turn.question, MultiDict(RIGHT[turn.question["kind"]]))),
                    True,
                    turn.round,
                )
            )
    assert run.turn() is None
    assert len({(given.question, given.round) for given in run.given}) == len(run.given)
    for given_answer in run.given:
        asked = next(question for question in EVERY_KIND if question["key"] == given_answer.question)
        assert whole(asked, given_answer.response) == given_answer.response
        assert marked(asked, given_answer).verdict


@given(st.uuids().map(str))
def test_things_to_order_never_stand_in_order_already(seed: str) -> None:
    order, match = EVERY_KIND[4], EVERY_KIND[5]
    shown = ordered(order, seed, shuffle=False)
    assert shown != order["items"]
    assert sorted(item["key"] for item in shown) == sorted(item["key"] for item in order["items"])
    assert {right["right_key"] for right in partners(match, seed)} == {pair["right_key"] for pair in match["pairs"]}
    assert ordered(MANY, seed, shuffle=False) == MANY["choices"]
    assert ordered(MANY, seed, shuffle=True) == ordered(MANY, seed, shuffle=True)
