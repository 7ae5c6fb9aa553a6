"""The prompts of an exercise: a heading "A prompt for each day" and a numbered list, one for each entry in turn."""

import re

from rapport.content.answers import NUMBERED
from rapport.content.blocks import Line, heading
from rapport.content.report import Report
from rapport.content.words import one_line

HEADING = re.compile(r"a prompt for (?:each|every) \S.*", re.IGNORECASE)


def take_prompts(lines: list[Line], report: Report) -> tuple[tuple[str, ...], list[Line]]:
    """The prompts, and the lines of the exercise without them."""
    start = next((place for place, line in enumerate(lines) if _is_heading(line)), None)
    if start is None:
        return (), lines
    items, end = _items(lines, start + 1)
    if not items:
        told = "the prompts are missing; write them below as a numbered list, one for each entry"
        report.add("prompts-without-list", lines[start].number, 1, told)
    _check_twins(items, report)
    return tuple(text for text, _ in items), lines[:start] + lines[end:]


def check_goal(prompts: tuple[str, ...], goal: int | None, line: int, report: Report) -> None:
    if prompts and goal and len(prompts) != goal:
        told = f"there are {len(prompts)} prompts for a goal of {goal}; write one for each, so that none comes twice or never"
        report.add("prompts-and-goal", line, 1, told)


def _is_heading(line: Line) -> bool:
    head = heading(line)
    return head is not None and head[0] > 2 and HEADING.fullmatch(head[1]) is not None


def _items(lines: list[Line], start: int) -> tuple[list[tuple[str, int]], int]:
    """The texts of the list with their line numbers, and where it ends."""
    found: list[tuple[str, int]] = []
    end = start
    for place, line in enumerate(lines[start:], start):
        match = None if line.code else NUMBERED.fullmatch(line.text)
        if match:
            found.append((match[1].strip(), line.number))
        elif found and line.indent >= 2 and not line.blank and not line.code:
            found[-1] = (f"{found[-1][0]} {line.text.strip()}", found[-1][1])
        elif not line.blank:
            break
        end = end if line.blank else place + 1
    return found, end


def _check_twins(items: list[tuple[str, int]], report: Report) -> None:
    seen: dict[str, int] = {}
    for text, line in items:
        folded = one_line(text).casefold()
        if folded in seen:
            report.add(
                "duplicate-prompt", line, 1, f"this is the prompt of line {seen[folded]} again; write another one"
            )
        seen.setdefault(folded, line)
