"""One question of a quiz: heading, perhaps a text, the answers, and the explanation that closes it."""

import json
from dataclasses import replace
from typing import Any

from rapport.content.answers import number_range, read_items, read_pairs, typed_answers
from rapport.content.blocks import Line, Section, joined
from rapport.content.choices import read_choices
from rapport.content.conversation import read_scenes
from rapport.content.ids import Ids
from rapport.content.question_parts import Parts, sorted_parts
from rapport.content.report import Report
from rapport.content.source import Question
from rapport.content.table import tables
from rapport.content.words import fingerprint

TITLE_LIMIT = 300


def parse_question(section: Section, ids: Ids, report: Report) -> Question:
    """The question under `section`'s heading; whatever is wrong goes to `report`."""
    _check_title(section, report)
    key = ids.take(section, section.title)
    parts = sorted_parts(section, report)
    body, explanation = joined(parts.body), _unquoted(parts.explanation)
    question = Question(key, "one", section.title, body, explanation, line=section.number)
    question = _with_answers(question, parts, section, report)
    if not explanation:
        told = 'the question needs an explanation: end it with a line "> why this is right, and what the wrong ones would cost"'
        report.add("no-explanation", section.number, 1, told)
    return replace(question, fingerprint=_fingerprint(question))


def _check_title(section: Section, report: Report) -> None:
    length = len(section.title)
    if not length:
        report.add("empty-heading", section.number, 1, "write the question behind ##")
    if length > TITLE_LIMIT:
        told = f"this question has {length} characters; keep it under {TITLE_LIMIT} and put the rest below the heading"
        report.add("title-too-long", section.number, section.column, told)


def _with_answers(question: Question, parts: Parts, section: Section, report: Report) -> Question:
    if parts.kind == "scenes":
        return replace(question, kind="scenario", scenes=read_scenes(parts.answers, report))
    if parts.kind == "choices":
        choices = read_choices(parts.answers, section, report)
        many = sum(choice.right for choice in choices) > 1
        return replace(question, kind="many" if many else "one", choices=choices)
    if parts.kind == "answer":
        return _with_written_answer(question, parts.answers[0], report)
    if parts.kind == "list":
        return replace(question, kind="order", items=read_items(parts.answers, report))
    if parts.kind == "table":
        return replace(question, kind="match", pairs=read_pairs(tables(parts.answers)[0], report))
    told = 'a question without answers; add choices "- [x] …", a line "Answer: …", a numbered list or a table'
    report.add("no-answers", section.number, 1, told)
    return question


def _with_written_answer(question: Question, line: Line, report: Report) -> Question:
    bounds = number_range(line, report)
    if bounds:
        return replace(question, kind="number", answer=bounds[0], low=bounds[1], high=bounds[2])
    accepted = typed_answers(line, report)
    return replace(question, kind="typed", accepted=accepted, answer=accepted[0] if accepted else "")


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
