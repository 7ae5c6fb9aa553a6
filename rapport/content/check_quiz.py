"""Checks over all questions of a quiz: its conversations, and what gives the right choice away."""

from collections.abc import Iterator, Sequence

from rapport.content.check_conversation import check_conversations
from rapport.content.report import Report
from rapport.content.source import Choice, Question, QuizSource, Scene

ENOUGH = 3


def check(quiz: QuizSource, report: Report) -> None:
    check_conversations(quiz, report)
    asked = [part for part in _asked(quiz) if len(part.choices) > 1 and any(choice.right for choice in part.choices)]
    if len(asked) >= ENOUGH:
        _check_giveaways(asked, quiz.shuffle, report)


def _check_giveaways(asked: list[Question | Scene], shuffled: bool, report: Report) -> None:
    """Warn when the right choice can be told by its length or its place."""
    line = asked[0].line
    if all(_longest_is_right(part.choices) for part in asked):
        told = "the longest choice is the right one in every question; shorten some, or make a wrong one as detailed"
        report.add("longest-is-right", line, 1, told)
    places = {_place(part.choices) for part in asked}
    if len(places) == 1 and not shuffled:
        told = f"the right choice is always number {places.pop()}; move some of them, or set shuffle: yes"
        report.add("same-place", line, 1, told)


def _asked(quiz: QuizSource) -> Iterator[Question | Scene]:
    """Wherever one choice of several is right: in a question, and in each scene of a conversation."""
    for question in quiz.questions:
        if question.kind == "one":
            yield question
        yield from question.scenes


def _longest_is_right(choices: Sequence[Choice]) -> bool:
    right = max(len(choice.text) for choice in choices if choice.right)
    return all(len(choice.text) < right for choice in choices if not choice.right)


def _place(choices: Sequence[Choice]) -> int:
    return next(place for place, choice in enumerate(choices, 1) if choice.right)
