"""A PostgreSQL for the time of a measurement, where one is installed: the one that the tests start for themselves."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.server import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from support import machine  # type: ignore[import-not-found]
from support.databases import POSTGRES_URL, PostgresCluster  # type: ignore[import-not-found]


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database; empty where PostgreSQL is not installed."""
    if machine.postgres() is None:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-pg-") as folder:
        cluster = PostgresCluster(Path(folder) / "cluster")
        cluster.start()
        try:
            yield os.environ[POSTGRES_URL].format(database="postgres")
        finally:
            cluster.stop()
