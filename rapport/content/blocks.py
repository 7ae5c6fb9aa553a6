"""The lines of a file, and what they are: headings, fences, lists, tables, quotes; each with its line and column.

An own scanner, because Markdown libraries forget where a line stood, and that is what a trainer needs to know.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapport.content.frontmatter import Setting
from rapport.content.inline import mask_code
from rapport.content.report import Report

HASHES = re.compile(r"#{1,6}(?= |$)")
FENCE = re.compile(r"\s*(?:[-*+]\s+)?(`{3,}|~{3,})([^`]*)")
SETTING = re.compile(r"([-*+][ ]+)([A-Za-z][A-Za-z -]{0,30}?)[ ]*:(?:[ ]+(.*)|[ ]*)")
BULLET = re.compile(r"(\s*)[-*+][ ]+(.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """`code` marks a line of a fence or of a comment, which is never parsed."""

    number: int
    text: str
    code: bool = False

    @property
    def blank(self) -> bool:
        return not self.code and not self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())


@dataclass
class Section:
    """A heading and what stands under it, up to the next heading that splits."""

    number: int
    level: int
    title: str
    column: int
    lines: list[Line] = field(default_factory=list)


def scan(lines: list[str], first: int, report: Report) -> list[Line]:
    """`lines` with what belongs to a fence or a longer comment marked; the first is line number `first`."""
    found: list[Line] = []
    fence, opened, comment, tabbed = "", 0, 0, False
    for number, raw in enumerate(lines, first):
        if fence:
            found.append(Line(number, raw, code=True))
            stripped = raw.strip()
            if len(stripped) >= len(fence) and set(stripped) == {fence[0]}:
                fence = ""
            continue
        if "\t" in raw and not tabbed:
            report.add(
                "tab", number, raw.index("\t") + 1, "a tab stands here; --fix puts blanks in the place of every tab"
            )
            tabbed = True
        text = raw.expandtabs(4).rstrip()
        if comment:
            found.append(Line(number, text, code=True))
            comment = 0 if "-->" in text else comment
            continue
        match = FENCE.fullmatch(text)
        if match:
            fence, opened = match[1], number
        if "<!--" in text and "-->" not in mask_code(text).rpartition("<!--")[2]:
            comment = number if "<!--" in mask_code(text) else 0
        found.append(Line(number, text, code=bool(match or comment)))
    if fence:
        report.add("unclosed-fence", opened, 1, f"this code block is never closed; add a line {fence} where it ends")
    if comment:
        report.add(
            "unclosed-comment", comment, 1, "this comment is never closed, so all that follows is hidden; add -->"
        )
    return found


def heading(line: Line) -> tuple[int, str, int] | None:
    """Level, text and the text's column of a heading line."""
    if line.code or not line.text.startswith("#"):
        return None
    match = HASHES.match(line.text)
    if not match:
        return None
    level, rest = match.end(), line.text[match.end() :]
    title = rest.strip()
    if title.rstrip("#").endswith(" ") or not title.strip("#"):
        title = title.rstrip("#").strip()
    column = level + len(rest) - len(rest.lstrip()) + 1 if title else 1
    return level, title, column


def sections(lines: Iterable[Line], levels: tuple[int, ...] = (2,)) -> tuple[list[Line], list[Section]]:
    """The lines before the first heading of one of `levels`, and a section for each such heading."""
    before: list[Line] = []
    found: list[Section] = []
    for line in lines:
        head = heading(line)
        if head and head[0] in levels:
            found.append(Section(line.number, *head))
        else:
            (found[-1].lines if found else before).append(line)
    return before, found


def take_title(lines: list[Line]) -> tuple[tuple[str, Line] | None, list[Line]]:
    """The `# Title` that stands before any other text, and the lines without it."""
    for place, line in enumerate(lines):
        if line.blank:
            continue
        head = heading(line)
        if head and head[0] == 1:
            return (head[1], line), lines[:place] + lines[place + 1 :]
        break
    return None, lines


def take_settings(section: Section, flags: tuple[str, ...] = ()) -> list[Setting]:
    """The `- name: value` bullets directly under the heading, taken out; a bare `- optional` says yes to a flag."""
    found: list[Setting] = []
    for place, line in enumerate(section.lines):
        if line.blank and (not found or place == 0):
            continue
        match = None if line.code else SETTING.fullmatch(line.text)
        flag = line.text[2:].strip().lower() if line.text[:1] in "-*+" else ""
        if match:
            found.append(Setting(match[2], (match[3] or "").strip(), line.number, match.start(2) + 1))
        elif flag and flag in flags:
            found.append(Setting(flag, "yes", line.number, 3))
        else:
            section.lines = section.lines[place:] if found else section.lines
            return found
    section.lines = [] if found else section.lines
    return found


def list_items(lines: list[Line]) -> tuple[list[str], int]:
    """The texts of the bullets that `lines` begin with, and how many lines they take up."""
    found: list[str] = []
    end = 0
    for place, line in enumerate(lines):
        match = None if line.code else BULLET.fullmatch(line.text)
        if match:
            found.append(match[2].strip())
        elif found and line.indent >= 2 and not line.blank:
            found[-1] = f"{found[-1]} {line.text.strip()}"
        elif not line.blank:
            break
        if not line.blank:
            end = place + 1
    return found, end


def joined(lines: Iterable[Line]) -> str:
    """The lines as Markdown again."""
    return "\n".join(line.text for line in lines).strip("\n")
