"""The lessons carry facts from the articles they name, and none of their sentences."""

from pathlib import Path

import pytest
from support.word_runs import runs

ROOT = Path(__file__).parents[2]
KNOWN = set(Path(__file__).with_name("source_runs.txt").read_text().split())
FILES = sorted(path for folder in ("lessons", "quizzes") for path in (ROOT / folder).rglob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_lesson_is_written_in_its_own_words(path: Path) -> None:
    carried_over = [run for key, run in runs(path.read_text(encoding="utf-8")).items() if key in KNOWN]
    assert not carried_over, "this stands so in a source article; say it in your own words"


def test_a_sentence_is_known_again_whatever_its_marks_and_capitals() -> None:
    source = runs("Every Monday the baker’s van stands outside, waiting for the first loaf.")
    taken = runs("A tip: every **monday** the baker's van stands\noutside, waiting!")
    assert set(source) & set(taken)
    assert not set(source) & set(runs("Every Monday the baker’s van is outside and waits for the first loaf."))


def test_the_campaigns_name_may_be_quoted() -> None:
    assert not set(runs("Ask: Yes! We can do that. And then some")) & set(runs("So: yes, we can do that. Or else some"))


def test_the_articles_are_there() -> None:
    assert len(KNOWN) > 2500
