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

from benchmarks.processes import cpu_seconds, family

ROOT = Path(__file__).resolve().parent.parent
GRANIAN = ("granian", "--interface", "wsgi", "--factory", "--workers", "1", "--blocking-threads", "2")


@dataclass
class Load:
    """What a number of requests cost, and how many bytes each brought."""

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
    """Granian with one worker: the server that `make run` starts, without the jobs."""

    def __init__(self, target: str, environment: dict[str, str]) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", *GRANIAN, "--port", str(self.port), "--log-level", "error", target]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
        wait_for(self.port)

    def load(self, path: str, headers: dict[str, str], count: int) -> Load:
        """Ask for `path` `count` times."""
        processes = family(self.process.pid)
        before, start = cpu_seconds(processes), time.perf_counter()
        sizes = ask(self.port, path, headers, count)
        return Load(count, time.perf_counter() - start, cpu_seconds(processes) - before, sizes[0])

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def ask(port: int, path: str, headers: dict[str, str], count: int, clients: int = 2) -> list[int]:
    """Ask for `path` `count` times over `clients` kept-open connections; how many bytes each answer had."""
    sizes: list[int] = []
    share = (port, path, headers, count // clients, sizes)
    threads = [threading.Thread(target=_ask_in_turn, args=share) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(sizes) != count:
        raise RuntimeError(f"{path}: only {len(sizes)} of {count} requests were answered with 200")
    return sizes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 30) -> None:
    """Return when somebody answers there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answered on port {port}")


def _ask_in_turn(port: int, path: str, headers: dict[str, str], count: int, sizes: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(count):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status == 200:
            sizes.append(len(body))
    connection.close()
