"""The documents name only files that are there, and explain every command. (Links: test_links.py.)"""

import re
from pathlib import Path

import pytest
from click import Group
from flask import Flask

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
FILE = re.compile(r"`([\w./]*\w\.(?:py|js|css|html|md|json|svg))`")
SOURCES = [path.as_posix() for top in ("rapport", "static", "templates", "tests") for path in (ROOT / top).rglob("*.*")]


@pytest.mark.parametrize("name", ["architecture.md", "decisions"])
def test_every_file_that_is_named_is_there(name: str) -> None:
    pages = [page for page in PAGES if page.name == name or page.parent.name == name]
    named = {file for page in pages for file in FILE.findall(page.read_text())}
    assert {file for file in named if not any(path.endswith(f"/{file}") for path in SOURCES)} == set()


def test_every_command_is_explained(app: Flask) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    names = {name for name in commands_of(app.cli, "flask") if name not in {"flask run", "flask shell", "flask routes"}}
    assert {name for name in names if f"/{name}`" not in text} == set()


def commands_of(group: Group, name: str) -> set[str]:
    """Every command below a group that is not hidden."""
    found: set[str] = set()
    for part in group.list_commands(None):  # type: ignore[arg-type]
        command = group.get_command(None, part)  # type: ignore[arg-type]
        assert command is not None
        if part == "db":
            found.add(f"{name} db upgrade")
        elif isinstance(command, Group):
            found |= commands_of(command, f"{name} {part}")
        elif not command.hidden:
            found.add(f"{name} {part}")
    return found
