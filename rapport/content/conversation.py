"""A conversation: scenes under `###` headings; what can be said in one is a link to the scene that it leads to."""

import re
from urllib.parse import unquote

from rapport.content.blocks import Line, Section, heading, joined, sections
from rapport.content.choices import CHOICE, end_of_items, read_choices
from rapport.content.report import Report
from rapport.content.source import Choice, Reply, Scene
from rapport.content.words import anchor, short_hash

LEVEL = 3
# Lengths are limited, so that no line, however odd, takes long to look through.
LINK = re.compile(r"\[(.{1,1000})\]\(\s{0,9}<?#([^)\s>]{1,300})>?\s{0,9}\)")


def first_scene(lines: list[Line]) -> int | None:
    """Where the scenes of a question begin: at a `###` heading with choices behind it. None for other questions."""
    heads = [place for place, line in enumerate(lines) if (head := heading(line)) and head[0] == LEVEL]
    choices = [place for place, line in enumerate(lines) if is_choice(line)]
    return heads[0] if heads and choices and heads[0] < choices[-1] else None


def is_choice(line: Line) -> bool:
    return not line.code and CHOICE.fullmatch(line.text) is not None


def take_explanation(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The scenes' lines, and the quote that closes the whole conversation."""
    start = len(lines)
    while start and not lines[start - 1].code and (lines[start - 1].blank or lines[start - 1].text.startswith(">")):
        start -= 1
    return lines[:start], [Line(line.number, line.text or ">") for line in lines[start:]]


def read_scenes(lines: list[Line], report: Report) -> tuple[Scene, ...]:
    """The scenes in the order of the file; the first is where the conversation starts."""
    _, parts = sections(lines, (LEVEL,))
    return tuple(_scene(part, report) for part in parts)


def _scene(part: Section, report: Report) -> Scene:
    start = next((place for place, line in enumerate(part.lines) if is_choice(line)), len(part.lines))
    end = end_of_items(part.lines, CHOICE)
    for line in part.lines[end:]:
        if not line.blank:
            told = "nobody would see this line behind the choices; put it above them"
            report.add("stray-text", line.number, line.indent + 1, told)
    body = joined(part.lines[:start])
    if not body:
        report.add("empty-scene", part.number, 1, "say below this heading what the customer says or does")
    return Scene(anchor(part.title), part.title, body, _replies(part, part.lines[start:end], report), part.number)


def _replies(part: Section, lines: list[Line], report: Report) -> tuple[Reply, ...]:
    choices = read_choices(lines, part, report) if lines else ()
    if 1 < sum(choice.right for choice in choices) < len(choices):
        report.add("several-best", part.number, 1, "one line is the best here; leave the x at that one only")
    replies = tuple(_reply(choice, report) for choice in choices)
    for place, reply in enumerate(replies):
        twin = next((other for other in replies[:place] if other.key == reply.key and other.to != reply.to), None)
        if twin:
            told = f"this is the same as line {twin.line}, and leads elsewhere; change one of them"
            report.add("duplicate-choice", reply.line, 1, told)
    return replies


def _reply(choice: Choice, report: Report) -> Reply:
    link = LINK.fullmatch(choice.text)
    if link is None and choice.text:
        told = 'say which scene follows: make a link of the whole choice, "- [ ] [“…”](#the-heading-of-the-scene)"'
        report.add("choice-without-link", choice.line, 1, told)
    text, to = (link[1], unquote(link[2]).lower()) if link else (choice.text, "")
    return Reply(short_hash(text), text, choice.right, choice.feedback, choice.line, to)
