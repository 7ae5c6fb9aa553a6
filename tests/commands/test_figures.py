"""`flask content figures`: what is counted, and how it is shown."""

from flask import Flask
from support.tiny_library import LESSON, MODULE, QUIZ, TALK, TINY, TWO_CHOICES, read

from rapport.content import figures


def test_each_lesson_is_counted() -> None:
    found = figures.tables(read({**TINY, QUIZ: TINY[QUIZ].replace(TWO_CHOICES, TALK)}).modules)
    lesson = ("Five causes", "7", "1", "117", "1 number, 1 conversation", "1", "1", "1", "–")
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
    bare = {MODULE: TINY[MODULE], LESSON: "---\ntitle: Bare\nsummary: S\nminutes: 1\n---\n\nCall them.\n"}
    found = figures.tables(read(bare, {}).modules)
    assert found[-1].rows[1] == ("Bare", "2", "1", "120", "–", "–", "–", "–", "–")


def test_it_is_shown_in_columns(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["content", "figures"])
    assert result.exit_code == 0
    head, row = result.output.splitlines()[2:4]
    assert head.startswith("Module ")
    assert row[head.index("Words") - 1] == " "
    assert row[head.index("Words")].isdigit()
