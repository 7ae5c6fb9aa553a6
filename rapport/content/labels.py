"""Grade labels and footnotes: found while Markdown is read, drawn after everything has been sanitised.

In between each stands as a token of two characters from Unicode's private area with a number between
them; those characters are taken out of every author's text first, so a token is always ours.
"""

import re
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from rapport.content.source import GRADES

OPEN, CLOSE = "\ue000", "\ue001"
TOKENS = re.compile("[\ue000-\ue00f]")
TOKEN = re.compile(f"{OPEN}([0-9]{{1,6}}){CLOSE}")
GRADE = rf"\{{({'|'.join(GRADES)})\}}(?:\[\^([^\]\s]+)\])?"
FOOTNOTE = r"\[\^([^\]\s]+)\]"


@dataclass(frozen=True)
class Mark:
    """A label (`grade`), a footnote's number, or both: a label with its story."""

    grade: str
    note: str


@dataclass
class Notes:
    """The notes of one text, and the marks found in it; a token's number is a mark's place."""

    texts: dict[str, str]
    marks: list[Mark] = field(default_factory=list)

    def token(self, grade: str, note: str) -> str:
        self.marks.append(Mark(grade, note))
        return f"{OPEN}{len(self.marks) - 1}{CLOSE}"


class LabelExtension(Extension):
    """Adds both patterns to an engine; `notes` is set before each conversion."""

    def __init__(self) -> None:
        super().__init__()
        self.notes = Notes({})

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.inlinePatterns.register(_Grade(GRADE, md, self), "grade", 175)
        md.inlinePatterns.register(_Footnote(FOOTNOTE, md, self), "footnote", 174)
        md.ESCAPED_CHARS.append("{")


class _Grade(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, labels: LabelExtension) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.IGNORECASE)
        self.labels = labels

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        notes = self.labels.notes
        note = m[2] if m[2] in notes.texts else ""
        return notes.token(m[1].lower(), note), m.start(0), m.end(0)


class _Footnote(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, labels: LabelExtension) -> None:
        super().__init__(pattern, md)
        self.labels = labels

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802
        notes = self.labels.notes
        if m[1] not in notes.texts:
            return None, None, None
        return notes.token("", m[1]), m.start(0), m.end(0)
