"""Checks over all questions of a quiz: what gives the right choice away."""

from rapport.content.report import Report
from rapport.content.source import Question, QuizSource

ENOUGH = 3


def check(quiz: QuizSource, report: Report) -> None:
    """Warn when the right choice can be told by its length or its place."""
    asked = [
        question
        for question in quiz.questions
        if question.kind == "one" and len(question.choices) > 1 and any(choice.right for choice in question.choices)
    ]
    if len(asked) < ENOUGH:
        return
    if all(_longest_is_right(question) for question in asked):
        report.add(
            "longest-is-right",
            asked[0].line,
            1,
            "the longest choice is the right one in every question; shorten some, or make a wrong one as detailed",
        )
    places = {_place(question) for question in asked}
    if len(places) == 1 and not quiz.shuffle:
        report.add(
            "same-place",
            asked[0].line,
            1,
            f"the right choice is always number {places.pop()}; move some of them, or set shuffle: yes",
        )


def _longest_is_right(question: Question) -> bool:
    right = max(len(choice.text) for choice in question.choices if choice.right)
    return all(len(choice.text) < right for choice in question.choices if not choice.right)


def _place(question: Question) -> int:
    return next(place for place, choice in enumerate(question.choices, 1) if choice.right)
