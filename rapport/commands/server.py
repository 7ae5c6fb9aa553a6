"""The running site: one process answers pages, and the one that started it does the jobs.

Both come from one loaded application (the web process is forked from it where the system can fork),
so they share its memory and the start pays for it once. docs/decisions/0003-processes.md has the figures.
"""

import errno
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from werkzeug.utils import import_string

from rapport.database import db

APPLICATION = "app:create_app"  # as a server is told it on the command line
THREADS = 4
OPEN_WITHIN = 30
ALIVE = (
    (
        (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
        (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30),
        (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 10),
        (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
    )
    if sys.platform == "linux"
    else ()
)
TO_STDERR = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "generic"}

_loaded: list[Flask] = []


class WebAndWorker(Server):  # type: ignore[misc, valid-type]
    """Granian, with the worker started once the web process has been made."""

    when_open: Callable[[], None]
    worker: Any = None

    def startup(self, *args: Any) -> None:
        """Open the door and begin to work; what fails on the way ends both processes, with exit code 1."""
        app = _loaded[0]
        self.stays = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # as `nohup` wants it
        try:
            super().startup(*args)
            self._begin_work(app)
            if self._is_open():
                self._say_so()
        except Exception:
            app.logger.exception("The site could not be opened.")
            self.shutdown(1)

    def signal_handler_reload(self, *_: Any) -> None:
        """The terminal was closed."""
        if not self.stays:
            self.signal_handler_interrupt()

    def _begin_work(self, app: Flask) -> None:
        from rapport.commands.worker import Worker  # after the fork: the web process needs none of it

        self.worker = Worker(app)
        self.worker.begin()

    def _is_open(self) -> bool:
        """Wait until the web process has opened the door; False when it does not, or when somebody stops us."""
        within = time.monotonic() + OPEN_WITHIN
        while time.monotonic() < within and not self.main_loop_interrupt.is_set():
            if _answers(self.bind_addr, self.bind_port):
                return True
            time.sleep(0.02)
        return False

    def _say_so(self) -> None:
        # Where nobody reads what the terminal says, as in `make run | head`, the site is open all the same.
        with suppress(OSError):
            self.when_open()

    def shutdown(self, *args: Any) -> None:
        try:
            if self.worker is not None:
                self.worker.stop(graceful=True)
        finally:
            super().shutdown(*args)


def serve(app: Flask, when_open: Callable[[], None]) -> None:
    """Answer pages and do jobs until told to stop; exits with 1 when the web process dies."""
    _loaded.append(app)
    with app.app_context():
        db.engine.dispose()
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    gc.collect()
    gc.freeze()
    server = WebAndWorker(
        "rapport",
        address=app.config["HOST"],
        port=int(app.config["PORT"]),
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig={"handlers": {"console": TO_STDERR, "access": TO_STDERR}},
    )
    server.when_open = when_open
    server.serve(target_loader=partial(_web_process, os.getpid()), wrap_loader=False)


def refusal(host: str, port: int) -> str:
    """Why the site cannot listen there, in one sentence; empty when it can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program: stop that one, or choose another port, such as `make run PORT={port + 1}`."
            return f"HOST={host} with PORT={port} cannot be used here: {error.strerror or error}."
    return ""


def _answers(host: str, port: int) -> bool:
    """Whether somebody opens the door there."""
    try:
        socket.create_connection(("127.0.0.1" if host == "0.0.0.0" else host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _web_process(parent: int) -> Callable[..., Any]:
    """What the web process serves: the application it was forked with, or its own where there is no fork."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    threading.Thread(target=_notice_the_vanished, daemon=True).start()
    if not _loaded:
        _loaded.append(import_string(APPLICATION)())
    return _loaded[0]


def _notice_the_vanished() -> None:
    """A phone that loses its connection in the middle of sending holds a thread until the system notices: after a
    minute, not never. Set on the open door, which hands it on to every connection; Granian offers no way to."""
    for _ in range(OPEN_WITHIN):
        doors = [door for door in map(_listening, Path("/proc/self/fd").iterdir()) if door] if ALIVE else []
        for door in doors:
            for level, option, value in ALIVE:
                door.setsockopt(level, option, value)
            door.close()
        if doors:
            return
        time.sleep(1)


def _listening(file: Path) -> socket.socket | None:
    """An open file of this process, if somebody listens on it."""
    try:
        if not file.is_socket():
            return None
        copy = socket.socket(fileno=os.dup(int(file.name)))
        if copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return copy
        copy.close()
    except OSError:  # closed meanwhile by another thread
        return None
    return None


def _end_with(parent: int) -> None:
    """A web process whose parent was killed must not keep the port."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
