"""flask progress rebuild."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import delete, select
from support.lessons import make_lesson

from rapport.database import db
from rapport.progress.progress import Progress
from rapport.progress.record import record

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_rebuild_brings_back_what_was_lost(app: Flask, cast: Any) -> None:
    make_lesson("care")
    record(
        cast["rosa"],
        [{"id": "3b1f0c9e-0000-4000-8000-000000000001", "kind": "completion", "at": NOW.isoformat(), "lesson": "care"}],
        NOW,
    )
    db.session.execute(delete(Progress))
    db.session.commit()
    answer = app.test_cli_runner().invoke(args=["progress", "rebuild"])
    assert answer.exit_code == 0
    assert f"{len(cast)} of {len(cast)} people" in answer.output
    db.session.rollback()
    assert [row.read_at for row in db.session.scalars(select(Progress))] == [NOW]
