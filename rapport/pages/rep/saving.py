"""A posted form becomes a fact, through the same door as everything a phone sends."""

from typing import Any

from flask_login import current_user

from rapport import clock
from rapport.database import db
from rapport.progress.record import Result, record


def save(kind: str, fact_id: str, lesson_key: str, **content: Any) -> Result:
    """Record one fact of the signed-in rep, now, and commit."""
    now = clock.now()
    raw = {"id": fact_id, "kind": kind, "at": now.isoformat(), "lesson": lesson_key, **content}
    result = record(current_user, [raw], now)[0]
    db.session.commit()
    return result
