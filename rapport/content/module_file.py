"""A module file: what a module is called, where it stands, and its introduction."""

from dataclasses import dataclass

from rapport.content import frontmatter
from rapport.content.blocks import Line, joined, scan, take_title
from rapport.content.footnotes import names_in, take_footnotes, with_notes
from rapport.content.report import Report
from rapport.content.settings import Settings
from rapport.content.source import ModuleSource
from rapport.content.words import fingerprint

SETTINGS = ("title", "summary", "order", "language")


@dataclass(frozen=True)
class ModuleDraft:
    """The module, still without lessons, and its lines for the checks that look at prose."""

    source: ModuleSource
    lines: list[Line]
    note_lines: dict[str, int]


def parse_module(path: str, key: str, text: str, report: Report) -> ModuleDraft:
    """The module that `text` describes; whatever is wrong goes to `report`."""
    rows = text.split("\n")
    front = frontmatter.read(rows, report)
    settings = Settings(front.settings, SETTINGS, report, None if front.broken else (1, 1))
    lines = scan(rows[front.lines :], front.lines + 1, report)
    notes, note_lines, kept = take_footnotes(lines, report)
    _, body = take_title(kept)
    source = ModuleSource(
        path=path,
        key=key,
        title=settings.text("title", 120, required=True),
        summary=settings.text("summary", required=True),
        order=settings.whole("order", 999, 0, 9999),
        body=with_notes(joined(body), names_in(body), notes),
        lessons=(),
        fingerprint=fingerprint(key, text),
        language=settings.language("language"),
    )
    return ModuleDraft(source, lines, note_lines)
