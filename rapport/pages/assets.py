"""Style, scripts and pictures, under one folder named by what is in them: `/static/<version>/js/quiz.js`.

The whole folder is one version, so relative imports between scripts keep working and every file may
be kept by browsers for ever. `rapport.css` is all of static/css/, in the order of static/css/order.txt.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from flask import Flask
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from rapport.config import ROOT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

FOLDER = ROOT / "static"
STYLE = "rapport.css"
ICON = "icons/icon.svg"
PREFIXES = ("/static/", "/favicon.ico")
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
SHRINKING = ("text/", "image/svg+xml", "application/json", "application/manifest+json")


@dataclass
class Assets:
    """The files of `folder`, read once; compressed when first asked for, kept in memory."""

    folder: Path
    stamp: tuple[tuple[str, int, int], ...] = ()
    packed: dict[tuple[str, str], bytes] = field(default_factory=dict)

    @cached_property
    def files(self) -> dict[str, bytes]:
        found = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in _files_in(self.folder)}
        found[STYLE] = _joined_style(found)
        return found

    @cached_property
    def version(self) -> str:
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\n{len(content)}\n".encode() + content)
        return digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of one file, for templates: `{{ asset('js/quiz.js') }}`."""
        return f"/static/{self.version}/{name}"

    def body(self, name: str, encoding: str) -> bytes:
        """The file, compressed as `encoding` ("br", "gzip" or "")."""
        if not encoding:
            return self.files[name]
        if (name, encoding) not in self.packed:
            compress = brotli.compress if encoding == "br" else gzip.compress
            self.packed[name, encoding] = compress(self.files[name])
        return self.packed[name, encoding]

    def look_again(self) -> None:
        """Forget everything if a file has changed: only while developing."""
        stamp = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in _files_in(self.folder))
        if stamp != self.stamp:
            self.stamp, self.packed = stamp, {}
            self.__dict__.pop("files", None)
            self.__dict__.pop("version", None)


def register(app: Flask, folder: Path = FOLDER) -> None:
    """Stand in front of the application: a file needs no session, and must not vary with the cookie."""
    assets = Assets(folder)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.url
    behind = app.wsgi_app

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if app.debug:
            assets.look_again()
        response = (
            _robots() if path == "/robots.txt" else _file(assets, path, environ) if path.startswith(PREFIXES) else None
        )
        if response is None:
            return behind(environ, start_response)
        return response(environ, start_response)

    app.wsgi_app = serve  # type: ignore[method-assign]


def _file(assets: Assets, path: str, environ: "WSGIEnvironment") -> Response:
    version, _, name = path.removeprefix("/static/").partition("/")
    if path == "/favicon.ico":
        version, name = "", ICON
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return Response(status=405, headers={"Allow": "GET, HEAD"})
    if name not in assets.files:
        return Response(
            "There is no such file.\n", 404, {"Cache-Control": "no-cache"}, content_type="text/plain; charset=utf-8"
        )
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    encoding = _encoding(environ) if kind.startswith(SHRINKING) else ""
    response = Response(assets.body(name, encoding), content_type=_with_charset(kind))
    response.headers["Cache-Control"] = FOR_EVER if version == assets.version else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _robots() -> Response:
    # Search engines may ask: they meet the sign-in page, and that says itself that it is not for them.
    return Response("User-agent: *\nDisallow: /static/\n", content_type="text/plain; charset=utf-8")


def _encoding(environ: "WSGIEnvironment") -> str:
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING"), Accept)
    return next((encoding for encoding in ("br", "gzip") if accepted.quality(encoding) > 0), "")


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _joined_style(files: dict[str, bytes]) -> bytes:
    order = files.get("css/order.txt", b"").decode().split()
    return b"\n".join(files[f"css/{name}"] for name in order)
