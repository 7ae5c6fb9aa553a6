"""What a library teaches: for each module a table of its lessons, with what they ask for and where they come from."""

import os
from collections.abc import Iterable
from pathlib import Path

from rapport.content.printed_table import PrintedTable, Row
from rapport.content.source import ExerciseSource, LessonSource, ModuleSource, PlanSource, QuizSource, ReflectionSource

HEADER = ("Lesson", "What you can do afterwards", "What you do", "From")
BREAK = "<br>"


def tables(modules: Iterable[ModuleSource], root: Path, document: Path) -> list[PrintedTable]:
    """A table for each module; its links lead from `document` to the lessons, which lie below `root`."""
    way = Path(os.path.relpath(root.resolve(), document.resolve().parent))
    return [
        PrintedTable(
            f"{number}. {module.title}", [HEADER, *(_row(lesson, way) for lesson in module.lessons)], module.summary
        )
        for number, module in enumerate(modules, 1)
    ]


def _row(lesson: LessonSource, way: Path) -> Row:
    link = f"{lesson.position:02} · [{lesson.title}]({(way / lesson.path).as_posix()})"
    return (link, lesson.objective or "–", BREAK.join(_deeds(lesson)), BREAK.join(lesson.sources) or "–")


def _deeds(lesson: LessonSource) -> list[str]:
    """What there is to do beside an ordinary quiz."""
    deeds = [
        *(f"**Exercise:** {exercise.title}{_how_much(exercise)}" for exercise in lesson.exercises),
        *(f"**Reflect:** {step.title}{_if_they_like(step)}" for step in [lesson.reflection] if step),
        *(f"**Plan:** {step.title}{_if_they_like(step)}" for step in [lesson.plan] if step),
        *(_about_quiz(lesson.quiz) if lesson.quiz else ()),
    ]
    sheets = (f"**Observe:** {sheet.title} ({_lines(len(sheet.fields))})" for sheet in lesson.observations)
    return [*(deeds or ["Quiz only" if lesson.quiz else "To read only"]), *sheets]


def _how_much(exercise: ExerciseSource) -> str:
    said = (
        f"{exercise.goal} {exercise.unit}" if exercise.goal else "as often as it happens",
        f"{len(exercise.prompts)} prompts" if exercise.prompts else "",
        "if they like" if exercise.optional else "",
    )
    return f" ({', '.join(filter(None, said))})"


def _if_they_like(step: ReflectionSource | PlanSource) -> str:
    return " (if they like)" if step.optional else ""


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number} lines"


def _about_quiz(quiz: QuizSource) -> Iterable[str]:
    talks = sum(question.kind == "scenario" for question in quiz.questions)
    if quiz.exam:
        yield f"**Exam:** {len(quiz.questions)} questions, one try"
    if talks:
        yield f"**Conversation{'s' if talks > 1 else ''}** in the quiz"
