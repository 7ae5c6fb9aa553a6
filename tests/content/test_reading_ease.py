"""How easy a text is: what is a sentence, how many syllables a word has, and what Flesch makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tiny_library import LESSON, MODULE, TINY, read

from rapport.content.blocks import scan
from rapport.content.reading_ease import reading_ease, sentences, syllables
from rapport.content.report import Report

HARD = "Proactive engagement initiatives facilitate maximisation. " * 10


def told(text: str) -> list[tuple[int, str]]:
    return [(sentence.line, " ".join(sentence.words)) for sentence in sentences(scan(text.split("\n"), 1, Report("")))]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "a the call take called makes rules sales whole yes friend thought don’t can’t won’t what’s"),
        (2, "wanted ended promise table people something useful isn’t couldn’t boxes changes many any ago"),
        (3, "customer somebody invoices promises relation loyalty"),
        (4, "delivery operations information"),
    ],
)
def test_syllables_are_counted_as_they_are_heard(count: int, words: str) -> None:
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_a_sentence_ends_where_one_stops_for_breath() -> None:
    assert told("“Why now?” she asked. It costs 10.5 percent more … Or\nless!\n\nYes") == [
        (1, "Why now"),
        (1, "she asked"),
        (1, "It costs percent more"),
        (1, "Or less"),
        (4, "Yes"),
    ]


def test_only_what_is_read_aloud_counts() -> None:
    text = (
        "## A heading\n\n> [!TIP]\n> Call *first*.\n\n- One thing\n- [Another](02-x.md)\n\n| Table | of |\n| --- | --- |\n| no | prose |\n\n"
        "```\ncode here\n```\n\n![A picture](a.png)\n\nMost leave {disputed}[^why]. <!-- to do --> Some `stay`."
    )
    assert [words for _, words in told(text)] == ["Call first", "One thing", "Another", "Most leave", "Some"]


def test_flesch_s_scale() -> None:
    assert reading_ease([]) == 100
    easy = sentences(scan(["The cat sat on the mat."], 1, Report("")))
    assert reading_ease(easy) == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert reading_ease(sentences(scan([HARD], 1, Report("")))) < 0


def problems(module: str, body: str) -> set[str]:
    lesson = f"---\ntitle: T\nsummary: S\nminutes: 1\n---\n\n{body}\n"
    return {
        problem.rule for problem in read({MODULE: TINY[MODULE].replace("---\n\n", module), LESSON: lesson}, {}).problems
    }


@pytest.mark.parametrize(
    ("module", "rules"),
    [
        ("---\n\n", {"hard-to-read"}),
        ("language: en-GB\n---\n\n", {"hard-to-read"}),
        ("language: de\n---\n\n", set()),
        ("language: German\n---\n\n", {"setting-value", "hard-to-read"}),
    ],
)
def test_only_english_is_measured(module: str, rules: set[str]) -> None:
    assert problems(module, HARD) == rules


def test_a_few_words_are_no_text_to_judge() -> None:
    assert problems("---\n\n", "Proactive engagement initiatives facilitate maximisation.") == set()


def test_a_trainer_may_allow_it() -> None:
    assert problems("---\n\n", f"<!-- allow: hard-to-read -->\n{HARD}") == set()


@given(st.text())
def test_any_text_has_an_ease(text: str) -> None:
    assert reading_ease(sentences(scan(text.split("\n"), 1, Report("")))) <= 207
