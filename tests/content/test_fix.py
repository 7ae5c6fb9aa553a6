"""`--fix` writes what is missing and changes nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from support.tiny_library import LESSON, QUIZ, TINY, places, read

from rapport.content.fix import fixed

PIECES = st.sampled_from(
    [
        "## Exercise: Call\n",
        "## Reflect:\n",
        "## Plan: ä\n",
        "## Observe: b\n",
        "## Why\n",
        "# T\n",
        "<!-- id: a -->\n",
        "---\n",
        "title: x\n",
        "```\n",
        "- [x] a\n",
        "\t- b\n",
        "\r\n",
        "\r",
        "\ufeff",
        "<!--\n",
        "-->\n",
        "\x0b",
        "text",
    ]
)
FILES = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)


def mended(path: str, text: str) -> str:
    return fixed(path, text.encode()).decode()


def test_a_good_file_stays_as_it_is() -> None:
    for path, text in TINY.items():
        assert mended(path, text) == text


def test_missing_ids_are_written_under_their_headings() -> None:
    bare = TINY[LESSON].replace("<!-- id: call-two -->\n", "")
    lines = mended(LESSON, bare).split("\n")
    assert lines[10] == "## Exercise: Call two"
    assert lines[11].startswith("<!-- id: call-two-")


def test_the_id_written_is_the_key_used_before() -> None:
    bare = {**TINY, QUIZ: TINY[QUIZ].replace("<!-- id: why -->\n", "")}
    before = read(bare).lessons[0].quiz
    after = read({**bare, QUIZ: mended(QUIZ, bare[QUIZ])})
    assert places(after) == []
    assert before is not None
    assert after.lessons[0].quiz is not None
    assert [question.key for question in after.lessons[0].quiz.questions] == [
        question.key for question in before.questions
    ]


def test_the_same_exercise_in_two_lessons_gets_two_ids() -> None:
    bare = TINY[LESSON].replace("<!-- id: call-two -->\n", "")
    other = "lessons/leaving/02-again.md"
    assert places(read({**TINY, LESSON: mended(LESSON, bare), other: mended(other, bare)})) == []


def test_windows_files_are_converted() -> None:
    windows = b"\xef\xbb\xbf" + TINY[LESSON].replace("\n", "\r\n").encode()
    assert fixed(LESSON, windows) == TINY[LESSON].encode()


def test_tabs_become_blanks_but_not_inside_code() -> None:
    text = "---\ntitle: x\n---\n\n-\tone\n\n```\n\ttab\n```\n"
    assert mended("lessons/a/module.md", text) == text.replace("-\tone", "-   one")


def test_what_is_not_text_is_left_alone() -> None:
    assert fixed(LESSON, b"\xff\xfe\x00") == b"\xff\xfe\x00"


@given(FILES, st.sampled_from([LESSON, QUIZ, "lessons/leaving/module.md"]))
def test_mending_twice_is_mending_once(text: str, path: str) -> None:
    once = fixed(path, text.encode())
    assert fixed(path, once) == once


@given(FILES, st.sampled_from([LESSON, QUIZ]))
def test_no_line_is_lost_and_only_ids_are_added(text: str, path: str) -> None:
    before = [
        line.expandtabs(4) for line in text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    after = [line.expandtabs(4) for line in mended(path, text).split("\n")]
    rest = iter(after)
    assert all(line in rest for line in before)
    assert len([line for line in after if not line.startswith("<!-- id: ")]) == len(
        [line for line in before if not line.startswith("<!-- id: ")]
    )
