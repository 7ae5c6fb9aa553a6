"""The two databases under the tests, and how each gets back to how it was."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

from sqlalchemy import Table, text
from support import machine

from rapport.database import db

POSTGRES_URL = "TEST_POSTGRES_URL"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
START = "start"


class Database(Protocol):
    url: str

    def keep(self, name: str = START) -> None:
        """Remember the present content as what `restore` brings back."""

    def keeps(self, name: str) -> bool: ...

    def restore(self, name: str = START) -> None: ...

    def close(self) -> None: ...


class SqliteFile:
    """A file, copied back whole by SQLite's own backup."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{WORKER}.db"
        self.url = f"sqlite:///{self.path}"
        self.kept: dict[str, sqlite3.Connection] = {}

    def keep(self, name: str = START) -> None:
        if name not in self.kept:
            self.kept[name] = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(self.path)) as live:
            live.backup(self.kept[name])

    def keeps(self, name: str) -> bool:
        return name in self.kept

    def restore(self, name: str = START) -> None:
        with closing(sqlite3.connect(self.path, timeout=10)) as live:
            live.execute("PRAGMA synchronous=OFF")
            self.kept[name].backup(live)

    def close(self) -> None:
        for kept in self.kept.values():
            kept.close()


class PostgresDatabase:
    """A database of its own in the cluster; the rows are kept in other schemas beside the first."""

    def __init__(self, name: str) -> None:
        self.url = os.environ[POSTGRES_URL].format(database=name)
        _psql(os.environ[POSTGRES_URL].format(database="postgres"), f'CREATE DATABASE "{name}"')
        self.kept: set[str] = set()

    def keep(self, name: str = START) -> None:
        self.kept.add(name)
        with db.engine.begin() as connection:
            connection.execute(text(f'CREATE SCHEMA "{name}"'))
            for table in self._tables():
                connection.execute(text(f'CREATE TABLE "{name}"."{table.name}" AS TABLE public."{table.name}"'))

    def keeps(self, name: str) -> bool:
        return name in self.kept

    def restore(self, name: str = START) -> None:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(";".join(self._statements(name)))

    def close(self) -> None:
        pass

    def _statements(self, name: str) -> Iterator[str]:
        yield "SET LOCAL session_replication_role = replica"
        for table in self._tables():
            yield f'DELETE FROM public."{table.name}"'
            yield f'INSERT INTO public."{table.name}" SELECT * FROM "{name}"."{table.name}"'
            counter = table.autoincrement_column
            if counter is not None:
                largest = f'SELECT COALESCE(MAX("{counter.name}"), 0) + 1 FROM public."{table.name}"'
                yield f"SELECT setval(pg_get_serial_sequence('public.\"{table.name}\"', '{counter.name}'), ({largest}), false)"

    def _tables(self) -> list[Table]:
        return db.metadata.sorted_tables


class PostgresCluster:
    """A PostgreSQL of the tests' own: no network, no care for power cuts, gone afterwards."""

    SETTINGS = (
        "listen_addresses=''",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=200",
    )

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = machine.postgres()

    def start(self) -> None:
        self.folder.mkdir(parents=True)
        self.folder.parent.chmod(0o755)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run(
            "initdb",
            "-D",
            str(self.folder / "data"),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = " ".join(f"-c {setting}" for setting in (*self.SETTINGS, f"unix_socket_directories={self.folder}"))
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", options, "start"
        )
        os.environ[POSTGRES_URL] = f"postgresql+psycopg://postgres@/{{database}}?host={self.folder}"

    def stop(self) -> None:
        os.environ.pop(POSTGRES_URL, None)
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        assert self.programs is not None, "PostgreSQL is not installed"
        # PostgreSQL refuses to run as root.
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_postgres, str(self.programs / program), *arguments]
        # To a file, not a pipe: the server inherits it and would keep a pipe open.
        with (self.folder.parent / "postgresql.log").open("ab") as log:
            done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{(self.folder.parent / 'postgresql.log').read_text()}")


def make_database(kind: str, folder: Path) -> Database:
    """The database named "sqlite" or "postgresql", empty."""
    return SqliteFile(folder) if kind == "sqlite" else PostgresDatabase(f"rapport_{WORKER}")


def _psql(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)
