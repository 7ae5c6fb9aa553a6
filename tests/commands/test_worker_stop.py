"""A worker that is stopped as soon as it has begun: the terminal of a site that failed while it opened must not hang."""

from flask import Flask

from rapport.commands.worker import Worker


def test_a_worker_can_be_stopped_the_moment_it_has_begun(app: Flask) -> None:
    for _ in range(20):
        worker = Worker(app)
        worker.begin()
        worker.stop(graceful=True)
        assert not any(worker.environment.is_alive(thread) for _, thread in worker.worker_threads)
