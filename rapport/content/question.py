"""One question of a quiz: heading, perhaps a text, the answers, and the explanation that closes it."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from rapport.content.answers import number_range, read_items, read_pairs, typed_answers
from rapport.content.blocks import Line, Section, joined
from rapport.content.choices import CHOICE, end_of_items, read_choices
from rapport.content.conversation import first_scene, is_choice, read_scenes, take_explanation
from rapport.content.ids import Ids
from rapport.content.report import Report
from rapport.content.source import Question
from rapport.content.table import Table, tables
from rapport.content.words import fingerprint

ANSWER = re.compile(r" {0,3}answers? ?:(.*)", re.IGNORECASE)
NUMBERED = re.compile(r" {0,3}[0-9]{1,3}[.)] +(.*)")
TITLE_LIMIT = 300
KIND_WORDS = {"choices": "choices", "answer": '"Answer:"', "list": "a numbered list", "table": "a table"}


@dataclass
class _Parts:
    """The lines of a question, sorted."""

    kind: str = ""
    body: list[Line] = field(default_factory=list)
    answers: list[Line] = field(default_factory=list)
    explanation: list[Line] = field(default_factory=list)


def parse_question(section: Section, ids: Ids, report: Report) -> Question:
    """The question under `section`'s heading; whatever is wrong goes to `report`."""
    title = section.title
    if not title:
        report.add("empty-heading", section.number, 1, "write the question behind ##")
    if len(title) > TITLE_LIMIT:
        report.add(
            "title-too-long",
            section.number,
            section.column,
            f"this question has {len(title)} characters; keep it under {TITLE_LIMIT} and put the rest below the heading",
        )
    key = ids.take(section, title)
    parts = _sort(section, report)
    question = Question(
        key=key,
        kind="one",
        title=title,
        body=joined(parts.body),
        explanation=_unquoted(parts.explanation),
        line=section.number,
    )
    question = _with_answers(question, parts, section, report)
    if not question.explanation:
        report.add(
            "no-explanation",
            section.number,
            1,
            'the question needs an explanation: end it with a line "> why this is right, and what the wrong ones would cost"',
        )
    return replace(question, fingerprint=_fingerprint(question))


def _with_answers(question: Question, parts: _Parts, section: Section, report: Report) -> Question:
    if parts.kind == "scenes":
        return replace(question, kind="scenario", scenes=read_scenes(parts.answers, report))
    if parts.kind == "choices":
        choices = read_choices(parts.answers, section, report)
        many = sum(choice.right for choice in choices) > 1
        return replace(question, kind="many" if many else "one", choices=choices)
    if parts.kind == "answer":
        line = parts.answers[0]
        bounds = number_range(line, report)
        if bounds:
            return replace(question, kind="number", answer=bounds[0], low=bounds[1], high=bounds[2])
        accepted = typed_answers(line, report)
        return replace(question, kind="typed", accepted=accepted, answer=accepted[0] if accepted else "")
    if parts.kind == "list":
        return replace(question, kind="order", items=read_items(parts.answers, report))
    if parts.kind == "table":
        return replace(question, kind="match", pairs=read_pairs(tables(parts.answers)[0], report))
    report.add(
        "no-answers",
        section.number,
        1,
        'a question without answers; add choices "- [x] …", a line "Answer: …", a numbered list or a table',
    )
    return question


def _sort(section: Section, report: Report) -> _Parts:
    """Text up to the answers is the body; the quote behind them is the explanation."""
    lines = section.lines
    if (scenes := first_scene(lines)) is not None:
        return _sort_conversation(lines, scenes, report)
    starts = _starts(lines)
    parts = _Parts(kind=_kind(starts, section, report))
    if not parts.kind:
        parts.body = lines
        return parts
    start = starts[parts.kind]
    end = _end_of_answers(lines, start, parts.kind)
    parts.body, parts.answers = lines[:start], lines[start:end]
    for line in lines[end:]:
        if not line.code and line.text.startswith(">"):
            parts.explanation.append(line)
        elif not line.blank:
            report.add(
                "stray-text",
                line.number,
                line.indent + 1,
                f"{_stray(line)}; text belongs above the answers, the explanation behind > at the end",
            )
        elif parts.explanation:
            parts.explanation.append(Line(line.number, ">"))
    return parts


def _sort_conversation(lines: list[Line], start: int, report: Report) -> _Parts:
    if early := next((line for line in lines[:start] if is_choice(line)), None):
        told = "this choice stands above the first scene of the conversation; put it below a scene"
        report.add("mixed-answers", early.number, 1, told)
    scenes, explanation = take_explanation(lines[start:])
    return _Parts("scenes", lines[:start], scenes, explanation)


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


def _unquoted(lines: list[Line]) -> str:
    texts = [line.text.strip()[1:] for line in lines]
    return "\n".join(text.removeprefix(" ") for text in texts).strip()


def _fingerprint(question: Question) -> str:
    """Covers everything that a rep sees of the question, and what counts as right."""
    seen = {name: value for name, value in _seen(question).items() if name not in ("key", "fingerprint")}
    if not question.scenes:
        del seen["scenes"]  # other kinds keep the fingerprint that they had before there were conversations
    return fingerprint(json.dumps(seen, default=_seen, ensure_ascii=True, sort_keys=True))


def _seen(value: object) -> dict[str, Any]:
    return {name: part for name, part in vars(value).items() if name != "line"}
