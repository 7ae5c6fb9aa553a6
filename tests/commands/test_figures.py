"""`flask content figures`: what is counted, how it is shown, and that docs/curriculum.md has it as it is."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from support.tiny_library import LESSON, MODULE, QUIZ, TALK, TINY, TWO_CHOICES, read

from rapport.content import figures
from rapport.content.library import read_library

ROOT = Path(__file__).parent.parent.parent
CURRICULUM = ROOT / "docs" / "curriculum.md"


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["content", "figures", *arguments])


def test_each_lesson_is_counted() -> None:
    found = figures.tables(read({**TINY, QUIZ: TINY[QUIZ].replace(TWO_CHOICES, TALK)}).modules)
    lesson = ("Five causes", "7", "1", "117", "1 number, 1 conversation", "1", "1", "1")
    assert [(table.title, table.rows[1:]) for table in found] == [
        ("All modules", [("Why they leave", *lesson[1:]), ("All of them", *lesson[1:])]),
        ("Questions by kind", [("–", "–", "–", "1", "–", "–", "1", "2")]),
        ("Why they leave", [lesson]),
    ]


def test_another_language_has_no_reading_ease() -> None:
    german = {**TINY, MODULE: TINY[MODULE].replace("summary:", "language: de\nsummary:")}
    whole, _, module = figures.tables(read(german).modules)
    assert (whole.rows[1][3], whole.rows[2][3], module.rows[1][3]) == ("–", "–", "–")


def test_a_lesson_without_anything_to_do_has_dashes() -> None:
    bare = {MODULE: TINY[MODULE], LESSON: "---\ntitle: A | B\nsummary: S\nminutes: 1\n---\n\nCall them.\n"}
    found = figures.tables(read(bare, {}).modules)
    assert found[-1].rows[1] == ("A | B", "2", "1", "120", "–", "–", "–", "–")
    assert "| A \\| B | 2 |" in figures.as_markdown(found)


def test_it_is_shown_as_text_or_as_markdown(app: Flask) -> None:
    text, markdown = run(app), run(app, "--format", "markdown")
    assert (text.exit_code, markdown.exit_code) == (0, 0)
    assert text.output.startswith("All modules\n\nModule ")
    assert "### All modules\n\n| Module | Words |" in markdown.output
    assert "| --- | --- |" in markdown.output


def test_it_is_written_between_two_marks_and_nowhere_else(app: Flask, tmp_path: Path) -> None:
    document = tmp_path / "map.md"
    document.write_text(f"Before.\n\n{figures.START}\nold\n{figures.END}\n\nAfter.\n")
    assert run(app, "--write", str(document)).output == f"{document}: written.\n"
    text = document.read_text()
    assert text.startswith(f"Before.\n\n{figures.START}\n\n### All modules")
    assert text.endswith(f"\n\n{figures.END}\n\nAfter.\n")
    assert "old" not in text
    assert run(app, "--write", str(document)).output == f"{document}: nothing new.\n"


@pytest.mark.parametrize("text", ["Nothing.", figures.START, f"{figures.END}\n{figures.START}"])
def test_without_the_marks_nothing_is_written(app: Flask, tmp_path: Path, text: str) -> None:
    document = tmp_path / "map.md"
    document.write_text(text)
    result = run(app, "--write", str(document))
    assert result.exit_code == 1
    assert "needs the lines" in result.output
    assert document.read_text() == text


def test_the_curriculum_has_the_figures_as_they_are() -> None:
    text = CURRICULUM.read_text()
    written = figures.put_in(text, figures.tables(read_library(ROOT).modules))
    assert written == text, "write them again: flask content figures --write docs/curriculum.md"
