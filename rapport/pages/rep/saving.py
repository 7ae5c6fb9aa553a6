"""A posted form becomes a fact, through the same door as everything a phone sends."""

from typing import Any

from flask import g

from rapport import clock
from rapport.database import db
from rapport.pages.rep.blueprint import this_rep
from rapport.progress.record import Result, record


def save(kind: str, fact_id: str, lesson_key: str, **content: Any) -> Result:
    """Record one fact of the signed-in rep, now, and commit."""
    now = clock.now()
    raw = {"id": fact_id, "kind": kind, "at": now.isoformat(), "lesson": lesson_key, **content}
    result = record(this_rep(), [raw], now, g.get("version"))[0]
    db.session.commit()
    return result
