"""What demo people answer fits every kind of question."""

from random import Random
from typing import Any

import pytest
from support.quizzes import EVERY_KIND

from rapport.demo.answers import quiz_answers
from rapport.learning.grading import grade, is_right


@pytest.mark.parametrize("asked", EVERY_KIND, ids=lambda question: question["kind"])
@pytest.mark.parametrize("care", [0.0, 1.0])
def test_they_are_right_as_often_as_they_care(asked: dict[str, Any], care: float) -> None:
    for seed in range(20):
        first, *second = quiz_answers([asked], care, exam=False, rng=Random(seed))
        assert is_right(grade(asked, first["response"])) == bool(care)
        assert [answer["round"] for answer in second] == ([] if care else [2])
