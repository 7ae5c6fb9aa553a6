"""flask worker: takes jobs from the queue, and looks every minute for what was left behind."""

import signal
import threading

import click
from flask import Flask, current_app
from huey.consumer import Consumer

from rapport import jobs
from rapport.commands.readiness import refusal

LONGEST_PAUSE = 1.0  # seconds between two looks into the queue
STOP_WITHIN = 10


@click.command("worker")
def worker_command() -> None:
    """Do the jobs of a site whose pages are served elsewhere, until Ctrl-C."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if sentence := refusal(app):
        raise click.ClickException(sentence)
    work(app)


class Worker(Consumer):  # type: ignore[misc]
    """Huey's consumer as threads of this process; it starts a thread anew that has died."""

    def __init__(self, app: Flask) -> None:
        super().__init__(jobs.queue(app), workers=1, max_delay=LONGEST_PAUSE, shutdown_timeout=STOP_WITHIN)
        self._running = threading.Event()

    def begin(self) -> None:
        """Run beside what the process does otherwise, until `stop`, which may follow at once: it joins the threads
        that are running by then."""
        threading.Thread(target=self.run, name="worker").start()
        self._running.wait()

    def start(self) -> None:
        try:
            super().start()
        finally:
            self._running.set()

    def _set_signal_handlers(self) -> None:
        """Whoever runs the process handles its signals."""


def work(app: Flask) -> None:
    """Do jobs only, until told to stop."""
    worker = Worker(app)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    worker.begin()
    stop.wait()
    worker.stop(graceful=True)
