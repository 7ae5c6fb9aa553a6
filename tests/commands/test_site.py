"""`make run` as people meet it: a real start, a real stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60


class Run:
    """A site started with its own folder and port."""

    def __init__(self, folder: Path, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "DEMO": "0",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        command = [sys.executable, "-m", "rapport"]
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self.log, stderr=subprocess.STDOUT)

    def said(self) -> str:
        return Path(self.log.name).read_text()

    def wait_until_open(self) -> None:
        wait_for(lambda: "Stop it with Ctrl-C" in self.said() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()

    def children(self) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(number) for number in found.stdout.split()]

    def is_open(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """`run()` starts a site; it is ended with the test."""
    runs: list[Run] = []

    def start(**settings: str) -> Run:
        runs.append(Run(tmp_path, **settings))
        return runs[-1]

    yield start
    for one in runs:
        if one.process.poll() is None:
            one.stop()
        one.log.close()


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_an_empty_site_offers_its_first_admin_a_link_sends_mail_and_stops_whole(run):
    site = run(SMTP_URL="")
    site.wait_until_open()
    assert site.get("/readyz") == '{"status":"ok"}\n'
    link = re.search(r"http://\S+(/set-up\?token=\w+)", site.said())
    assert link
    assert "<form" in site.get(link[1])
    assert "rapport-rosa" not in site.said()
    queue_mail(site)
    wait_for(lambda: "Mail to rosa@demo.example: Hello" in site.said())
    assert site.stop(signal.SIGINT) == 0
    wait_for(lambda: not site.is_open())


def test_a_killed_site_leaves_nothing_on_the_port_and_the_next_start_does_nothing_twice(run):
    first = run()
    first.wait_until_open()
    assert re.match(r"Preparing the database … done.*\nPublishing the lessons … done", first.said())
    first.stop(signal.SIGKILL)
    wait_for(lambda: not first.is_open())
    second = run()
    second.wait_until_open()
    assert second.said().startswith("\nRapport is open")


def test_the_demo_company_moves_in_and_a_phone_in_the_network_gets_a_code(run):
    site = run(DEMO="1", CONTENT_DIR=str(ROOT), HOST="0.0.0.0")
    site.wait_until_open()
    for name in ("rosa", "ravi", "mona", "tess", "ada"):
        assert re.search(rf"{name}@demo\.example +rapport-{name}", site.said())
    assert "On the phone" in site.said()
    assert "http://0.0.0.0" not in site.said()


def queue_mail(site: Run) -> None:
    lines = (
        "from app import create_app",
        "from rapport import clock, jobs, mail",
        "from rapport.database import db",
        "with create_app().app_context():",
        "    jobs.soon('send_mail', mail.write('rosa@demo.example', 'Hello', 'Good morning', clock.now()).id)",
        "    db.session.commit()",
    )
    environment = {**os.environ, "DATA_DIR": str(Path(site.log.name).parent)}
    subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=ROOT, env=environment, check=True)


def test_a_dead_web_process_ends_the_whole_with_an_error(run):
    site = run()
    site.wait_until_open()
    os.kill(site.children()[0], signal.SIGKILL)
    assert site.process.wait(PATIENCE) != 0


def test_a_taken_port_is_said_in_one_sentence_before_anything_starts(run, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        site = run(PORT=str(other.getsockname()[1]))
        assert site.process.wait(PATIENCE) == 1
    assert re.fullmatch(r"Port \d+ is taken by another program: .*\n", site.said())
    assert not (tmp_path / "rapport.db").exists()


def test_a_port_that_is_no_number_is_said_in_one_sentence(run):
    site = run(PORT="abc")
    assert site.process.wait(PATIENCE) == 1
    assert site.said() == "PORT should be a number between 1 and 65535, not abc.\n"


def test_a_database_out_of_reach_is_said_in_one_sentence(run):
    site = run(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert site.process.wait(PATIENCE) == 1
    assert site.said().startswith("The database cannot be used: ")
    assert "Traceback" not in site.said()


def test_a_broken_library_is_said_and_the_site_opens_all_the_same(run, tmp_path):
    lesson = tmp_path / "lessons" / "stance" / "01-notice.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("No front matter.\n")
    site = run(CONTENT_DIR=str(tmp_path))
    site.wait_until_open()
    assert "Publishing the lessons … not possible:\n" in site.said()
    assert "lessons/stance/01-notice.md:1:1: error:" in site.said()


def test_a_queue_that_cannot_be_opened_ends_the_whole_with_an_error(run, tmp_path):
    """Otherwise a web process would stay behind without anybody who does the jobs."""
    (tmp_path / "jobs.db").mkdir()
    site = run()
    assert site.process.wait(PATIENCE) == 1
    assert "unable to open database file" in site.said()
    assert not site.is_open()


def test_an_error_after_the_door_was_opened_leaves_no_threads_behind(tmp_path):
    lines = (
        "from app import create_app",
        "from rapport.commands import greeting, site",
        "def fail(app): raise RuntimeError('nothing to say')",
        "greeting.greet = fail",
        "site.up(create_app())",
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": port, "DEMO": "0"}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "nothing to say" in done.stderr


def test_a_closed_terminal_ends_the_site_unless_it_was_told_to_stay(run):
    """The server's own answer to a hang-up is to start its web process anew, with nobody left to see it."""
    site = run()
    site.wait_until_open()
    assert site.stop(signal.SIGHUP) == 0
    wait_for(lambda: not site.is_open())
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` does
    try:
        site = run()
    finally:
        signal.signal(signal.SIGHUP, before)
    site.wait_until_open()
    site.process.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert site.is_open()
    assert len(site.children()) == 1
    assert site.stop() == 0
