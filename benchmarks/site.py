"""A site to measure: its commands, the shipped lessons with the demo company, and a way in."""

import http.client
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

from benchmarks.server import ROOT

MODULE = "why-customers-leave"


def settings(folder: Path, **others: str) -> dict[str, str]:
    """The environment of a site that keeps its data in `folder`."""
    as_usual = {"PYTHONDONTWRITEBYTECODE": ""}  # where it is forbidden, each start compiles everything anew
    own = {"FLASK_APP": "app.py", "DATA_DIR": str(folder), "DATABASE_URL": "", "SECRET_KEY": "benchmark"}
    return {**as_usual, **own, **others}


def flask(environment: dict[str, str], *arguments: str) -> None:
    """Run one of the site's commands."""
    command = [sys.executable, "-m", "flask", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def demo_site(folder: Path) -> dict[str, str]:
    """A site with the shipped lessons and the demo company in `folder`; its environment."""
    environment = settings(folder, DEMO="1")
    for command in (["db", "upgrade"], ["content", "publish"], ["demo"]):
        flask(environment, *command)
    return environment


def sign_in(port: int, first: str = "rosa") -> str:
    """The session cookie of one of the demo company's cast."""
    page, cookie = _answer(port, "GET", "/sign-in")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if not token:
        raise RuntimeError("the sign-in page has no csrf_token")
    form = {"email": f"{first}@demo.example", "password": f"rapport-{first}", "csrf_token": token[1]}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    return _answer(port, "POST", "/sign-in", urllib.parse.urlencode(form), headers)[1]


def first_lesson(port: int, cookie: str) -> str:
    """The address of the first lesson that the module's page links to."""
    page, _ = _answer(port, "GET", f"/modules/{MODULE}", headers={"Cookie": cookie})
    found = re.search(rf'href="(/lessons/{MODULE}/[a-z0-9-]+)"', page)
    if not found:
        raise RuntimeError("the module page links to no lesson")
    return found[1]


def _answer(
    port: int, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[str, str]:
    """The page that answers, and the session cookie that it sets."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    page, cookie = response.read().decode(), response.getheader("Set-Cookie") or ""
    connection.close()
    return page, cookie.split(";")[0]
