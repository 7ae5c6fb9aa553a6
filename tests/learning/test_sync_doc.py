"""docs/sync.md says what the code does."""

import re
from pathlib import Path

from rapport.learning.intake import TAKERS
from rapport.learning.refusal import COMES_RIGHT_LATER, REASONS
from rapport.pages.errors import FULL, WORDS
from rapport.pages.sync import ERRORS, LARGEST_BATCH

ROOT = Path(__file__).parent.parent.parent
DOC = (ROOT / "docs" / "sync.md").read_text()


def test_every_refusal_is_listed_with_its_sentence() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (later)? ?\|$", DOC.partition("## Refusals")[2], re.MULTILINE)
    assert {code: sentence for code, sentence, _ in rows} == REASONS
    assert {code for code, _, later in rows if later} == COMES_RIGHT_LATER


def test_every_refusal_in_the_code_is_in_the_table() -> None:
    sources = [path.read_text() for path in (ROOT / "rapport" / "learning").glob("*.py")]
    raised = {code for source in sources for code in re.findall(r'Refusal\("([a-z-]+)"', source)}
    assert raised <= set(REASONS)
    assert len(raised) > 10


def test_every_kind_has_its_section() -> None:
    assert set(re.findall(r"^### (\w+)$", DOC, re.MULTILINE)) == set(TAKERS)


def test_whole_refusals_and_limits_are_listed() -> None:
    rows = set(re.findall(r"^\| (\d{3}) \| `([a-z-]+)`", DOC, re.MULTILINE))
    assert {reason for _, reason in rows} >= set(ERRORS)
    general = {(str(code), words.reason) for code, words in WORDS.items()} | {("503", FULL.reason)}
    assert {row for row in rows if row[1] not in ERRORS} <= general
    assert f"at most {LARGEST_BATCH};" in DOC
