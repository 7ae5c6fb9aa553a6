"""Footnotes: `[^name]` in the text, `[^name]: the note` somewhere in the same file."""

import re
from collections.abc import Iterable

from rapport.content.blocks import Line
from rapport.content.inline import FOOTNOTE, mask_code
from rapport.content.report import Report

DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ ]?(.*)")


def take_footnotes(lines: list[Line], report: Report) -> tuple[dict[str, str], dict[str, int], list[Line]]:
    """The notes by name, the line of each, and the lines without them."""
    notes: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    kept: list[Line] = []
    name = ""
    for line in lines:
        match = None if line.code else DEFINITION.fullmatch(line.text)
        if match:
            name = match[1]
            if name in notes:
                report.add(
                    "duplicate-footnote",
                    line.number,
                    1,
                    f'the footnote "{name}" is already on line {places[name]}; give one of them another name',
                )
            notes[name], places[name] = [match[2]], line.number
        elif name and (line.blank or line.indent >= 2):
            notes[name].append(line.text)
        else:
            name = ""
            kept.append(line)
    return {name: _note(texts) for name, texts in notes.items()}, places, kept


def names_in(lines: Iterable[Line]) -> list[str]:
    """The names of the footnotes that `lines` refer to, in order, once each."""
    found: dict[str, None] = {}
    for line in lines:
        if not line.code and "[^" in line.text:
            found.update((match[1], None) for match in FOOTNOTE.finditer(mask_code(line.text)))
    return list(found)


def with_notes(body: str, names: Iterable[str], notes: dict[str, str]) -> str:
    """`body` followed by the definitions it refers to, so that it can be rendered on its own."""
    definitions = [f"[^{name}]: " + notes[name].replace("\n", "\n    ") for name in names if name in notes]
    return "\n\n".join([body, *definitions])


def _note(texts: list[str]) -> str:
    rest = [text.strip() if text.strip() else "" for text in texts[1:]]
    return "\n".join([texts[0].strip(), *rest]).strip()
