"""Checks on what is written, line by line and as a whole. Each returns the pictures shown."""

import re
from collections.abc import Container, Iterable

from rapport.content.blocks import Line
from rapport.content.check_footnote import check_footnotes
from rapport.content.check_heading import check_heading, check_steps
from rapport.content.check_number import check_grades, check_numbers
from rapport.content.check_target import check_targets
from rapport.content.inline import FOOTNOTE, TAG, mask_code
from rapport.content.lesson_file import LessonDraft
from rapport.content.module_file import ModuleDraft
from rapport.content.quiz_file import QuizDraft
from rapport.content.report import Report
from rapport.content.table import tables
from rapport.content.words import did_you_mean

CALLOUTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
CALLOUT = re.compile(r"[ >]{0,20}>\s?\[!([^\]]{0,40})\]")


def check_module(draft: ModuleDraft, known: set[str], report: Report) -> set[str]:
    """A module's introduction."""
    check_footnotes(draft.lines, draft.note_lines, report)
    check_grades(draft.lines, report)
    return _check_lines(draft.lines, draft.source.key, known, report)


def check_lesson(draft: LessonDraft, known: set[str], report: Report) -> set[str]:
    """A lesson, its steps included."""
    check_footnotes(draft.lines, draft.note_lines, report)
    check_steps(draft.lines, report)
    check_grades(draft.lines, report)
    check_numbers(draft.lines, report)
    return _check_lines(draft.lines, draft.source.module_key, known, report)


def check_quiz(draft: QuizDraft, module: str, known: set[str], report: Report) -> set[str]:
    """A quiz."""
    for line in _prose(draft.lines):
        if "[^" in line.text and (match := FOOTNOTE.search(mask_code(line.text))):
            report.add(
                "footnote-in-quiz",
                line.number,
                match.start() + 1,
                "footnotes work in lessons only; say it in words here",
            )
        if "![" in line.text and re.match(r"\s*(?:[-*+] \[|#|[0-9]+[.)] )", line.text):
            report.add(
                "image-in-answer",
                line.number,
                line.text.index("![") + 1,
                "a picture cannot be an answer or a heading; put it above the answers",
            )
    check_grades(draft.lines, report)
    scenes = [scene for question in draft.source.questions for scene in question.scenes]
    to_scenes = {choice.line for scene in scenes for choice in scene.choices if choice.to}
    return _check_lines(draft.lines, module, known, report, to_scenes)


def _check_lines(
    lines: list[Line], module: str, known: set[str], report: Report, to_scenes: Container[int] = ()
) -> set[str]:
    """`to_scenes` are the lines whose link leads to a scene, which `check_conversation` looks after."""
    shown: set[str] = set()
    starts = {table.start for table in tables(lines)}
    for place, line in enumerate(lines):
        if line.code or not line.text.strip():
            continue
        before = lines[place - 1] if place else Line(0, "")
        check_heading(line, before, report)
        if line.text.startswith("|") and place not in starts and not before.text.lstrip().startswith("|"):
            report.add("table-dashes", line.number, 1, "a table needs a line | --- | --- | under its first row")
        if "[!" in line.text:
            _check_callout(line, report)
        if "<" in line.text and (match := TAG.search(mask_code(line.text))):
            report.add(
                "raw-html",
                line.number,
                match.start() + 1,
                f"HTML such as {match[0][:30]} is taken out; say it in Markdown",
            )
        if "]" in line.text and line.number not in to_scenes:
            shown |= check_targets(line, report, module, known)
    return shown


def _check_callout(line: Line, report: Report) -> None:
    match = CALLOUT.match(line.text)
    if match and match[1].upper() not in CALLOUTS:
        hint = (
            did_you_mean(match[1], [name.lower() for name in CALLOUTS]).upper().replace("DID YOU MEAN", "Did you mean")
        )
        report.add(
            "unknown-callout",
            line.number,
            line.text.index("[!") + 1,
            f'"{match[1]}" is not a callout; use {", ".join(CALLOUTS)}.{hint}',
        )


def _prose(lines: Iterable[Line]) -> Iterable[Line]:
    return (line for line in lines if not line.code)
