"""Choices: `- [x]` right, `- [ ]` wrong, an indented quote is the feedback for the one above."""

import re

from rapport.content.blocks import Line, Section
from rapport.content.report import Report
from rapport.content.source import Choice
from rapport.content.words import one_line, short_hash

CHOICE = re.compile(r" {0,3}[-*+] +\[([ xX]?)\](?: +(.*))?")


def read_choices(lines: list[Line], section: Section, report: Report) -> tuple[Choice, ...]:
    found: list[tuple[bool, str, list[str], Line]] = []
    for line in lines:
        match = None if line.code else CHOICE.fullmatch(line.text)
        if match:
            found.append((match[1].lower() == "x", (match[2] or "").strip(), [], line))
        elif line.blank or not found:
            continue
        elif line.indent < 2:
            told = (
                "indent this quote by two blanks to make it the feedback of the choice above"
                if line.text.startswith(">")
                else "this line stands between the choices; put it above them"
            )
            report.add("between-choices", line.number, line.indent + 1, told)
        elif line.text.lstrip().startswith(">"):
            found[-1][2].append(line.text.strip()[1:].strip())
        else:
            right, text, feedback, first = found[-1]
            found[-1] = (right, f"{text} {line.text.strip()}", feedback, first)
    choices = tuple(
        Choice(short_hash(text), text, right, one_line(" ".join(feedback)), line.number)
        for right, text, feedback, line in found
    )
    _check_texts(choices, report)
    _check_rights(choices, section, report)
    return choices


def end_of_items(lines: list[Line], pattern: re.Pattern[str]) -> int:
    """Where the list ends whose items look like `pattern`: behind its last item and what is indented below that."""
    last = max(
        (place for place, line in enumerate(lines) if not line.code and pattern.fullmatch(line.text)), default=-1
    )
    end = last + 1 if last >= 0 else len(lines)
    while end < len(lines) and (lines[end].code or (lines[end].indent >= 2 and not lines[end].blank)):
        end += 1
    return end


def _check_texts(choices: tuple[Choice, ...], report: Report) -> None:
    seen: dict[str, int] = {}
    for choice in choices:
        text = one_line(choice.text).casefold()
        if not text:
            told = "this choice has no text; write some behind the box or take it out"
            report.add("empty-choice", choice.line, 1, told)
        elif text in seen:
            told = f"this choice is the same as the one on line {seen[text]}; change one of them"
            report.add("duplicate-choice", choice.line, 1, told)
        seen.setdefault(text, choice.line)


def _check_rights(choices: tuple[Choice, ...], section: Section, report: Report) -> None:
    rights = sum(choice.right for choice in choices)
    if len(choices) == 1:
        report.add("single-choice", section.number, 1, "one choice is no choice; add at least one that is wrong")
    elif not rights:
        report.add("no-right-answer", section.number, 1, "no right answer; put an x in the box of each right one")
    elif rights == len(choices):
        told = "every choice is right, so there is nothing to choose; add one that is wrong"
        report.add("all-right", section.number, 1, told)
