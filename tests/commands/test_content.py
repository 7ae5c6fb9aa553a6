"""`flask content`: what is printed, what is written, how it ends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from support.deeds import did
from support.tiny_library import LESSON, QUIZ, TINY

from rapport.catalogue.lesson import Lesson
from rapport.catalogue.publication import Publication
from rapport.database import db
from rapport.people.user import User
from rapport.progress.progress import Progress

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with the tiny library in it, and the site told to use it."""
    for name, text in TINY.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "lessons/leaving/chart.png").write_bytes(b"png")
    monkeypatch.setitem(app.config, "CONTENT_DIR", str(tmp_path))
    return tmp_path


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["content", *arguments])


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    path.write_text(path.read_text().replace(old, new))


def test_a_good_library(app: Flask, folder: Path) -> None:
    result = run(app, "check")
    assert (result.exit_code, result.output) == (0, "No problems in 1 lesson.\n")


def test_every_problem_of_every_file_in_one_run(app: Flask, folder: Path) -> None:
    spoil(folder, LESSON, "goal: 2", "gaol: 2")
    spoil(folder, QUIZ, "- [x]", "- [ ]")
    result = run(app, "check")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f'{LESSON}:14:3: error: "gaol" is not a setting here. Did you mean "goal"? [unknown-setting]',
        f"{QUIZ}:5:1: error: no right answer; put an x in the box of each right one [no-right-answer]",
        "2 errors, 0 warnings in 1 lesson",
    ]


def test_warnings_alone_are_no_failure(app: Flask, folder: Path) -> None:
    spoil(folder, QUIZ, "<!-- id: why -->\n", "")
    result = run(app, "check")
    assert result.exit_code == 0
    assert result.output.endswith("0 errors, 1 warning in 1 lesson (1 of them can be mended with --fix)\n")


def test_fix_mends_and_says_so(app: Flask, folder: Path) -> None:
    spoil(folder, QUIZ, "<!-- id: why -->\n", "")
    result = run(app, "check", "--fix")
    assert result.output == f"{QUIZ}: mended\nNo problems in 1 lesson.\n"
    assert "<!-- id: why-did-they-leave-" in (folder / QUIZ).read_text()
    assert sorted(path.name for path in (folder / QUIZ).parent.iterdir()) == ["five-causes.md"]
    assert run(app, "check", "--fix").output == "No problems in 1 lesson.\n"


def test_json_is_a_list(app: Flask, folder: Path) -> None:
    assert json.loads(run(app, "check", "--format", "json").output) == []
    spoil(folder, QUIZ, "pass: 80", "pass: 800")
    result = run(app, "check", "--format", "json")
    assert result.exit_code == 1
    assert [(item["path"], item["line"], item["column"], item["rule"]) for item in json.loads(result.output)] == [
        (QUIZ, 2, 1, "pass-mark")
    ]


def test_annotations_for_github(app: Flask, folder: Path) -> None:
    spoil(folder, QUIZ, "pass: 80", "pass: 180%")
    result = run(app, "check", "--format", "github")
    assert result.output.startswith(f'::error file={QUIZ},line=2,col=1::"pass: 180%25" should be a percentage')


def test_one_file_shows_only_its_own_problems(app: Flask, folder: Path) -> None:
    spoil(folder, LESSON, "goal: 2", "gaol: 2")
    assert run(app, "check", str(folder / QUIZ)).output == f"No problems in {QUIZ}.\n"
    assert run(app, "check", str(folder / "lessons/leaving")).exit_code == 1


def test_another_folder_is_a_library_of_its_own(app: Flask, folder: Path, tmp_path: Path) -> None:
    spoil(folder, LESSON, "goal: 2", "gaol: 2")
    other = tmp_path / "other"
    shutil.copytree(Path(__file__).parent.parent / "library", other)
    assert run(app, "check", str(other)).output == "No problems in 3 lessons.\n"


@pytest.mark.parametrize("name", ["nowhere", "lessons/leaving/99-none.md", ""])
def test_a_path_that_cannot_be_checked_is_one_sentence(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(app.config, "CONTENT_DIR", str(tmp_path))
    result = run(app, "check", *([str(tmp_path / name)] if name else []))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_publish_says_what_changed(app: Flask, folder: Path) -> None:
    result = run(app, "publish")
    assert result.exit_code == 0
    assert "module leaving" in result.output
    assert run(app, "publish").output == "Nothing new.\n"
    spoil(folder, LESSON, "Price is what", "Price was what")
    assert run(app, "publish").output == "Changed: five-causes.\n"


def test_publishing_brings_progress_along(app: Flask, folder: Path, cast: dict[str, User]) -> None:
    """Rosa read and wrote; a plan that is added later does not undo that. Ravi only read: he is done once reading is
    all that is asked, not at his next fact."""
    shutil.rmtree(folder / "quizzes")
    whole = (folder / LESSON).read_text()
    text, plan = whole[: whole.index("## Exercise")], whole[whole.index("## Plan") :]
    reflection = whole[whole.index("## Reflect") : whole.index("## Plan")]

    def done_after_publishing(text: str) -> dict[int, bool]:
        (folder / LESSON).write_text(text)
        assert run(app, "publish").exit_code == 0
        return {row.rep_id: bool(row.completed_at) for row in db.session.execute(select(Progress.__table__))}

    rosa, ravi = cast["rosa"].id, cast["ravi"].id
    done_after_publishing(text + reflection)
    did(cast["ravi"], "completion", "five-causes")
    did(cast["rosa"], "completion", "five-causes")
    did(cast["rosa"], "reflection", "five-causes", text="Me.")
    assert done_after_publishing(text + reflection + plan) == {rosa: True, ravi: False}
    assert done_after_publishing(text) == {rosa: True, ravi: True}
    assert done_after_publishing(text + plan) == {rosa: True, ravi: False}


def test_a_broken_library_publishes_nothing(app: Flask, folder: Path) -> None:
    spoil(folder, LESSON, "Price is what", "Price was what")
    spoil(folder, QUIZ, "- [x]", "- [ ]")
    before = db.session.query(Publication).count(), [lesson.fingerprint for lesson in db.session.query(Lesson)]
    result = run(app, "publish")
    assert result.exit_code == 1
    assert f"{QUIZ}:5:1: error: no right answer" in result.output
    assert result.output.endswith("1 error: nothing was published.\n")
    db.session.rollback()
    assert before == (
        db.session.query(Publication).count(),
        [lesson.fingerprint for lesson in db.session.query(Lesson)],
    )


def test_an_empty_folder_does_not_retire_everything(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "CONTENT_DIR", str(tmp_path))
    result = run(app, "publish")
    assert result.exit_code == 1
    assert "nothing was changed" in result.output
    assert db.session.query(Lesson).filter(Lesson.retired_at.is_not(None)).count() == 0


def test_links_out_of_the_folder_are_not_followed(app: Flask, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    (folder / "lessons/leaving/02-secret.md").symlink_to(secret)
    assert run(app, "check").output == "No problems in 1 lesson.\n"


@pytest.mark.parametrize(("typed", "has_pages"), [("content check", False), ("content publish", True), ("up", True)])
def test_looking_at_files_goes_without_the_pages(typed: str, has_pages: bool, tmp_path: Path) -> None:
    """Nobody should wait for screens to hear about a missing comma."""
    lines = f"import sys; sys.argv = 'flask {typed}'.split(); import app; app.create_app(); print('rapport.pages' in sys.modules)"
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "SECRET_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str(has_pages), done.stderr
