"""How easy a text is to read: Flesch's formula for English, 0 (hard) to 100 and more (easy).

Syllables are counted by rule, because a check has to be over in a second and the dictionaries take that long to load.
Against the CMU dictionary the rule is right for 99 of 100 words of the shipped lessons, and their sum within 0.1 %.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapport.content.blocks import Line, heading
from rapport.content.inline import CODE, FOOTNOTE, IMAGE, LABEL, LINK

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"')*_\]]*\s+(?=\W{0,20}[^\W_])")
ITEM = re.compile(r"[\s>]*(?:[-*+]|[0-9]{1,3}[.)]) |[\s>]*$")
MARKER = re.compile(r"[\s>]*(?:(?:[-*+]|[0-9]{1,3}[.)]) +)?(?:\[![A-Za-z]+\])?")
# What stands in a line and is not said: only looked for where its sign is.
UNSPOKEN = (
    ("`", CODE, ""),
    ("<!--", re.compile(r"<!--.*?-->"), ""),
    ("![", IMAGE, ""),
    ("](", LINK, r"\1"),
    ("{", LABEL, ""),
    ("[^", FOOTNOTE, ""),
)
LETTERS = re.compile(r"[^a-z]")
VOWELS = re.compile(r"[aeiouy]{1,2}")
# Vowels that are not heard: "makes", "called", "take", "rules"; the y of "yes"; the e inside "something", "useful".
SILENT = re.compile(
    r"(?:(?<=[^laeiouycsxzgh])es|(?<=[^aeioudty])ed|(?<=[^laeiouy])e|(?<=[aeiouy]l)es?)$|^y"
    r"|e(?=(?:thing|body|one|where|times?|ful|less|ly|ment)$)"
)
# "isn’t" has a syllable more than "is"; "don’t" has none more than "do".
HEARD_NOT = re.compile(r"[dst]n[’']t$")


@dataclass(frozen=True)
class Sentence:
    """`line` is where it begins."""

    line: int
    words: list[str]


def sentences(lines: Iterable[Line]) -> list[Sentence]:
    """The sentences of a text. Headings, tables and code are none; the end of a list item ends one."""
    return [sentence for block in _blocks(lines) for sentence in _sentences(block)]


def reading_ease(found: list[Sentence]) -> float:
    """206.835 − 1.015 × words a sentence − 84.6 × syllables a word."""
    words = [word for sentence in found for word in sentence.words]
    if not words:
        return 100.0
    return 206.835 - 1.015 * len(words) / len(found) - 84.6 * sum(map(syllables, words)) / len(words)


@lru_cache(maxsize=16_384)
def syllables(word: str) -> int:
    """How many syllables an English word has, by rule."""
    lower = word.lower()
    letters = LETTERS.sub("", lower.removesuffix("’s").removesuffix("'s"))
    heard = len(VOWELS.findall(SILENT.sub("", letters)))
    return max(1, heard + bool(HEARD_NOT.search(lower)))


def _blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that belong together: paragraphs and list items."""
    found: list[list[Line]] = [[]]
    for line in lines:
        if line.code or line.blank or line.text.startswith("|") or heading(line):
            found.append([])
        elif ITEM.match(line.text):
            found.append([line])
        else:
            found[-1].append(line)
    return [block for block in found if block]


def _sentences(block: list[Line]) -> Iterator[Sentence]:
    text, start = "\n".join(_plain(line.text) for line in block), 0
    for end in [*(match.end() for match in SENTENCE_END.finditer(text)), len(text)]:
        if words := WORD.findall(text, start, end):
            yield Sentence(block[0].number + text.count("\n", 0, start), words)
        start = end


def _plain(text: str) -> str:
    """A line as it is read aloud."""
    text = MARKER.sub("", text, count=1)
    for sign, pattern, instead in UNSPOKEN:
        if sign in text:
            text = pattern.sub(instead, text)
    return text
