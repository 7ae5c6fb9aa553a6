"""`flask content map`: what it says of a lesson, where it is written, and that docs/curriculum.md is up to date."""

import re
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from support.tiny_library import LESSON, QUIZ, TALK, TINY, TWO_CHOICES, added, changed, read, without

from rapport.commands.map import brought_up_to_date, marks
from rapport.content import curriculum
from rapport.content.printed_table import PrintedTable, as_markdown

ROOT = Path(__file__).parent.parent.parent
CURRICULUM = ROOT / "docs" / "curriculum.md"
MODULES, FIGURES = marks("modules"), marks("figures")
LABEL = re.compile(r"\{([a-z ]+)\}\[\^")
TOLD_IN = re.compile(r"^\| [^|]+ \| \[[^|]+\]\(\.\./(lessons/[^|)]+)\) \| ([a-z]+) \|", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(\.\./(lessons/[^)]+)\)")
EMPTY = "\n".join(["Before.", *MODULES, "Between.", *FIGURES, "After."])


def run(app: Flask, document: Path) -> Result:
    return app.test_cli_runner().invoke(args=["content", "map", str(document)])


def lesson_of(texts: dict[str, str | bytes]) -> tuple[str, ...]:
    """The row of the only lesson."""
    (table,) = curriculum.tables(read(texts).modules, Path("/site"), Path("/site/docs/map.md"))
    assert (table.title, table.lead) == ("1. Why they leave", "Five causes.")
    return table.rows[1]


def test_a_lesson_says_what_it_is_for_what_it_asks_and_where_it_comes_from() -> None:
    sources = "objective: You call.\nsources:\n  - One\n  - Two\nminutes: 1"
    assert lesson_of(changed(LESSON, "minutes: 1", sources)) == (
        "01 · [Five causes](../lessons/leaving/01-five-causes.md)",
        "You call.",
        "**Exercise:** Call two (2 calls)<br>**Reflect:** Who left?<br>**Plan:** Call first",
        "One<br>Two",
    )


def test_what_is_not_said_is_a_dash() -> None:
    assert lesson_of(added(LESSON, TINY[LESSON]))[1::2] == ("–", "–")


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (LESSON, "- goal: 2 calls", "", "Call two (as often as it happens)"),
        (LESSON, "- goal: 2 calls", "- goal: 2 calls\n- optional: yes", "Call two (2 calls, if they like)"),
        (
            LESSON,
            "| Mood | 1 to 5 |",
            "| Mood | 1 to 5 |\n\n### A prompt for each call\n\n1. Ask.\n2. Listen.",
            "2 prompts",
        ),
        (LESSON, "<!-- id: who-left -->", "<!-- id: who-left -->\n\n- optional: yes", "Who left? (if they like)"),
        (LESSON, "<!-- id: call-first -->", "<!-- id: call-first -->\n\n- optional: yes", "Call first (if they like)"),
        (QUIZ, TWO_CHOICES, TALK, "<br>**Conversation** in the quiz"),
        (QUIZ, "pass: 80", "exam: yes", "<br>**Exam:** 2 questions, one try"),
    ],
)
def test_what_is_special_is_said(path: str, old: str, new: str, said: str) -> None:
    assert said in lesson_of(changed(path, old, new))[2]


def test_a_sheet_is_named_beside_what_a_rep_does() -> None:
    sheet = "\n## Observe: The call\n<!-- id: call -->\n\n| Watch | Answer |\n| --- | --- |\n| Asks | yes / no |\n"
    bare = TINY[LESSON].partition("## Exercise")[0]
    assert lesson_of(added(LESSON, bare + sheet))[2] == "Quiz only<br>**Observe:** The call (1 line)"


@pytest.mark.parametrize(("texts", "said"), [(added(QUIZ, TINY[QUIZ]), "Quiz only"), (without(QUIZ), "To read only")])
def test_a_lesson_without_steps(texts: dict[str, str | bytes], said: str) -> None:
    bare = TINY[LESSON].partition("## Exercise")[0]
    assert lesson_of({**texts, LESSON: bare})[2] == said


def test_a_stroke_in_a_title_does_not_end_its_cell() -> None:
    table = PrintedTable("All", [("Lesson", "Words"), ("A | B", "2")], "Count.")
    assert as_markdown([table]) == "### All\n\nCount.\n\n| Lesson | Words |\n| --- | --- |\n| A \\| B | 2 |"


def test_it_is_written_between_the_marks_and_nowhere_else(app: Flask, tmp_path: Path) -> None:
    document = tmp_path / "map.md"
    document.write_text(EMPTY.replace(MODULES[1], f"old\n{MODULES[1]}"))
    assert run(app, document).output == f"{document}: written.\n"
    text = document.read_text()
    assert text.startswith(f"Before.\n{MODULES[0]}\n\n### 1. ")
    assert f"\n\n{MODULES[1]}\nBetween.\n{FIGURES[0]}\n\n### All modules" in text
    assert text.endswith(f"\n\n{FIGURES[1]}\nAfter.")
    assert "old" not in text
    assert run(app, document).output == f"{document}: nothing new.\n"


@pytest.mark.parametrize(
    "text", ["Nothing.", "\n".join(MODULES), EMPTY.replace(FIGURES[1], ""), "\n".join(MODULES[::-1])]
)
def test_without_its_marks_nothing_is_written(app: Flask, tmp_path: Path, text: str) -> None:
    document = tmp_path / "map.md"
    document.write_text(text)
    result = run(app, document)
    assert result.exit_code == 1
    assert "needs the lines" in result.output
    assert document.read_text() == text


def test_the_curriculum_is_up_to_date() -> None:
    text = CURRICULUM.read_text()
    written = brought_up_to_date(text, CURRICULUM, ROOT)
    assert written == text, "bring it up to date: flask content map docs/curriculum.md"


def test_the_curriculum_calls_lessons_and_steps_by_their_names() -> None:
    steps = {(name, path) for name, path in LINK.findall(CURRICULUM.read_text().partition(MODULES[1])[2])}
    assert {(name, path) for name, path in steps if not is_named(name, ROOT / path)} == set()
    assert len(steps) > 40


def test_the_curriculum_gives_each_number_the_label_of_its_lesson() -> None:
    lessons = [path for path in ROOT.glob("lessons/*/*.md") if path.name != "module.md"]
    labels = {
        (path.relative_to(ROOT).as_posix(), label) for path in lessons for label in LABEL.findall(path.read_text())
    }
    assert set(TOLD_IN.findall(CURRICULUM.read_text())) == {
        (path, label) for path, label in labels if label != "own data"
    }


def is_named(name: str, path: Path) -> bool:
    """Is `name` the title of that lesson, or of one of its steps?"""
    return re.search(rf"^(title|## \w+): {re.escape(name)}$", path.read_text(), re.MULTILINE) is not None
