"""`flask content`: check the library, publish it."""

import gc
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from rapport.commands.figures import figures_command
from rapport.commands.map import map_command
from rapport.commands.preparing import no_lessons
from rapport.commands.waiting import Waiting
from rapport.content.fix import fixed
from rapport.content.folder import find_files
from rapport.content.library import Library, read_library
from rapport.content.problem import Problem
from rapport.content.rules import manual

content = AppGroup("content", help="Lessons and quizzes: check them, publish them.")
content.add_command(figures_command)
content.add_command(map_command)


@content.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Write missing ids; convert Windows line ends, tabs and byte-order marks.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="How problems are shown."
)
def check_command(path: Path | None, fix: bool, style: str) -> None:
    """Say what is wrong with the library and how to mend it.

    PATH is a folder that holds lessons/ and quizzes/, or a file or folder inside CONTENT_DIR; then only its problems are shown.
    """
    root, part = _root_and_part(path)
    mended = _fix(root, part) if fix else []
    with _undisturbed():
        library = read_library(root)
    problems = [problem for problem in library.problems if _is_in(problem.path, part)]
    if style == "text":
        for name in mended:
            click.echo(f"{name}: mended")
    _show(problems, style)
    if style == "text":
        click.echo(_summary(problems, library, part))
    if any(problem.level == "error" for problem in problems):
        raise SystemExit(1)


@content.command("publish")
def publish_command() -> None:
    """Publish the library: all of it, or nothing when there is an error."""
    with _undisturbed():
        library = read_library(Path(current_app.config["CONTENT_DIR"]))
    if library.errors:
        _show(library.errors, "text")
        click.echo(f"{_counted(len(library.errors), 'error')}: nothing was published.")
        raise SystemExit(1)
    if not library.lessons:
        raise click.ClickException(no_lessons())
    from rapport.commands.publishing import put_out  # brings Markdown along, which checking does without

    waiting = Waiting("Publishing the lessons")
    changes = put_out(library, waiting)
    waiting.clear()
    told = [f"{name.capitalize()}: {', '.join(keys)}." for name, keys in asdict(changes).items() if keys]
    click.echo("\n".join(told) or "Nothing new.")


@content.command("rules", hidden=True)
def rules_command() -> None:
    """Print every rule of the checker as Markdown, for docs/authoring.md."""
    click.echo(manual())


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without looking for garbage: nearly all that a reading makes is kept, and the command soon ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _root_and_part(path: Path | None) -> tuple[Path, str]:
    """The library's folder, and the part of it whose problems are wanted ("" for all)."""
    root = Path(current_app.config["CONTENT_DIR"]).resolve()
    if path is None:
        return _a_library(root), ""
    path = path.resolve()
    if not path.exists():
        raise click.ClickException(f"{path} does not exist.")
    if path != root and path.is_relative_to(root) and path.relative_to(root).parts[0] in {"lessons", "quizzes"}:
        return root, path.relative_to(root).as_posix()
    return _a_library(path), ""


def _a_library(root: Path) -> Path:
    if not (root / "lessons").is_dir() and not (root / "quizzes").is_dir():
        raise click.ClickException(f"{root} holds no lessons/ and no quizzes/.")
    return root


def _is_in(name: str, part: str) -> bool:
    return not part or name == part or name.startswith(f"{part}/")


def _fix(root: Path, part: str) -> list[str]:
    mended = []
    for name, data in find_files(root).texts.items():
        if _is_in(name, part) and (better := fixed(name, data)) != data:
            _replace(root / name, better)
            mended.append(name)
    return mended


def _replace(path: Path, data: bytes) -> None:
    """Write in one step, so that a crash leaves the old file or the new one."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".mending-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    mended = Path(name)
    mended.chmod(path.stat().st_mode)
    mended.replace(path)


def _show(problems: list[Problem], style: str) -> None:
    if style == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=False))
        return
    for problem in problems:
        click.echo(_for_github(problem) if style == "github" else str(problem))


def _for_github(problem: Problem) -> str:
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    message = f"{problem.message} [{problem.rule}]".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{problem.level} file={path},line={problem.line},col={problem.column}::{message}"


def _summary(problems: list[Problem], library: Library, part: str) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    fixable = sum(problem.fixable for problem in problems)
    where = part or _counted(len(library.lessons), "lesson")
    hint = f" ({_counted(fixable, 'of them', '')} can be mended with --fix)" if fixable else ""
    if not problems:
        return f"No problems in {where}."
    return f"{_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')} in {where}{hint}"


def _counted(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}{plural if number != 1 else ''}"
