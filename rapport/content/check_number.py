"""Checks on numbers: a percentage or a ratio says how good it is."""

import re

from rapport.content.blocks import BULLET, Line, heading
from rapport.content.footnotes import DEFINITION
from rapport.content.inline import LABEL, mask_code
from rapport.content.report import Report
from rapport.content.source import GRADES
from rapport.content.words import did_you_mean

NEED_A_STORY = {"secondary", "disputed", "unsourced"}
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|twelve|twenty"
_COUNT = rf"(?:[0-9]{{1,3}}(?:[.,][0-9]{{1,2}})?|one|{_SMALL})"
_MORE = "as|more|less|fewer|the|cheaper|dearer|likelier|higher|lower|better|worse|bigger|larger|smaller|over|what"
CLAIM = re.compile(
    r"[0-9]{1,6}(?:[.,][0-9]{1,2})?(?:\s?%|\s?(?:per ?cent|percentage)\b|\s?[x×](?![\w]))"
    rf"|\b{_COUNT}(?:\s(?:to|or)\s{_COUNT})?\stimes\s(?:{_MORE})\b"
    rf"|\bcosts?\s(?:\w+\s){{0,2}}?{_COUNT}(?:\s(?:to|or)\s{_COUNT})?\stimes\b"
    rf"|\b{_COUNT}\s(?:out of|in)\s(?:(?:every|a)\s)?(?:[0-9]{{1,3}}(?![0-9])|{_SMALL}|hundred)\b(?!\s(?:day|week|month|year|minute|hour|second)s?\b)",
    re.IGNORECASE,
)
# Looking for a claim is slow; every claim has one of these, and most lines have none.
MAY_CLAIM = re.compile(rf"%|per ?cent|\stimes\b|[0-9]\s?[x×]|(?:[0-9]|one|{_SMALL})\s(?:in|out of)\s", re.IGNORECASE)


def check_numbers(lines: list[Line], report: Report) -> None:
    """Warn about claims without a grade behind them in the same paragraph, list item or table row."""
    for block in _blocks(lines):
        masked = [mask_code(line.text) for line in block]
        graded_up_to = _last_grade(masked)
        for place, (line, text) in enumerate(zip(block, masked, strict=True)):
            for match in CLAIM.finditer(text) if MAY_CLAIM.search(text) else ():
                if (place, match.start()) > graded_up_to:
                    report.add(
                        "ungraded-number",
                        line.number,
                        match.start() + 1,
                        f'"{match[0]}": say how good this number is, such as {{disputed}}[^why] behind the claim',
                    )


def check_grades(lines: list[Line], report: Report) -> None:
    """Labels in braces that are no grade, and grades that owe a story."""
    for line in lines:
        if line.code or "{" not in line.text:
            continue
        for match in LABEL.finditer(mask_code(line.text)):
            grade = match[1].lower()
            if grade not in GRADES:
                hint = did_you_mean(grade, GRADES)
                report.add(
                    "unknown-grade",
                    line.number,
                    match.start() + 1,
                    f'"{{{match[1]}}}" is not a grade; there are {", ".join(GRADES)}.{hint}',
                )
            elif grade in NEED_A_STORY and not match[2]:
                report.add(
                    "grade-without-story",
                    line.number,
                    match.start() + 1,
                    f"tell in a footnote why this is {grade}: {{{grade}}}[^why]",
                )


def _last_grade(texts: list[str]) -> tuple[int, int]:
    last = (-1, -1)
    for place, text in enumerate(texts):
        for match in LABEL.finditer(text):
            if match[1].lower() in GRADES:
                last = place, match.start()
    return last


def _blocks(lines: list[Line]) -> list[list[Line]]:
    found: list[list[Line]] = [[]]
    in_note = False
    for line in lines:
        starts_note = DEFINITION.fullmatch(line.text) is not None
        in_note = starts_note or (in_note and (line.blank or line.indent >= 2))
        if line.blank or line.code or in_note or heading(line):
            found.append([])
        elif BULLET.fullmatch(line.text) or line.text.startswith("|"):
            found.append([line])
        else:
            found[-1].append(line)
    return found
