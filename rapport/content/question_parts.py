"""The lines of a question, sorted: the text, the answers, and the explanation behind them."""

import re
from dataclasses import dataclass, field

from rapport.content.answers import NUMBERED
from rapport.content.blocks import Line, Section
from rapport.content.choices import CHOICE, end_of_items
from rapport.content.conversation import first_scene, is_choice, take_explanation
from rapport.content.report import Report
from rapport.content.table import Table, tables

ANSWER = re.compile(r" {0,3}answers? ?:(.*)", re.IGNORECASE)
KIND_WORDS = {"choices": "choices", "answer": '"Answer:"', "list": "a numbered list", "table": "a table"}


@dataclass
class Parts:
    """`kind` is the way of answering; empty where there is none."""

    kind: str = ""
    body: list[Line] = field(default_factory=list)
    answers: list[Line] = field(default_factory=list)
    explanation: list[Line] = field(default_factory=list)


def sorted_parts(section: Section, report: Report) -> Parts:
    """Text up to the answers is the body; the quote behind them is the explanation."""
    lines = section.lines
    if (scenes := first_scene(lines)) is not None:
        return _sort_conversation(lines, scenes, report)
    starts = _starts(lines)
    parts = Parts(kind=_kind(starts, section, report))
    if not parts.kind:
        parts.body = lines
        return parts
    start = starts[parts.kind]
    end = _end_of_answers(lines, start, parts.kind)
    parts.body, parts.answers = lines[:start], lines[start:end]
    parts.explanation = _explanation(lines[end:], report)
    return parts


def _explanation(lines: list[Line], report: Report) -> list[Line]:
    """The quote behind the answers, and nothing else."""
    found: list[Line] = []
    for line in lines:
        if not line.code and line.text.startswith(">"):
            found.append(line)
        elif not line.blank:
            told = f"{_stray(line)}; text belongs above the answers, the explanation behind > at the end"
            report.add("stray-text", line.number, line.indent + 1, told)
        elif found:
            found.append(Line(line.number, ">"))
    return found


def _sort_conversation(lines: list[Line], start: int, report: Report) -> Parts:
    if early := next((line for line in lines[:start] if is_choice(line)), None):
        told = "this choice stands above the first scene of the conversation; put it below a scene"
        report.add("mixed-answers", early.number, 1, told)
    scenes, explanation = take_explanation(lines[start:])
    return Parts("scenes", lines[:start], scenes, explanation)


def _stray(line: Line) -> str:
    if not line.code and line.text.lstrip().startswith(">"):
        return "this quote is indented, so it belongs to nothing here"
    return "nobody would see this line behind the answers"


def _starts(lines: list[Line]) -> dict[str, int]:
    """Where each way of answering begins."""
    found: dict[str, int] = {}
    for place, line in enumerate(lines):
        if line.code or line.indent > 3:
            continue
        for kind, pattern in (("choices", CHOICE), ("answer", ANSWER), ("list", NUMBERED)):
            if kind not in found and pattern.fullmatch(line.text):
                found[kind] = place
    first: Table | None = next(iter(tables(lines)), None)
    if first:
        found["table"] = first.start
    return found


def _kind(starts: dict[str, int], section: Section, report: Report) -> str:
    """Choices or `Answer:` make the lists and tables above them part of the text."""
    strong: list[str] = [kind for kind in ("choices", "answer") if kind in starts]
    kinds = strong or list(starts)
    if len(kinds) > 1:
        later = max(kinds, key=lambda kind: starts[kind])
        line = section.lines[starts[later]]
        others = " and ".join(KIND_WORDS[kind] for kind in sorted(kinds, key=lambda kind: starts[kind]))
        report.add(
            "mixed-answers",
            line.number,
            1,
            f"a question is answered in one way, and this one has {others}; make two questions of it",
        )
    return min(kinds, key=lambda kind: starts[kind]) if kinds else ""


def _end_of_answers(lines: list[Line], start: int, kind: str) -> int:
    if kind == "table":
        return next(table.end for table in tables(lines) if table.start == start)
    if kind == "answer":
        return start + 1
    return end_of_items(lines, CHOICE if kind == "choices" else NUMBERED)
