"""The files of a library: which there are, and their bytes as text."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import imagesize

from rapport.content.report import Report

LIMIT = 200_000
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
BYTE_ORDER_MARK = "\ufeff"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Files:
    """`texts` holds the bytes of each Markdown file, `others` the size of everything else in bytes, `pictures` width
    and height in pixels; paths are relative, with /."""

    texts: dict[str, bytes] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, tuple[int, int]] = field(default_factory=dict)

    def pictures_in(self, folder: str) -> dict[str, tuple[int, int]]:
        """Width and height of the pictures in a folder, by name."""
        return {Path(path).name: size for path, size in self.pictures.items() if path.startswith(f"{folder}/")}


def find_files(root: Path) -> Files:
    """Everything under `root`'s lessons/ and quizzes/, hidden files and links to elsewhere aside."""
    files = Files()
    for top in ("lessons", "quizzes"):
        for path in sorted(_walk(root / top)):
            name = path.relative_to(root).as_posix()
            if path.suffix.lower() == ".md":
                files.texts[name] = _read(path)
            else:
                files.others[name] = path.stat().st_size
                if path.suffix.lower() in IMAGES and (size := _measured(path)):
                    files.pictures[name] = size
    return files


def _measured(path: Path) -> tuple[int, int] | None:
    """A picture's width and height, as its first bytes say; None where they make no sense."""
    try:
        width, height = imagesize.get(str(path))
    except (OSError, ValueError):
        return None
    return (round(width), round(height)) if width > 0 and height > 0 else None


def decode(data: bytes, report: Report) -> str | None:
    """The text of a file, as if it had been saved well; None when it cannot be read."""
    if len(data) > LIMIT:
        report.add(
            "file-too-big",
            1,
            1,
            f"this file has more than {LIMIT // 1000} KB; split it into lessons with one idea each",
        )
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = data[: problem.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        report.add("not-utf8", line, column, "this file is not UTF-8; save it again as UTF-8")
        return None
    if text.startswith(BYTE_ORDER_MARK):
        report.add(
            "byte-order-mark",
            1,
            1,
            "this file begins with an invisible mark; save it as UTF-8 without BOM, or run --fix",
        )
        text = text.lstrip(BYTE_ORDER_MARK)
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        report.add("line-ends", line, 1, "this file has Windows line ends; --fix converts them")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    _report_control(text, report)
    return text


def _report_control(text: str, report: Report) -> None:
    if not CONTROL.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := CONTROL.search(line):
            report.add(
                "control-character",
                number,
                found.start() + 1,
                f"an invisible control character (number {ord(found[0])}) stands here; delete it",
            )


def _walk(top: Path) -> Iterator[Path]:
    inside = top.resolve()
    for folder, names, files in os.walk(top):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in files:
            path = Path(folder, name)
            if name.startswith(".") or not path.is_file():
                continue
            if not path.is_symlink() or path.resolve().is_relative_to(inside):
                yield path


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMIT + 1)
