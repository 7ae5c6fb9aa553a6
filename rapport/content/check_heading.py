"""Checks on headings: those that Markdown would not take for one, and those that look like a step and are none."""

import re
from difflib import get_close_matches

from rapport.content.blocks import Line, heading
from rapport.content.report import Report

BAD_HEADING = re.compile(r"(?: {1,3}#{1,6} .*|#{1,6}[^#\s].*)")
UNDERLINE = re.compile(r"(?:=+|-{2,})")
STEP_NAMES = {"e": "Exercise", "r": "Reflect", "p": "Plan", "o": "Observe"}
STEP_WORDS = ("exercise", "exercises", "reflect", "reflection", "plan", "plans", "observe", "observation")
STEP_HEADING = re.compile(r"([A-Za-z]{3,14})(\s*:)?(.*)")


def check_heading(line: Line, before: Line, report: Report) -> None:
    if line.text.lstrip().startswith("#"):
        head = heading(line)
        if head and not head[1] and head[0] != 2:
            report.add("empty-heading", line.number, 1, "write the heading behind the # signs")
        elif head is None and BAD_HEADING.fullmatch(line.text):
            report.add(
                "heading-blank",
                line.number,
                1,
                "a heading has one blank behind its # signs and none in front; for a plain # write \\#",
            )
    elif UNDERLINE.fullmatch(line.text) and not before.code and before.text.strip() and before.text[0] not in "#>|-*+ ":
        report.add(
            "underlined-heading",
            line.number,
            1,
            f'write the heading as "## {before.text.strip()[:60]}", or put a blank line above the dashes',
        )


def check_steps(lines: list[Line], report: Report) -> None:
    for line in lines:
        head = heading(line)
        match = STEP_HEADING.fullmatch(head[1]) if head else None
        if not head or not match:
            continue
        word, colon = match[1].lower(), match[2]
        exact = word.capitalize() in STEP_NAMES.values()
        close = get_close_matches(word, STEP_WORDS, n=1, cutoff=0.8)
        if colon and close and not (exact and head[0] == 2):
            name = STEP_NAMES[close[0][0]]
            report.add(
                "step-lookalike",
                line.number,
                1,
                f'this looks like a step but is not read as one; write "## {name}: {match[3].strip()[:60]}"',
            )
        elif not colon and head[0] == 2 and word in STEP_WORDS and match[3][:1] in ("", " "):
            report.add(
                "step-without-colon",
                line.number,
                1,
                f'this is read as a plain heading; for a step write "## {match[1].capitalize()}: {match[3].strip()[:60]}"',
            )
