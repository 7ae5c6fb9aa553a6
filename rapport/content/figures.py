"""The library in figures: how much there is to read and to do in each lesson, and how easy it reads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapport.content.blocks import scan
from rapport.content.check_reading import is_measured, words_in
from rapport.content.printed_table import PrintedTable, Row
from rapport.content.reading_ease import reading_ease, sentences
from rapport.content.report import Report
from rapport.content.source import QUESTION_KINDS, LessonSource, ModuleSource

KINDS = dict(
    zip(QUESTION_KINDS, ("pick one", "pick all", "typed", "number", "order", "match", "conversation"), strict=True)
)
HEADER = ("Lesson", "Words", "Minutes", "Reading ease", "Questions", "Exercises", "Reflections", "Plans", "Sheets")


@dataclass(frozen=True)
class Figures:
    """What a lesson holds. `ease` is None where its language is not measured."""

    title: str
    words: int
    minutes: int
    ease: float | None
    questions: Counter[str]
    exercises: int
    reflections: int
    plans: int
    sheets: int


def tables(modules: Iterable[ModuleSource]) -> list[PrintedTable]:
    """A table for each module, and one for all of them together."""
    found = [(module.title, [_figures(lesson, module.language) for lesson in module.lessons]) for module in modules]
    every = [lesson for _, lessons in found for lesson in lessons]
    whole = [_row(_sum(title, lessons)) for title, lessons in found]
    total = _sum("All of them", every)
    return [
        PrintedTable("All modules", [("Module", *HEADER[1:]), *whole, _row(total)]),
        PrintedTable(
            "Questions by kind", [(*KINDS.values(), "all"), (*_counts(total.questions), f"{total.questions.total()}")]
        ),
        *(PrintedTable(title, [HEADER, *map(_row, lessons)]) for title, lessons in found),
    ]


def _figures(lesson: LessonSource, language: str) -> Figures:
    lines = scan(lesson.body.split("\n"), 1, Report(""))
    return Figures(
        title=lesson.title,
        words=words_in(lines),
        minutes=lesson.minutes,
        ease=reading_ease(sentences(lines)) if is_measured(language) else None,
        questions=Counter(question.kind for question in lesson.quiz.questions) if lesson.quiz else Counter(),
        exercises=len(lesson.exercises),
        reflections=int(lesson.reflection is not None),
        plans=int(lesson.plan is not None),
        sheets=len(lesson.observations),
    )


def _sum(title: str, lessons: list[Figures]) -> Figures:
    """All of them as one; the ease is that of the hardest."""
    return Figures(
        title=title,
        words=sum(lesson.words for lesson in lessons),
        minutes=sum(lesson.minutes for lesson in lessons),
        ease=min((lesson.ease for lesson in lessons if lesson.ease is not None), default=None),
        questions=sum((lesson.questions for lesson in lessons), Counter()),
        exercises=sum(lesson.exercises for lesson in lessons),
        reflections=sum(lesson.reflections for lesson in lessons),
        plans=sum(lesson.plans for lesson in lessons),
        sheets=sum(lesson.sheets for lesson in lessons),
    )


def _row(lesson: Figures) -> Row:
    asked = lesson.questions
    kinds = ", ".join(f"{asked[kind]} {name}" for kind, name in KINDS.items() if asked[kind])
    counts = (lesson.exercises, lesson.reflections, lesson.plans, lesson.sheets)
    ease = "–" if lesson.ease is None else f"{lesson.ease:.0f}"
    return (lesson.title, f"{lesson.words:,}", str(lesson.minutes), ease, kinds or "–", *map(_count, counts))


def _counts(questions: Counter[str]) -> list[str]:
    return [_count(questions[kind]) for kind in KINDS]


def _count(number: int) -> str:
    return str(number) if number else "–"
