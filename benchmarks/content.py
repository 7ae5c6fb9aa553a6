"""Checking 200 lessons, publishing 1,000, and publishing the same again: whole commands, Python's start included."""

import re
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.server import ROOT
from benchmarks.site import flask, settings
from benchmarks.table import Row, show, spread

ROUNDS = 5
LINK = re.compile(r"\]\((?:\.\./([a-z0-9-]+)/)?([0-9]+-[a-z0-9-]+)\.md")


def measure() -> list[Row]:
    checks, publishes, again = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = _library(folder / "few", 200), _library(folder / "many", 1000)
        for number in range(ROUNDS):
            site = settings(folder / f"data-{number}")
            flask(site, "db", "upgrade")
            checks.append(_seconds({**site, "CONTENT_DIR": str(folder / "few")}, "check"))
            publishes.append(_seconds({**site, "CONTENT_DIR": str(folder / "many")}, "publish"))
            again.append(_seconds({**site, "CONTENT_DIR": str(folder / "many")}, "publish"))
    return [
        Row(f"check {few:,} lessons, whole command", spread(checks, "s"), "≤ 1 s"),
        Row(f"publish {many:,} lessons into an empty catalogue, whole command", spread(publishes, "s")),
        Row(f"publish the same {many:,} again, whole command", spread(again, "s")),
    ]


def _seconds(site: dict[str, str], verb: str) -> float:
    start = time.perf_counter()
    flask(site, "content", verb)
    return time.perf_counter() - start


def _library(root: Path, wanted: int) -> int:
    """Write at least so many lessons, and say how many: the shipped library over and over, whole, so that its links hold."""
    shipped = [path for top in ("lessons", "quizzes") for path in sorted((ROOT / top).glob("*/*.*"))]
    lessons = len(list((ROOT / "lessons").glob("*/[0-9]*.md")))
    copies = -(-wanted // lessons)
    for number in range(copies):
        for path in shipped:
            _write_copy(root, path, number)
    return copies * lessons


def _write_copy(root: Path, path: Path, number: int) -> None:
    """The same file with a number behind its module, key and ids, and in its links."""
    top, module, _ = path.relative_to(ROOT).parts
    is_page = path.suffix == ".md" and path.stem != "module"
    copy = root / top / f"{module}-{number}" / (f"{path.stem}-{number}.md" if is_page else path.name)
    copy.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".md":
        shutil.copy(path, copy)
        return
    text = path.read_text().replace(" -->", f"-{number} -->")
    copy.write_text(LINK.sub(lambda link: _numbered(link[1], link[2], number), text))


def _numbered(module: str | None, lesson: str, number: int) -> str:
    """A link to the lesson of the same copy."""
    return "](" + (f"../{module}-{number}/" if module else "") + f"{lesson}-{number}.md"


if __name__ == "__main__":
    show(measure())
