"""A worker that is stopped as soon as it has begun: the terminal of a site that failed while it opened must not hang."""

import pytest
from flask import Flask
from huey import MemoryHuey

from rapport import jobs
from rapport.commands.worker import Worker


def test_a_worker_can_be_stopped_the_moment_it_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "queue", lambda app: MemoryHuey("one"))
    for _ in range(20):
        worker = Worker(Flask(__name__))
        worker.begin()
        worker.stop(graceful=True)
        assert not any(worker.environment.is_alive(thread) for _, thread in worker.worker_threads)
