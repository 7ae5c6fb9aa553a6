"""What everything that `flask up` starts keeps in memory, at rest and after a thousand pages."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from benchmarks.lesson_page import first_lesson, sign_in
from benchmarks.server import ROOT, _ask, free_port, wait_for
from benchmarks.table import Row


def family(pid: int) -> list[int]:
    """`pid` and all its descendants."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


def megabytes(pids: list[int]) -> float:
    """Proportional set size: pages that processes share are counted once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {**os.environ, "DATA_DIR": folder, "FLASK_APP": "app.py", "PORT": str(port), "DATABASE_URL": ""}
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "up"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        try:
            wait_for(port, 60)
            cookie = sign_in(port)
            rest = megabytes(family(process.pid))
            path = first_lesson(port, cookie)
            threads = [threading.Thread(target=_ask, args=(port, path, {"Cookie": cookie}, 500, [])) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return [
                Row("server, worker and launcher together, at rest", f"{rest:.0f} MB", "≤ 160 MB"),
                Row("the same after 1,000 lesson pages", f"{megabytes(family(process.pid)):.0f} MB", "≤ 160 MB"),
                Row("processes", str(len(family(process.pid)))),
            ]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what}: {row.figure} {row.bar}")
