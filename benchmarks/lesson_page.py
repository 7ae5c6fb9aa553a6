"""A signed-in lesson page against a plain Flask page, on the same kind of server, in turns."""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

from benchmarks.server import ROOT, Load, Server
from benchmarks.table import Row, median, spread

ROUNDS = 9
REQUESTS = 600
LESSON = "/lessons/why-customers-leave/"


def prepared_site(folder: str) -> dict[str, str]:
    """A site with the shipped lessons and the demo company in `folder`; returns its environment."""
    environment = {
        "DATA_DIR": folder,
        "FLASK_APP": "app.py",
        "DEMO": "1",
        "SECRET_KEY": "benchmark",
        "DATABASE_URL": "",
    }
    for command in (["db", "upgrade"], ["content", "publish"], ["demo"]):
        subprocess.run(
            [sys.executable, "-m", "flask", *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return environment


def sign_in(port: int, first: str = "rosa") -> str:
    """The session cookie of a demo person."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sign-in")
    response = connection.getresponse()
    page, cookie = response.read().decode(), response.getheader("Set-Cookie", "").split(";")[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if not token:
        raise RuntimeError("the sign-in page has no csrf_token")
    body = urllib.parse.urlencode(
        {"email": f"{first}@demo.example", "password": f"rapport-{first}", "csrf_token": token[1]}
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/sign-in", body, headers)
    response = connection.getresponse()
    response.read()
    return response.getheader("Set-Cookie", "").split(";")[0]


def first_lesson(port: int, cookie: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/modules/why-customers-leave", headers={"Cookie": cookie})
    page = connection.getresponse().read().decode()
    found = re.search(rf'href="({LESSON}[a-z0-9-]+)"', page)
    if not found:
        raise RuntimeError("the module page links to no lesson")
    return found[1]


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        plain = Server("benchmarks.plain_page:create_app", {"PLAIN_DATABASE": str(Path(folder) / "plain.db")})
        site = Server("app:create_app", prepared_site(folder))
        try:
            cookie = sign_in(site.port)
            return _turns(plain, site, first_lesson(site.port, cookie), {"Cookie": cookie})
        finally:
            plain.stop()
            site.stop()


def _turns(plain: Server, site: Server, path: str, headers: dict[str, str]) -> list[Row]:
    plain.load("/articles/1", {}, REQUESTS)
    site.load(path, headers, REQUESTS)
    ours: list[Load] = []
    theirs: list[Load] = []
    for _ in range(ROUNDS):
        theirs.append(plain.load("/articles/1", {}, REQUESTS))
        ours.append(site.load(path, headers, REQUESTS))
    pairs = list(zip(ours, theirs, strict=True))
    ratio = [mine.cpu_ms / other.cpu_ms for mine, other in pairs]
    return [
        Row("server CPU a request, signed-in lesson page", spread([load.cpu_ms for load in ours], "ms")),
        Row("server CPU a request, plain page", spread([load.cpu_ms for load in theirs], "ms")),
        Row(
            "**ratio of server CPU, lesson ÷ plain**",
            f"**{median(ratio):.2f}** ({min(ratio):.2f}–{max(ratio):.2f})",
            "≤ 1.00",
        ),
        Row("requests a second, lesson page (2 clients)", spread([load.per_second for load in ours], "a second", 0)),
        Row("requests a second, plain page (2 clients)", spread([load.per_second for load in theirs], "a second", 0)),
        Row("bytes of HTML, lesson page", f"{ours[0].bytes:,}"),
        Row("bytes of HTML, plain page", f"{theirs[0].bytes:,}"),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what}: {row.figure} {row.bar}")
