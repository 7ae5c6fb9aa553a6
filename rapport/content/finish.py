"""The last touch on sanitised HTML: wrappers, and labels, stories and footnotes in place of their tokens.

Plain replacements are safe here, because the sanitiser writes tags in one way only and escapes the rest.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from rapport.content.labels import TOKEN, Notes
from rapport.content.words import slug

Sizes = Mapping[str, tuple[int, int]]
"""Width and height of pictures in pixels, by file name."""

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
HEAD_CELL = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
CHECKBOX = re.compile(r"<input[^>]*>")
EXTERNAL = re.compile(r'<a href="(?=https?:)')
NO_PICTURE = re.compile(r'<img(?![^>]*\ssrc=")[^>]*>')
CALLOUT = re.compile(r'<div class="admonition (note|tip|important|warning|caution)">')
PICTURE = re.compile(r'<img ([^>]*src="([^"]*)"[^>]*)>')
EMPTY_CLASS = re.compile(r' class=""')

# How a label looks: calm where a number can be relied on, warm where it is to be doubted.
LOOKS = {
    "primary": " grade--sound",
    "secondary": "",
    "disputed": " grade--doubt",
    "unsourced": " grade--doubt",
    "own data": " grade--sound",
}
MEANINGS = {
    "primary": "told by the people who measured it",
    "secondary": "told by somebody who read about it",
    "disputed": "others disagree",
    "unsourced": "nobody knows where it comes from",
    "own data": "our own count",
}


def blocks(html: str) -> str:
    """Wrappers and attributes that pages rely on."""
    html = EMPTY_CLASS.sub("", html)
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    html = CALLOUT.sub(r'<div class="callout callout--\1">', html).replace(
        '<p class="admonition-title">', '<p class="callout-title">'
    )
    html = NO_PICTURE.sub("", html)
    html = CHECKBOX.sub(_checkbox, html)
    html = EXTERNAL.sub('<a rel="noopener noreferrer" href="', html)
    html = html.replace("<pre>", '<pre tabindex="0">')
    return TABLE.sub(_table, html)


def pictures(html: str, media: str, sizes: Sizes) -> str:
    """Pictures with the room they need, so that no text jumps when they come; all but the first may come late."""
    seen = 0

    def draw(match: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        size = sizes.get(unescape(match[2]).removeprefix(media))
        room = f' width="{size[0]}" height="{size[1]}"' if size else ""
        late = ' loading="lazy"' if seen > 1 else ""
        return f"<img{late}{room} {match[1]}>"

    return PICTURE.sub(draw, html)


def notes(html: str, found: Notes, rendered: Callable[[str], str]) -> str:
    """`html` with each token drawn, stories and footnotes behind the text."""
    drawing = _Drawing(found)
    html = TOKEN.sub(drawing.mark, html)
    return html.strip() + drawing.stories(rendered) + drawing.footnotes(rendered)


class _Drawing:
    """Draws the marks of one text, and remembers which notes they need."""

    def __init__(self, found: Notes) -> None:
        self.found = found
        self.told: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.names: dict[str, str] = {}

    def mark(self, match: re.Match[str]) -> str:
        place = int(match[1])
        if place >= len(self.found.marks):
            return ""
        mark = self.found.marks[place]
        if not mark.note:
            return f'<span class="grade{LOOKS[mark.grade]}">{mark.grade}</span>'
        name = self._name(mark.note)
        if mark.grade:
            self.told.setdefault(mark.note, mark.grade)
            return f'<button type="button" class="grade{LOOKS[mark.grade]}" popovertarget="story-{name}" aria-label="{mark.grade}: the story behind this">{mark.grade}</button>'
        first = mark.note not in self.numbers
        number = self.numbers.setdefault(mark.note, len(self.numbers) + 1)
        own = f' id="from-{name}"' if first else ""
        return f'<sup class="note-mark"><a href="#note-{name}"{own} aria-label="Note {number}">{number}</a></sup>'

    def stories(self, rendered: Callable[[str], str]) -> str:
        return "".join(
            _story(f"story-{self._name(note)}", grade, rendered(self.found.texts[note]))
            for note, grade in self.told.items()
        )

    def footnotes(self, rendered: Callable[[str], str]) -> str:
        if not self.numbers:
            return ""
        items = "".join(
            f'<li id="note-{self._name(note)}">{rendered(self.found.texts[note])}<a href="#from-{self._name(note)}" aria-label="Back to the text">↩</a></li>'
            for note in self.numbers
        )
        return f'\n<section class="notes" aria-label="Notes"><ol>{items}</ol></section>'

    def _name(self, note: str) -> str:
        """A note's name as part of an id, never the same for two notes."""
        if note not in self.names:
            base = slug(note) or "note"
            taken = set(self.names.values())
            self.names[note] = base if base not in taken else f"{base}-{len(taken) + 1}"
        return self.names[note]


def _story(name: str, grade: str, text: str) -> str:
    """What opens behind a label; a thumb finds the way back at its end."""
    head = f'<p class="eyebrow"><b>{grade.capitalize()}</b>: {MEANINGS[grade]}</p>'
    close = f'<button type="button" class="button button--paper" popovertarget="{name}" popovertargetaction="hide">Close</button>'
    return f'\n<div popover id="{name}" class="story">{head}{text}{close}</div>'


def _checkbox(match: re.Match[str]) -> str:
    done = "checked" in match[0]
    return f'<span class="task" role="img" aria-label="{"done" if done else "to do"}">{"☑" if done else "☐"}</span>'


def _table(match: re.Match[str]) -> str:
    cells = [unescape(TOKEN.sub("", TAG.sub("", cell))).strip() for cell in HEAD_CELL.findall(match[0])]
    label = escape(", ".join(cell for cell in cells if cell) or "Table", quote=True)
    return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">{match[0]}</div>'
