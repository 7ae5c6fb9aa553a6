"""Markdown as people write it → Markdown as our library reads it.

On GitHub and in Obsidian a list or a table may follow a paragraph without a blank line, and two blanks
nest a list; Python-Markdown wants a blank line and four. Footnote definitions are taken out on the way.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from rapport.content.blocks import Line, scan
from rapport.content.footnotes import take_footnotes
from rapport.content.report import Report

ITEM = re.compile(r"( *)([-*+]|[0-9]{1,9}[.)])( +)(?=\S)")
STEP = 4
DEEPEST_QUOTE = 5
UNCLOSED = 50
BRACKET, LESS = "\ue002", "\ue003"


def tidy(text: str) -> tuple[str, dict[str, str]]:
    """The text ready to convert, and the footnotes that it defines."""
    lines = _scanned(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    notes, _, kept = take_footnotes(lines, Report("")) if "[^" in text else ({}, {}, lines)
    return bounded("\n".join(_tidied(kept, 0))), notes


def bounded(text: str) -> str:
    """Brackets that are never closed are shown as they are: looking for their ends would take Python-Markdown hours."""
    if text.count("<") - text.count(">") > UNCLOSED:
        text = text.replace("<", LESS)
    if text.count("[") <= UNCLOSED:
        return text
    return "\n\n".join(block.replace("[", BRACKET) if _is_endless(block) else block for block in text.split("\n\n"))


def shown(html: str) -> str:
    """What `bounded` put aside, back in its place."""
    return html.replace(BRACKET, "[").replace(LESS, "&lt;")


def _is_endless(block: str) -> bool:
    return block.count("[") - block.count("]") > UNCLOSED or block.count("](") - block.count(")") > UNCLOSED


def _scanned(rows: list[str]) -> list[Line]:
    return scan(rows, 1, Report(""))


def _tidied(lines: list[Line], depth: int) -> list[str]:
    return _spaced(_nested(_unquoted(lines, depth)))


def _unquoted(lines: list[Line], depth: int) -> Iterable[Line]:
    """The lines, with the inside of each quote tidied as a text of its own."""
    for quoted, group in groupby(lines, key=lambda line: not line.code and line.text.startswith(">")):
        if not quoted or depth >= DEEPEST_QUOTE:
            yield from group
            continue
        inner = _scanned([line.text[1:].removeprefix(" ") for line in group])
        yield from (Line(0, f"> {text}".rstrip()) for text in _tidied(inner, depth + 1))


def _nested(lines: Iterable[Line]) -> list[tuple[Line, bool]]:
    """Each line, list items indented by four for each level; and whether the line belongs to a list."""
    found: list[tuple[Line, bool]] = []
    levels: list[int] = []
    after_blank = False
    for line in lines:
        if line.blank:
            found.append((Line(0, ""), bool(levels)))
            after_blank = True
            continue
        match = None if line.code else ITEM.match(line.text)
        while levels and line.indent < levels[-1] and (match or after_blank or line.code or _is_block(line)):
            levels.pop()
        outside = levels[-1] if levels else 0
        text = line.text
        if match and (levels or line.indent < STEP):
            text = " " * STEP * len(levels) + line.text.lstrip()
            levels.append(match.end())
        elif levels and line.indent >= outside:
            text = " " * STEP * len(levels) + line.text[outside:]
        found.append((Line(0, text, line.code), bool(levels)))
        after_blank = False
    return found


def _spaced(lines: list[tuple[Line, bool]]) -> list[str]:
    """The lines, with a blank one where Python-Markdown would miss the beginning of a list, an item or a table."""
    found: list[str] = []
    before, in_list, loose, marker = "", False, False, ""
    for line, listed in lines:
        text = line.text
        item = ITEM.match(text) if listed and not line.code else None
        other_list = item and not item[1] and item[2][-1] != marker
        after_text = item and loose and not ITEM.match(before)
        starts_table = text.startswith("|") and not before.startswith("|") and not line.code
        if before.strip() and ((item and not in_list) or other_list or after_text or starts_table):
            found.append("")
        found.append(text)
        marker = item[2][-1] if item and not item[1] else marker
        loose = not item and (loose or not text)
        before, in_list = text, listed
    return found


def _is_block(line: Line) -> bool:
    return line.text.startswith(("#", ">", "|"))
