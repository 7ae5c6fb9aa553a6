"""Whatever a file holds, reading it says what is wrong and never fails."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.tiny_library import LESSON, MODULE, QUIZ, TINY, read

from rapport.content.problem import Problem
from rapport.content.rules import RULES

PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "title: x\n",
            "minutes: 1\n",
            "sources: [a, *b]\n",
            "pass: 80\n",
            "# T\n",
            "## Exercise: a\n",
            "### A prompt for each a\n",
            "## Reflect: b\n",
            "## Plan: c\n",
            "## Observe: d\n",
            "##\n",
            "## \n",
            "#x\n",
        ),
        *(
            "<!-- id: a -->\n",
            "<!-- id: -->\n",
            "- goal: 9\n",
            "- optional\n",
            "| Log | Answer |\n",
            "| Watch | Answer |\n",
            "| --- | --- |\n",
            "| a | 1 to 5 |\n",
            "| | |\n",
            "|\n",
            "||\n",
            "-|-\n",
        ),
        *(
            "- [x] a\n",
            "### a\n",
            "### b\n",
            "- [x] [y](#a)\n",
            "- [ ] [n](#b)\n",
            "- [ ]\n",
            "  > f\n",
            "> e\n",
            "Answer: 1 to 2\n",
            "Answer:\n",
            "Answer: ±\n",
            "1. a\n",
            "2. b\n",
            "When\n",
            "Then …\n",
            "- a\n",
            "```\n",
            "~~~\n",
            "<!--\n",
            "-->",
        ),
        *(
            "{disputed}[^a]",
            "[^a]: b\n",
            "[^a]",
            "![](x.png)",
            "[a](b.md#c)",
            "67%",
            "<b>",
            "`",
            "\\",
            "\t",
            "\r",
            "\n",
            " ",
            "\x00",
            "\ufeff",
            "\ue000",
            "\u2028",
            "é",
            "²",
            "٣",
        ),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join)


def _is_sound(problem: Problem) -> bool:
    return problem.rule in RULES and problem.line >= 1 and problem.column >= 1 and "\n" not in problem.path


@settings(max_examples=60)
@given(TEXTS)
@example("---\nminutes: ²\n---\n")
@example("---\n? [a]\n: b\n---\n")
@example("---\n" + "[" * 2000 + "\n---\n")
def test_any_text_in_any_place(text: str) -> None:
    data = text.encode()
    for path in (LESSON, QUIZ, MODULE):
        library = read({**TINY, path: data})
        assert all(_is_sound(problem) for problem in library.problems)


@settings(max_examples=60)
@given(TEXTS)
def test_any_text_below_good_settings(text: str) -> None:
    library = read(
        {
            **TINY,
            LESSON: f"---\ntitle: T\nsummary: S\nminutes: 1\n---\n\n{text}",
            QUIZ: f"---\npass: 80\n---\n\n## Q\n{text}",
        }
    )
    assert all(_is_sound(problem) for problem in library.problems)
    assert len(library.lessons) == 1


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert all(_is_sound(problem) for problem in read({**TINY, LESSON: data, QUIZ: data}).problems)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_path(parts: list[str]) -> None:
    path = "lessons/" + "/".join(parts)
    assert all(problem.rule in RULES for problem in read({**TINY, path: "x"}).problems)
