"""Checking 200 lessons, publishing 1,000, and publishing the same again."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.server import ROOT
from benchmarks.table import Row, spread

ROUNDS = 5


def copies(target: Path, count: int) -> None:
    """Write `count` lessons with quizzes: the shipped ones over and over, under new keys and ids."""
    lessons = [path for path in sorted((ROOT / "lessons").glob("*/*.md")) if path.name != "module.md"]
    for number in range(count):
        source = lessons[number % len(lessons)]
        module = f"module-{number // 20:03}"
        folder = target / "lessons" / module
        if not folder.exists():
            folder.mkdir(parents=True)
            (target / "quizzes" / module).mkdir(parents=True)
            (folder / "module.md").write_text(
                f"---\ntitle: Module {number // 20}\nsummary: Twenty lessons.\norder: {number // 20 + 1}\n---\n\nTwenty lessons.\n"
            )
        key = f"{source.stem[3:]}-{number}"
        (folder / f"{number % 20 + 1:02}-{key}.md").write_text(_with_own_ids(source, number))
        for image in source.parent.glob("*.svg"):
            shutil.copy(image, folder)
        quiz = ROOT / "quizzes" / source.parent.name / f"{source.stem[3:]}.md"
        if quiz.exists():
            (target / "quizzes" / module / f"{key}.md").write_text(_with_own_ids(quiz, number))


def _with_own_ids(path: Path, number: int) -> str:
    return path.read_text().replace(" -->", f"-{number} -->")


def flask(arguments: list[str], environment: dict[str, str]) -> float:
    """Run a command; its time in seconds, Python's start included."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return time.perf_counter() - start


def measure() -> list[Row]:
    checks, publishes, again = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        copies(small, 200)
        copies(large, 1000)
        for number in range(ROUNDS):
            data = Path(folder) / f"data-{number}"
            base = {"FLASK_APP": "app.py", "DATA_DIR": str(data), "SECRET_KEY": "benchmark", "DATABASE_URL": ""}
            flask(["db", "upgrade"], base)
            checks.append(flask(["content", "check"], {**base, "CONTENT_DIR": str(small)}))
            publishes.append(flask(["content", "publish"], {**base, "CONTENT_DIR": str(large)}))
            again.append(flask(["content", "publish"], {**base, "CONTENT_DIR": str(large)}))
    return [
        Row("check 200 lessons, whole command", spread(checks, "s"), "≤ 1 s"),
        Row("publish 1,000 lessons into an empty catalogue, whole command", spread(publishes, "s")),
        Row("publish the same 1,000 again, whole command", spread(again, "s")),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what}: {row.figure} {row.bar}")
