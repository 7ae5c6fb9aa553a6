"""What people and trainers do in a test before the page is opened."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from rapport import clock
from rapport.assignments.assignment import Ask, assign
from rapport.catalogue.lesson import Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.catalogue.shelf import shelf
from rapport.coaching.help import raise_hand
from rapport.coaching.note import write_note
from rapport.coaching.observation import observe
from rapport.coaching.reply import reply
from rapport.coaching.sheet import Filled, sheet_in
from rapport.coaching.sign_off import SIGNED, Verdict, decide
from rapport.database import db
from rapport.learning.entry import Entry
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress import roster
from rapport.progress.record import record


def did(person: User, kind: str, lesson: str, at: datetime | None = None, **content: Any) -> str:
    """Something that a person did, as their phone would send it; its id."""
    moment = at or clock.now()
    raw = {"id": str(uuid4()), "kind": kind, "at": moment.isoformat(), "lesson": lesson, **content}
    assert record(person, [raw], clock.now())[0].status == "stored"
    db.session.commit()
    return str(raw["id"])


def rode_along(by: User, rep: User, lesson: str, comment: str = "", **answers: str) -> str:
    """A manager filled in the first sheet of a lesson beside a rep; the observation's id."""
    row = db.session.scalars(select(Lesson).where(Lesson.key == lesson)).one()
    sheet = sheet_in(row, row.observations[0]["key"])
    assert sheet is not None
    filled = Filled(str(uuid4()), answers or {"asks": "yes"}, comment)
    observe(by.id, rep.id, sheet, filled, clock.now())
    db.session.commit()
    return filled.id


def coached(rep: User, entry_id: str) -> None:
    """A rep of Mona's team asked for help with the entry's exercise; she wrote a reply and a note, and signed it off."""
    mona = db.session.scalars(select(User.id).where(User.email == "mona@demo.example")).one()
    entry = db.session.get_one(Entry, entry_id)
    now, exercise = clock.now(), entry.exercise_key
    raise_hand(str(uuid4()), rep.id, entry.lesson_id, exercise, "How?", now)
    reply(str(uuid4()), mona, rep.id, "entry", entry.root_id, "Tell me more.", now)
    write_note(str(uuid4()), mona, rep.id, "Ask about it.", now)
    decide(Verdict(str(uuid4()), mona, SIGNED), rep.id, [entry_id], shelf(), now)
    db.session.commit()


def asked(
    by: User, module: str = "keeping", team: str | None = "North", at: datetime | None = None, **wish: Any
) -> int:
    """A manager asks for a module, of a team or (`team=None, person_ids=…`) of people; the assignment's id."""
    now = at or clock.now()
    subject = db.session.scalars(select(Module.id).where(Module.key == module)).one()
    team_id = db.session.scalar(select(Team.id).where(Team.name == team)) if team else None
    ask = Ask(**{"subjects": (("module", subject),), "team_id": team_id, **wish})
    made = assign(by, ask, str(uuid4()), clock.local(now, by.zone).date(), now)
    roster.after_assignment(made.id, now)
    db.session.commit()
    return made.id


def yesterday() -> datetime:
    return clock.now() - timedelta(days=1)


def retire(row: Lesson | Module) -> None:
    """Take a lesson or module out of the library."""
    db.session.merge(row).retired_at = clock.now()
    db.session.add(Publication(at=clock.now(), changes={}))
    db.session.commit()
