"""Runs of eight words, kept as hashes: they show that a sentence was taken over, without keeping the sentence.

    python tests/support/word_runs.py SOURCE.txt … > tests/content/source_runs.txt

makes the list anew when an article is added that lessons draw on.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import blake2s
from pathlib import Path

LENGTH = 8
CAMPAIGN = "yes we can do that"


def runs(text: str) -> dict[str, str]:
    """Every run of eight words in `text` by its hash, whatever stands between the words.

    The campaign's name may be quoted, so it does not count as words.
    """
    words = " ".join(re.findall("[a-z0-9]+", text.lower())).replace(CAMPAIGN, " ").split()
    found = (" ".join(words[place : place + LENGTH]) for place in range(len(words) - LENGTH + 1))
    return {_hashed(run): run for run in found}


def _hashed(run: str) -> str:
    return blake2s(run.encode(), digest_size=6).hexdigest()


def _all(paths: list[str]) -> Iterator[str]:
    for path in paths:
        yield from runs(Path(path).read_text(encoding="utf-8", errors="replace"))


if __name__ == "__main__":
    print("\n".join(sorted(set(_all(sys.argv[1:])))))
