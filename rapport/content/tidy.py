"""Markdown as people write it → Markdown as our library reads it.

On GitHub and in Obsidian a list or a table may follow a paragraph without a blank line, and two blanks
nest a list; Python-Markdown wants a blank line and four. Footnote definitions are taken out on the way.
"""

import re

from rapport.content.blocks import Line, scan
from rapport.content.footnotes import take_footnotes
from rapport.content.report import Report

ITEM = re.compile(r"( *)([-*+]|[0-9]{1,9}[.)])( +)(?=\S)")
STEP = 4


def tidy(text: str) -> tuple[str, dict[str, str]]:
    """The text ready to convert, and the footnotes that it defines."""
    silent = Report("")
    lines = scan(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1, silent)
    notes, _, kept = take_footnotes(lines, silent) if "[^" in text else ({}, {}, lines)
    return "\n".join(_spaced(_nested(kept))), notes


def _nested(lines: list[Line]) -> list[tuple[str, bool]]:
    """Each line, list items indented by four for each level; and whether the line belongs to a list."""
    found: list[tuple[str, bool]] = []
    levels: list[int] = []
    after_blank = False
    for line in lines:
        if line.blank:
            found.append(("", bool(levels)))
            after_blank = True
            continue
        match = None if line.code else ITEM.match(line.text)
        while levels and line.indent < levels[-1] and (match or after_blank or line.code or _is_block(line)):
            levels.pop()
        outside = levels[-1] if levels else 0
        if match and (levels or line.indent < STEP):
            found.append((" " * STEP * len(levels) + line.text.lstrip(), True))
            levels.append(match.end())
        elif levels and line.indent >= outside:
            found.append((" " * STEP * len(levels) + line.text[outside:], True))
        else:
            found.append((line.text, bool(levels)))
        after_blank = False
    return found


def _spaced(lines: list[tuple[str, bool]]) -> list[str]:
    """The lines, with a blank one where a list or a table follows a paragraph directly."""
    found: list[str] = []
    before, in_list, marker = "", False, ""
    for text, listed in lines:
        item = ITEM.match(text) if listed else None
        starts_list = item and (not in_list or (not item[1] and item[2][-1] != marker))
        marker = item[2][-1] if item and not item[1] else marker
        starts_table = text.startswith("|") and not before.startswith("|")
        if before.strip() and (starts_list or starts_table):
            found.append("")
        found.append(text)
        before, in_list = text, listed
    return found


def _is_block(line: Line) -> bool:
    return line.text.startswith(("#", ">", "|"))
