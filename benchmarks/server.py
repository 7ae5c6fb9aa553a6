"""A real server in a process of its own, and what it cost to answer."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    requests: int
    seconds: float
    cpu_seconds: float
    bytes: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Server CPU for one request, in milliseconds."""
        return self.cpu_seconds / self.requests * 1000


class Server:
    """granian with one worker, as `make run` starts it."""

    def __init__(self, target: str, environment: dict[str, str]) -> None:
        self.port = free_port()
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--factory",
            "--workers",
            "1",
            "--blocking-threads",
            "2",
            "--port",
            str(self.port),
            "--log-level",
            "error",
            target,
        ]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
        wait_for(self.port)

    def pids(self) -> list[int]:
        """The server's processes: the one we started and those it started."""
        found = [self.process.pid]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) in found:
                found.append(int(stat.parent.name))
        return found

    def cpu_seconds(self) -> float:
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def load(self, path: str, headers: dict[str, str], count: int, clients: int = 2) -> Load:
        """Ask for `path` `count` times over `clients` kept-open connections."""
        sizes: list[int] = []
        before, start = self.cpu_seconds(), time.perf_counter()
        threads = [
            threading.Thread(target=_ask, args=(self.port, path, headers, count // clients, sizes))
            for _ in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - start
        if len(sizes) != count // clients * clients:
            raise RuntimeError(f"{path}: only {len(sizes)} of {count} requests were answered with 200")
        return Load(len(sizes), seconds, self.cpu_seconds() - before, sizes[0])

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answered on port {port}")


def _ask(port: int, path: str, headers: dict[str, str], count: int, sizes: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(count):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status == 200:
            sizes.append(len(body))
    connection.close()
