"""What stands inside a line: code, images, links, footnotes and grade labels, each with its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

CODE = re.compile(r"(`+)[^`]+\1(?!`)")
# Lengths are limited, so that no line, however odd, takes long to look through.
IMAGE = re.compile(r"!\[([^\]]{0,500})\]\(\s{0,9}<?([^)\s>]{0,500})(?:[\s>][^)]{0,300})?\)")
LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|!\[[^\[\]]{0,300}\]\([^()]{0,300}\)){0,500})\]\(\s{0,9}<?([^)\s>]{0,500})(?:[\s>][^)]{0,300})?\)"
)
LINK_DEFINITION = re.compile(r" {0,3}\[([^\]^][^\]]*)\]:\s*<?([^\s>]+)")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
LABEL = re.compile(r"(?<!\\)\{([A-Za-z][A-Za-z -]{0,30})\}(\[\^[^\]\s]+\])?")
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")


@dataclass(frozen=True)
class Target:
    """Something a line points to: `text` is the link's words or the image's description."""

    line: int
    column: int
    text: str
    address: str
    image: bool


def mask_code(text: str) -> str:
    """`text` with code and comments blanked out, each character in its place."""
    if "`" in text:
        text = CODE.sub(lambda match: " " * len(match[0]), text)
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        text = text[:start] + " " * (end + 3 - start) + text[end + 3 :]
        start = text.find("<!--", end)
    return text


def targets(text: str, line: int) -> Iterator[Target]:
    """The images and links of a line that has been through `mask_code`."""
    if "](" in text:
        for match in IMAGE.finditer(text):
            yield Target(line, match.start() + 1, match[1], match[2], image=True)
        for match in LINK.finditer(text):
            yield Target(line, match.start() + 1, match[1], match[2], image=False)
    if "]:" in text and (found := LINK_DEFINITION.match(text)):
        yield Target(line, found.start(1), found[1], found[2], image=False)
