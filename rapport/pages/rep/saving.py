"""A posted form becomes a fact, through the same door as everything a phone sends."""

from datetime import date
from typing import Any

from flask import abort, g, redirect, url_for

from rapport import clock
from rapport.database import db
from rapport.learning.known import TABLES
from rapport.pages.rep.blueprint import this_rep, this_shelf
from rapport.pages.rep.posted import new_fact_id, posted_id
from rapport.progress.record import Result, record

SAID = ("values", "withdrawn", "text", "shared", "when", "then", "ask_on", "result", "note", "until")
STEPS = {"completion": "read", "entry": "exercise", "reflection": "reflection", "plan": "plan"}


def save(kind: str, fact_id: str, lesson_key: str, **content: Any) -> Result:
    """Record one fact of the signed-in rep, now, and commit."""
    now = clock.now()
    raw = {"id": fact_id, "kind": kind, "at": now.isoformat(), "lesson": lesson_key, **content}
    result = record(this_rep(), [raw], now, g.get("version"))[0]
    db.session.commit()
    if result.status != "refused" and lesson_key and not _is_there(kind, lesson_key, content.get("exercise", "")):
        abort(redirect(url_for("rep.me", kept="yes"), 303))
    return result


def save_latest(kind: str, fact_id: str, lesson_key: str, **content: Any) -> Result:
    """The same for what replaces what was said before: a form that comes back from the browser's memory
    has been used, and what stands in it now counts all the same."""
    result = save(kind, fact_id, lesson_key, **content)
    if result.status == "known" and not is_said(kind, fact_id, content):
        line = {"root": content["root"] or fact_id} if "root" in content else {}
        return save(kind, new_fact_id(), lesson_key, **{**content, **line})
    return result


def was_saved(kind: str) -> bool:
    """Whether this very form has done its work before: the second tap of a double one finds nothing left to do."""
    row = db.session.get(TABLES[kind], posted_id())
    return row is not None and row.rep_id == this_rep().id


def is_said(kind: str, fact_id: str, content: dict[str, Any]) -> bool:
    """Whether the fact of this id says the same, as it does after a double tap; a form from the browser's
    memory may say something else."""
    row = db.session.get_one(TABLES[kind], fact_id)
    return all(_plain(getattr(row, name)) == _plain(content[name]) for name in SAID if name in content)


def _is_there(kind: str, lesson_key: str, exercise: str) -> bool:
    """Whether the step that this was written for is in the library (still, or again)."""
    lesson = this_shelf().by_key.get(lesson_key)
    return lesson is not None and any((step.kind, step.key) == (STEPS[kind], exercise) for step in lesson.steps)


def _plain(value: Any) -> Any:
    """A value as both a row and a form can have it."""
    if isinstance(value, list):
        value = {item["key"]: item["value"] for item in value}
    if isinstance(value, dict):
        return {name: words for name, said in value.items() if (words := _plain(said))}
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value.split()) if isinstance(value, str) else value
