"""Text is cleaned once, by one rule for both databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.text import TextRefused, clean


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Rosa ", "Rosa"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\ud800c\x1bd\x85e", "abcde"),
        ("a\tb", "a\tb"),
        ("👍🏽 שלום \u202eabc", "👍🏽 שלום \u202eabc"),
        ("", ""),
    ],
)
def test_what_is_kept(typed: str, kept: str) -> None:
    assert clean(typed, 100) == kept


def test_one_line_is_one_line() -> None:
    assert clean(" two \n\n lines\u00a0here ", 100, one_line=True) == "two lines here"


@pytest.mark.parametrize("value", [None, 7, ["x"], b"x", "x" * 11])
def test_what_cannot_be_kept_is_refused_with_a_sentence(value: object) -> None:
    with pytest.raises(TextRefused, match=r"\.$"):
        clean(value, 10)


@given(st.text(st.characters(), max_size=50), st.booleans())
def test_cleaning_twice_changes_nothing_and_every_database_takes_it(typed: str, one_line: bool) -> None:
    kept = clean(typed, 100, one_line)
    assert clean(kept, 100, one_line) == kept
    assert "\x00" not in kept
    assert kept.encode().decode() == kept
