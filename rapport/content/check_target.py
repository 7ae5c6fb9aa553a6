"""Checks on links and pictures: described, own, and there."""

import posixpath
from urllib.parse import unquote

from rapport.content.blocks import Line
from rapport.content.folder import IMAGES
from rapport.content.inline import Target, mask_code, targets
from rapport.content.report import Report
from rapport.content.words import did_you_mean

SCHEMES = ("https:", "http:", "mailto:", "tel:")


def check_targets(line: Line, report: Report, module: str, known: set[str]) -> set[str]:
    """Check the links and pictures of a line; the paths of the pictures that it shows."""
    shown: set[str] = set()
    for target in targets(mask_code(line.text), line.number):
        path = _resolved(target.address, report.path)
        if target.image:
            _check_image(target, path, module, known, report)
        else:
            _check_link(target, path, known, report)
        if path in known and path.lower().endswith(IMAGES):
            shown.add(path)
    return shown


def _check_image(target: Target, path: str, module: str, known: set[str], report: Report) -> None:
    place = target.line, target.column
    if not target.text.strip():
        report.add("no-alt-text", *place, "say between the brackets what the picture shows: ![what it shows](…)")
    if "//" in target.address or ":" in target.address:
        report.add("remote-image", *place, "pictures from elsewhere are left out; put the file beside the lesson")
    elif not path.lower().endswith(IMAGES):
        report.add(
            "broken-image",
            *place,
            f'"{target.address}" is not a picture we can show; use PNG, JPEG, GIF, WebP, AVIF or SVG',
        )
    elif path not in known or posixpath.dirname(path) != f"lessons/{module}":
        own = [
            posixpath.basename(name)
            for name in known
            if posixpath.dirname(name) == f"lessons/{module}" and name.lower().endswith(IMAGES)
        ]
        report.add(
            "broken-image",
            *place,
            f'there is no picture "{posixpath.basename(path)}" in lessons/{module}/.{did_you_mean(posixpath.basename(path), own)}',
        )


def _check_link(target: Target, path: str, known: set[str], report: Report) -> None:
    address = target.address.lower()
    if address.startswith(SCHEMES) or (address.startswith("/") and not address.startswith("//")):
        return
    if ":" in address.split("/")[0] or address.startswith("//"):
        report.add(
            "unsafe-link",
            target.line,
            target.column,
            "this link is taken out; a link begins with https:// or leads to a file of the library",
        )
    elif path not in known or "#" in address:
        folder = posixpath.dirname(path)
        names = [posixpath.basename(name) for name in known if posixpath.dirname(name) == folder]
        report.add(
            "broken-link",
            target.line,
            target.column,
            f'"{target.address}" leads nowhere.{did_you_mean(posixpath.basename(path), names)}',
        )


def _resolved(address: str, path: str) -> str:
    """The library path that a relative address in the file `path` means; a quiz may name its lesson's pictures directly."""
    plain = unquote(address).split("#")[0].split("?")[0]
    folder = posixpath.dirname(path)
    if folder.startswith("quizzes/") and plain.lower().endswith(IMAGES) and "/" not in plain.removeprefix("./"):
        folder = "lessons/" + folder.removeprefix("quizzes/")
    return posixpath.normpath(posixpath.join(folder, plain))
