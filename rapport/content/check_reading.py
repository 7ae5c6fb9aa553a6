"""Checks on a lesson as something to read: how long it takes, and how easy it is."""

from collections.abc import Iterable

from rapport.content.blocks import Line
from rapport.content.lesson_file import LessonDraft
from rapport.content.reading_ease import reading_ease, sentences
from rapport.content.report import Report

WORDS_A_MINUTE = 200
MOST_WORDS = 350
MOST_MINUTES = 3
SLACK = 0.25
EASY = 60
FEWEST_WORDS = 30


def check(draft: LessonDraft, language: str, report: Report) -> None:
    words = words_in(draft.reading)
    _check_length(words, report)
    _check_minutes(words / WORDS_A_MINUTE, draft, report)
    if is_measured(language):
        _check_ease(draft, report)


def words_in(lines: Iterable[Line]) -> int:
    """How many words there are; the signs of Markdown are none."""
    return sum(any(map(str.isalnum, word)) for line in lines for word in line.text.split())


def is_measured(language: str) -> bool:
    """Whether Flesch's formula fits: it was made for English."""
    return language.partition("-")[0] == "en"


def _check_length(words: int, report: Report) -> None:
    if not words:
        report.add("empty-lesson", 1, 1, "there is nothing to read; write a few sentences above the first step")
    if words > MOST_WORDS:
        told = f"{words} words are more than {MOST_WORDS}; keep to one idea, or make two lessons of it"
        report.add("long-lesson", 1, 1, told)


def _check_minutes(minutes: float, draft: LessonDraft, report: Report) -> None:
    takes = f"reading this takes about {minutes:.1f} minutes"
    if minutes > MOST_MINUTES:
        told = f"{takes}; three minutes are the most a lesson should take"
        report.add("reading-time", draft.minutes_line, 1, told)
    elif minutes > draft.source.minutes + SLACK:
        told = f"{takes}, more than the {draft.source.minutes} it promises"
        report.add("reading-time", draft.minutes_line, 1, told)


def _check_ease(draft: LessonDraft, report: Report) -> None:
    found = sentences(draft.reading)
    words = sum(len(sentence.words) for sentence in found)
    ease = reading_ease(found)
    if words < FEWEST_WORDS or ease >= EASY:
        return
    longest = max(found, key=lambda sentence: len(sentence.words))
    told = (
        f"this lesson has a reading ease of {ease:.0f}, and {EASY} is easy; use shorter words and sentences"
        f" ({words / len(found):.0f} words each on average), beginning with this one of {len(longest.words)}"
    )
    report.add("hard-to-read", longest.line, 1, told)
