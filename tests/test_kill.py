"""kill -9 in the middle of writing: what was acknowledged is there, and nothing is there by halves."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.databases import SqliteFile
from support.site import Site, make_site

from rapport.database import db
from rapport.people.user import User

ROOT = Path(__file__).parent.parent
PHONES, ENOUGH, PATIENCE, SIZE = 4, 40, 30, 20


class Server:
    """The real server on the file of a site."""

    def __init__(self, site: Site) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {**os.environ, "DATABASE_URL": site.database.url}
        command = f"-m granian --interface wsgi --factory --blocking-threads 4 --port {self.port} app:create_app"
        self.process = subprocess.Popen(
            [sys.executable, *command.split()],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ask(self, path: str, cookie: str, facts: list[Any] | None = None, token: str = "") -> Any:
        data = None if facts is None else json.dumps({"facts": facts}).encode()
        headers = {"Cookie": f"session={cookie}", "X-CSRFToken": token, "Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            cookies = answer.headers.get("Set-Cookie", "")
            return json.load(answer), cookies.partition("session=")[2].partition(";")[0] or cookie

    def wait_until_open(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.ask("/readyz", "")
                return
            except (OSError, ValueError):
                time.sleep(0.1)
        raise AssertionError("the server did not open")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = make_site(SqliteFile(tmp_path))
    yield made
    made.close()


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    running = Server(site)
    yield running
    if running.process.poll() is None:
        running.kill()


def test_kill_9_while_batches_arrive(site: Site, server: Server, tmp_path: Path) -> None:
    server.wait_until_open()
    with site.app.app_context():
        rosa = db.session.query(User).filter_by(email="rosa@demo.example").one()
        db.session.expunge(rosa)
        db.session.rollback()
    session = site.signed_in(rosa).get_cookie("session")
    assert session is not None
    answer, cookie = server.ask("/sync/token", session.value)
    sent: list[list[str]] = []
    acknowledged: list[str] = []

    def send(_phone: int) -> None:
        while True:
            ids = [str(uuid4()) for _ in range(SIZE)]
            sent.append(ids)
            try:
                results = server.ask("/sync", cookie, [a_reading(one) for one in ids], answer["token"])[0]["results"]
            except (OSError, ValueError):
                return
            acknowledged.extend(result["id"] for result in results if result["status"] == "stored")

    with ThreadPoolExecutor(PHONES + 1) as pool:
        phones = [pool.submit(send, number) for number in range(PHONES)]
        wait_for(lambda: len(acknowledged) >= ENOUGH * SIZE)
        server.kill()
        for phone in phones:
            phone.result(PATIENCE)

    with closing(sqlite3.connect(tmp_path / Path(site.database.url).name)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        there = {row[0] for row in file.execute("SELECT id FROM completions")}
    assert set(acknowledged) <= there
    assert {Counter(one in there for one in batch)[True] for batch in sent} <= {0, SIZE}

    # The phones send what was not acknowledged once more, and everything counts once.
    rosas = site.signed_in(rosa)
    with site.app.app_context():
        for batch in sent:
            results = rosas.post("/sync", json={"facts": [a_reading(one) for one in batch]}).json["results"]
            assert {result["status"] for result in results} <= {"stored", "known"}
    with closing(sqlite3.connect(tmp_path / Path(site.database.url).name)) as file:
        assert file.execute("SELECT count(*) FROM completions").fetchone() == (len(sent) * SIZE,)


def a_reading(fact_id: str) -> dict[str, str]:
    return {"id": fact_id, "kind": "completion", "at": "2026-02-01T10:00:00Z", "lesson": "first-call"}


def wait_for(condition: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    assert condition()
