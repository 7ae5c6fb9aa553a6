"""The gap report: what customers asked for and did not get, in heaps of the same words, for those who can change it.

It names neither reps nor customers: only what was asked for, and why not.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rapport.learning.grading import fold
from rapport.progress.campaign_board import Board
from rapport.progress.wall import said_in
from rapport.reports.table import Column, Table

WRITTEN = {"text", "long"}
SMALLEST_HEAP, SHORTEST_WORD, SHORTEST_REASON = 2, 4, 5
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# Words that would join requests which have nothing to do with each other.
COMMON = """
able above alone away back below bringing called carried carry change close closed comes coming drive early enough five four
free full half people person hour hours late left look looked minute minutes month months morning opens open opened pay pays paid place
ready right second show side sorry start started starts stop stopped stops talk talked third times twelve work works wrote
about after again against also although always another anybody anyone anything around asked asking away because
been before being between both bring cannot could customer customers does doesn doing done don't doesn't didn't
down during each either else even ever every everybody everything find first from gave getting give given goes
going gone good have having here hers himself into isn't it's itself just keep kept know last later least less
like little long made make making many maybe might more most much must need needed needs never next nobody none
nothing once only other others ours ourselves over please possible quite rather really said same says send sent
several shall she'd should since some somebody someone something still such take takes than that that's their
them themselves then there these they thing things this those though three through today together told tomorrow
took toward twice under until upon used using very want wanted wants week weeks well went were what when where
whether which while whole will with within without won't would wouldn't year years yesterday yours
"""
EMPTY_WORDS = frozenset(COMMON.split())


@dataclass(frozen=True)
class Gap:
    """One request that was not possible: what was asked for, and why not."""

    request: str
    reason: str


@dataclass(frozen=True)
class Heap:
    """Requests that share a word, or a reason that was picked; `about` is empty for those that stand alone."""

    about: str
    gaps: list[Gap]


@dataclass(frozen=True)
class GapReport:
    heaps: list[Heap]
    alone: list[Gap]

    @property
    def count(self) -> int:
        return sum(len(heap.gaps) for heap in self.heaps) + len(self.alone)


def gap_report(board: Board) -> GapReport:
    """All requests that were not possible, the largest heap first."""
    lines = [line for line in board.lines if line.answer == board.refused] if board.refused else []
    said = said_in(line.id for line in lines)
    values = [said[line.id][1] for line in lines]
    gaps = [_gap(one, board.key) for one in values]
    picked = _picked_reason(board.exercise, board.key)
    if picked:
        return _by_reason(gaps, [_value(one, picked) for one in values])
    return _by_words(gaps)


def gap_table(board: Board, report: GapReport, name: str) -> Table:
    """The same as a file holds it: a row for each request."""
    heaps = [*report.heaps, Heap("", report.alone)]
    rows = [
        (heap.about, len(heap.gaps) if heap.about else 1, gap.request, gap.reason)
        for heap in heaps
        for gap in heap.gaps
    ]
    columns = (Column("About"), Column("How often", "number"), Column("What was asked for"), Column("Why not"))
    return Table(f"gaps-{name}", f"Not possible: {board.campaign.title}", columns, rows)


def _gap(values: list[dict[str, Any]], key: str) -> Gap:
    """Of the words before the answer the last are what was asked for: who asked comes before them."""
    place = next((place for place, item in enumerate(values) if item["key"] == key), len(values))
    before, after = (
        [_one_line(item["value"]) for item in part if item["kind"] in WRITTEN and item["value"]]
        for part in (values[:place], values[place:])
    )
    return Gap(before[-1] if before else "", after[0] if after else "")


def _picked_reason(exercise: dict[str, Any], key: str) -> str:
    """A choice that comes after the answer says why, if the form has one."""
    places = [place for place, field in enumerate(exercise["fields"]) if field["key"] == key]
    later = exercise["fields"][places[0] + 1 :] if places else []
    return next((field["key"] for field in later if field["kind"] == "choice"), "")


def _value(values: list[dict[str, Any]], key: str) -> str:
    return next((str(item["value"]) for item in values if item["key"] == key), "")


def _by_reason(gaps: list[Gap], reasons: list[str]) -> GapReport:
    heaps: dict[str, list[Gap]] = {}
    for gap, reason in zip(gaps, reasons, strict=True):
        heaps.setdefault(reason, []).append(gap)
    alone = heaps.pop("", [])
    return GapReport(_largest_first(Heap(reason, found) for reason, found in heaps.items()), alone)


def _by_words(gaps: list[Gap]) -> GapReport:
    """First what was asked for in the same words, then what of the rest was refused in the same words."""
    heaps, left = _heaps(gaps, lambda gap: _stems(gap.request, SHORTEST_WORD))
    more, alone = _heaps(left, lambda gap: _stems(gap.reason, SHORTEST_REASON))
    return GapReport(_largest_first(heaps + more), alone)


def _heaps(gaps: list[Gap], words_of: Callable[[Gap], dict[str, str]]) -> tuple[list[Heap], list[Gap]]:
    """Again and again the word that most of the rest have in common, until no two have one; and what is left."""
    left = [(gap, words_of(gap)) for gap in gaps]
    heaps = []
    while shared := _most_shared([words for _, words in left]):
        heaps.append(Heap(_as_written(shared, left), [gap for gap, words in left if shared in words]))
        left = [(gap, words) for gap, words in left if shared not in words]
    return heaps, [gap for gap, _ in left]


def _most_shared(words: list[dict[str, str]]) -> str:
    """The word that stands in most of them, of equals the first by the alphabet; empty where none stands in two."""
    counts = Counter(word for said in words for word in said)
    best = min(counts, key=lambda word: (-counts[word], word), default="")
    return best if counts[best] >= SMALLEST_HEAP else ""


def _as_written(stem: str, left: list[tuple[Gap, dict[str, str]]]) -> str:
    """The stem as it is written most often."""
    spelt = Counter(words[stem] for _, words in left if stem in words)
    word = min(spelt, key=lambda one: (-spelt[one], one))
    return word[:1].upper() + word[1:]


def _stems(text: str, shortest: int) -> dict[str, str]:
    """The words that say something, each as it is written, by a spelling that takes one and many for the same."""
    words = [word for word in WORD.findall(text) if len(word) >= shortest]
    said = [word for word in words if fold(word) not in EMPTY_WORDS]
    return {_stem(fold(word)): word if word.isupper() else word.lower() for word in said}


def _stem(word: str) -> str:
    for ending, instead in (("ies", "y"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) > SHORTEST_WORD:
            return word[: -len(ending)] + instead
    return word


def _largest_first(heaps: Iterable[Heap]) -> list[Heap]:
    return sorted(heaps, key=lambda heap: (-len(heap.gaps), heap.about.casefold()))


def _one_line(text: str) -> str:
    return " ".join(text.split())
