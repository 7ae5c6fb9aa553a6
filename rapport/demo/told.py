"""What the people of the demo write down, read from `entries.md` and `reflections.md` beside this file."""

import re
from functools import cache
from itertools import chain, cycle, islice
from pathlib import Path

# The beginning of a label of the form → what is written there.
Row = dict[str, str]
Story = list[Row]

HERE = Path(__file__).parent
CELLS = re.compile(r"\s*\|\s*")
RULE = re.compile(r"[\s|:-]+")


def rows_of(key: str, team: str, turn: int, first: int, wanted: int) -> list[Row]:
    """The rows that somebody logs in an exercise; empty ones where nothing is told of it.

    Of several stories each person tells another, by `turn`; of a single table they take what
    comes from row `first`. So colleagues rarely say the same.
    """
    stories = entries().get(f"{key} in {team}") or entries().get(key) or [[{}]]
    told_by_others = stories[: turn % len(stories)]
    start = sum(len(story) for story in told_by_others) if len(stories) > 1 else first % len(stories[0])
    return list(islice(cycle(chain.from_iterable(stories)), start, start + wanted))


def reflection(key: str, turn: int) -> str | None:
    """What somebody thought, if anything is told of it."""
    texts = reflections().get(key)
    return texts[turn % len(texts)] if texts else None


@cache
def entries() -> dict[str, list[Story]]:
    """The tables under each heading, by the exercise's id, or "id in team" where a team has its own."""
    return {key: [_story(block) for block in blocks if block.startswith("|")] for key, blocks in _parts("entries.md")}


@cache
def reflections() -> dict[str, list[str]]:
    """The texts under each heading, by the reflection's id."""
    return {key: [" ".join(block.split()) for block in blocks] for key, blocks in _parts("reflections.md")}


def _parts(name: str) -> list[tuple[str, list[str]]]:
    """Each `##` of a file with its blocks: what stands between blank lines."""
    _, *parts = re.split(r"^## ", (HERE / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    split = [re.split(r"\n\s*\n", part.strip()) for part in parts]
    return [(heading.strip(), [block.strip() for block in blocks]) for heading, *blocks in split]


def _story(table: str) -> Story:
    head, *rows = [CELLS.split(line.strip())[1:-1] for line in table.splitlines() if not RULE.fullmatch(line)]
    return [dict(zip(head, row, strict=True)) for row in rows]
