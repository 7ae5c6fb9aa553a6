"""What everything that `make run` starts keeps in memory, at rest and after a thousand pages."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import family, megabytes
from benchmarks.server import ROOT, ask, free_port, wait_for
from benchmarks.site import first_lesson, settings, sign_in
from benchmarks.table import Row, show

PAGES = 1_000
BAR = "≤ 160 MB"


def measure() -> list[Row]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **settings(Path(folder), DEMO="1", PORT=str(port))}
        command = [sys.executable, "-m", "rapport"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(port, 60)
            return _rows(process.pid, port)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _rows(pid: int, port: int) -> list[Row]:
    cookie = sign_in(port)
    at_rest = megabytes(family(pid))
    ask(port, first_lesson(port, cookie), {"Cookie": cookie}, PAGES)
    return [
        Row("web process and worker together, at rest", f"{at_rest:.0f} MB", BAR),
        Row(f"the same after {PAGES:,} lesson pages", f"{megabytes(family(pid)):.0f} MB", BAR),
        Row("processes", str(len(family(pid)))),
    ]


if __name__ == "__main__":
    show(measure())
