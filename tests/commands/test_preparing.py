"""Before the doors open: what a start does with the lessons."""

from pathlib import Path

import pytest
from flask import Flask

from rapport.catalogue.shelf import shelf
from rapport.commands.preparing import publish_lessons
from rapport.database import db


def test_a_start_without_the_lessons_folder_retires_nothing(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk that is not mounted, or CONTENT_DIR misspelt: `flask content publish` refuses, and so does a start."""
    before = [lesson.key for lesson in shelf().lessons]
    assert before
    app.config.update(CONTENT_DIR=str(tmp_path / "nowhere"), DATA_DIR=str(tmp_path))
    publish_lessons()
    db.session.commit()
    assert [lesson.key for lesson in shelf().lessons] == before
    assert "CONTENT_DIR" in capsys.readouterr().err


def test_a_start_with_a_newer_renderer_draws_the_lessons_anew(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An upgrade of Rapport reaches lessons whose files nobody touched; otherwise a start publishes nothing twice."""
    app.config.update(DATA_DIR=str(tmp_path))
    publish_lessons()
    capsys.readouterr()
    publish_lessons()
    assert capsys.readouterr().out == ""
    version = shelf().version
    for place in ("commands.preparing", "catalogue.publish"):
        monkeypatch.setattr(f"rapport.{place}.renderer", lambda: "newer")
    publish_lessons()
    assert capsys.readouterr().out == "Publishing the lessons … done.\n"
    assert shelf().version > version
