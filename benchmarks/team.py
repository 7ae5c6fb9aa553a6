"""The team pages of a whole region and of one team, in companies of 10,000 and 100,000 reps with fifty lessons each.

    python -m benchmarks.team [--reps 10000 100000] [--database URL]

What is measured is the server's time for the whole page, from the request to the answer, in one process. Give an empty
PostgreSQL database to measure there; otherwise it is a SQLite file of its own,
and then a PostgreSQL that is started for it.
"""

import argparse
import gc
import os
import tempfile
import time
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from benchmarks.crowd import fill
from benchmarks.postgres import postgres
from benchmarks.table import Row, show, spread
from rapport import clock
from rapport.assignments.assignment import Ask, assign
from rapport.database import db
from rapport.people.sign_in import sign_in_person
from rapport.people.user import User
from rapport.progress import roster

TIMES = 7
SIZES = (10_000, 100_000)
BARS = {10_000: "≤ 100 ms", 100_000: "≤ 300 ms"}


def measure(sizes: tuple[int, ...] = SIZES, database: str | None = None) -> list[Row]:
    """In this database, or in SQLite and in PostgreSQL, where that is installed."""
    if database is not None:
        return [row for size in sizes for row in _company(size, database)]
    with postgres() as address:
        both = dict.fromkeys(("", address))
        return [row for one in both for size in sizes for row in _company(size, one)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reps", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--database", default=None)
    given = parser.parse_args()
    show(measure(tuple(given.reps), given.database))


def _company(reps: int, database: str) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        with patch.dict(os.environ, {"DATA_DIR": folder, "DATABASE_URL": database, "SECRET_KEY": "benchmark"}):
            app = create_app()
        with app.app_context():
            db.drop_all()
            db.create_all()
            name = db.engine.dialect.name
            start = time.perf_counter()
            region, team = fill(reps, clock.now())
            filled = time.perf_counter() - start
            tokens = [sign_in_person(db.session.get_one(User, one), "bench", clock.now()) for one in (1, 2)]
            db.session.commit()
        gc.collect()
        rows = _rows(app, reps, region, team, tokens, f"{reps:,} reps, {name}")
        rows.append(_assigning(app, reps, region, name))
        rows.append(Row(f"(filling the database: {reps:,} reps, {name})", f"{filled:.0f} s"))
        with app.app_context():
            if name != "sqlite":
                db.drop_all()
            db.engine.dispose()
    return rows


def _assigning(app: Flask, reps: int, region: int, name: str) -> Row:
    """Asking the whole region for a module: everybody's row, their late ones and the counts with it."""
    with app.app_context():
        head, now = db.session.get_one(User, 1), clock.now()
        start = time.perf_counter()
        made = assign(
            head, Ask(subjects=(("module", 5),), team_id=region, why="For the season."), "bench-2", now.date(), now
        )
        roster.after_assignment(made.id, now)
        db.session.commit()
        return Row(f"one assignment to {reps:,} people, {name}", f"{time.perf_counter() - start:.1f} s")


def _rows(app: Flask, reps: int, region: int, team: int, tokens: list[str], where: str) -> list[Row]:
    head, lead = (_client(app, token) for token in tokens)
    pages = (
        ("the whole region", head, f"/team/{region}", BARS.get(reps, "")),
        ("the region, searched", head, f"/team/{region}?search=rep+77", BARS.get(reps, "")),
        ("the region, the late only, by name", head, f"/team/{region}?only=late&sort=name&page=3", BARS.get(reps, "")),
        ("one team", lead, f"/team/{team}", "≤ 25 ms"),
    )
    return [Row(f"{what}: {where}", spread(_times(client, path), "ms", 1), bar) for what, client, path, bar in pages]


def _times(client: FlaskClient, path: str) -> list[float]:
    """Milliseconds; the first two warm up."""
    found = []
    for _ in range(TIMES + 2):
        start = time.perf_counter()
        answer = client.get(path)
        found.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
    return found[2:]


def _client(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session.permanent = True
        session["_user_id"], session["_fresh"] = token, True
    return client


if __name__ == "__main__":
    main()
