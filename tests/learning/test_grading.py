"""Marks are exact, kind to how people type, and never surprised."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.learning.grading import fold, grade, is_right, right_response, score

CASES = json.loads((Path(__file__).parent.parent / "grading_cases.json").read_text())
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['question']['kind']}-{ascii(case['response'])[:30]}")
def test_each_case_earns_its_mark(case: dict[str, Any]) -> None:
    assert grade(case["question"], case["response"]) == case["mark"]


def test_the_table_covers_every_kind_both_ways() -> None:
    for kind in ("one", "many", "typed", "number", "order", "match", "scenario"):
        marks = {case["mark"] for case in CASES if case["question"]["kind"] == kind}
        assert {0, 1} <= marks


@given(st.sampled_from([case["question"] for case in CASES]), ANYTHING)
def test_anything_at_all_earns_between_nought_and_one(question: dict[str, Any], response: Any) -> None:
    assert 0 <= grade(question, response) <= 1


@pytest.mark.parametrize("question", [case["question"] for case in CASES if case["mark"] == 1])
def test_the_right_response_is_right(question: dict[str, Any]) -> None:
    assert is_right(grade(question, right_response(question)))


def test_only_the_whole_truth_is_right() -> None:
    assert is_right(1.0)
    assert not is_right(0.9999)


def test_more_pairs_in_order_never_earn_less() -> None:
    question = {"kind": "order", "items": [{"key": key} for key in "abcd"]}
    marks = {"".join(order): grade(question, list(order)) for order in permutations("abcd")}
    assert [order for order, mark in marks.items() if mark == 1] == ["abcd"]
    assert marks["abcd"] > marks["abdc"] > marks["badc"] > marks["dabc"] > marks["dcba"] == 0


@pytest.mark.parametrize(
    ("marks", "percent"),
    [
        ([], 0),
        ([1], 100),
        ([0], 0),
        ([1, 0], 50),
        ([1, 0, 0], 33),
        ([1, 1, 0], 67),
        ([0.5, 0.5, 0.5], 50),
        ([0.125], 13),
        ([0.005], 1),
        ([0.0049], 0),
        ([0.9999], 100),
        ([1] * 7 + [0], 88),
    ],
)
def test_scores_round_halves_up(marks: list[float], percent: int) -> None:
    assert score(marks) == percent


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
