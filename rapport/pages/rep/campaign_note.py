"""A note of a campaign as it is read: what was asked, what became of it and why, and what others say to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.assignments.reaction import KINDS, reactions_to
from rapport.pages.rep.entry_form import WRITTEN
from rapport.pages.rep.wall import FIRST_WORDS, cut, on_one_line, shapes_of
from rapport.progress.campaign_board import Board
from rapport.progress.campaign_lines import Line, kind_words_in
from rapport.progress.wall import said_in


@dataclass(frozen=True)
class Said:
    """One of the three kind words: how many said it, whether the reader did, and who."""

    kind: str
    words: str
    count: int
    mine: bool
    names: str


@dataclass(frozen=True)
class NoteCard:
    """`line` is read first, `reason` below it; `rest` on demand. `name` is empty for a former colleague."""

    root_id: str
    own: bool
    name: str
    at: datetime
    line: list[str]
    reason: str
    rest: list[dict[str, Any]]
    answer: str
    shape: int
    said: list[Said]


def cards_of(board: Board, lines: list[Line]) -> list[NoteCard]:
    """These notes, in two statements: what they say, and what was said to them."""
    values = said_in(line.id for line in lines)
    said = reactions_to(line.root_id for line in lines)
    return [_card(board, line, *values[line.id], said.get(line.root_id, {})) for line in lines]


def liked(board: Board, most: int) -> list[NoteCard]:
    """The notes that most was said to."""
    said = kind_words_in(board.campaign)
    lines = sorted((line for line in board.lines if line.root_id in said), key=lambda line: -said[line.root_id])
    return cards_of(board, lines[:most])


def written_in(values: list[dict[str, Any]], key: str) -> tuple[list[str], str, list[dict[str, Any]]]:
    """The first words before the answer that is counted, the reason behind it, and everything that is left."""
    place = next((place for place, item in enumerate(values) if item["key"] == key), len(values))
    said = [item for item in values if item["value"] and item["key"] != key]
    written = [item for item in said if item["kind"] in WRITTEN]
    before = [item for item in values[:place] if item in written][:FIRST_WORDS] or written[:1] or said[:1]
    after = next((item for item in values[place:] if item in written and item not in before), None)
    seen = [*before, after] if after else before
    rest = [item for item in said if item not in seen or on_one_line(item["value"]) != cut(item["value"])]
    return [cut(item["value"]) for item in before], cut(after["value"]) if after else "", rest


def _card(
    board: Board, line: Line, name: str, values: list[dict[str, Any]], said: dict[str, dict[int, str]]
) -> NoteCard:
    first, reason, rest = written_in(values, board.key)
    return NoteCard(
        root_id=line.root_id,
        own=line.rep_id == board.reader_id,
        name=name if line.here else "",
        at=line.at,
        line=first,
        reason=reason,
        rest=rest,
        answer=line.answer,
        shape=shapes_of(board.answers).get(line.answer, 0),
        said=[_said(kind, said.get(kind, {}), board.reader_id) for kind in KINDS],
    )


def _said(kind: str, by: dict[int, str], reader_id: int) -> Said:
    names = [name for name in by.values() if name]
    return Said(kind, KINDS[kind], len(by), reader_id in by, _listed(names))


def _listed(names: list[str], most: int = 3) -> str:
    """ "Mona", "Mona and Mei", "Mona, Mei and 2 others"."""
    shown = names[:most]
    if len(names) > most:
        shown = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)
