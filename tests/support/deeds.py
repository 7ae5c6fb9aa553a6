"""What people and trainers do in a test before the page is opened."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from rapport import clock
from rapport.catalogue.lesson import Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.database import db
from rapport.people.user import User
from rapport.progress.record import record


def did(person: User, kind: str, lesson: str, at: datetime | None = None, **content: Any) -> str:
    """Something that a person did, as their phone would send it; its id."""
    moment = at or clock.now()
    raw = {"id": str(uuid4()), "kind": kind, "at": moment.isoformat(), "lesson": lesson, **content}
    assert record(person, [raw], clock.now())[0].status == "stored"
    db.session.commit()
    return str(raw["id"])


def yesterday() -> datetime:
    return clock.now() - timedelta(days=1)


def retire(row: Lesson | Module) -> None:
    """Take a lesson or module out of the library."""
    db.session.merge(row).retired_at = clock.now()
    db.session.add(Publication(at=clock.now(), changes={}))
    db.session.commit()
