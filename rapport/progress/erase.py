"""Erasing a person: who they were, and every word by them or about them. Rows, choices, dates, numbers and marks stay,
so that every count is after it what it was before."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from rapport.assignments.change import AssignmentChange
from rapport.catalogue.lesson import Edition
from rapport.coaching.help import HelpRequest
from rapport.coaching.note import Note
from rapport.coaching.nudge import Nudge
from rapport.coaching.observation import Observation
from rapport.coaching.reply import Reply
from rapport.coaching.sign_off import SignOff
from rapport.database import db
from rapport.learning.attempt import Answer, Attempt
from rapport.learning.entry import Entry
from rapport.learning.plan import Outcome, Plan
from rapport.learning.reflection import Reflection
from rapport.people.erase import forget
from rapport.people.user import User

# Words, and whose rows they stand in: who wrote them, or whom they are about.
WORDS: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (Reflection.text, (Reflection.rep_id,)),
    (Plan.when, (Plan.rep_id,)),
    (Plan.then, (Plan.rep_id,)),
    (Outcome.note, (Outcome.rep_id,)),
    (HelpRequest.words, (HelpRequest.rep_id,)),
    (SignOff.comment, (SignOff.rep_id, SignOff.by_id)),
    (Reply.text, (Reply.rep_id, Reply.by_id)),
    (Note.text, (Note.rep_id, Note.manager_id)),
    (Nudge.text, (Nudge.rep_id, Nudge.by_id)),
    (Observation.comment, (Observation.rep_id, Observation.by_id)),
    (Observation.answer, (Observation.rep_id, Observation.by_id)),
    (AssignmentChange.why, (AssignmentChange.rep_id,)),
)
# Filled-in forms: lists of {kind, value, …}.
FORMS: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (Entry.values, (Entry.rep_id,)),
    (Observation.values, (Observation.rep_id, Observation.by_id)),
)
WRITTEN = {"text", "long"}
PICKED = {"one", "many", "order", "match", "scenario", "number"}


def erase(person: User, now: datetime) -> None:
    """Nothing is left to be read of this person; every count stays."""
    for column, owners in WORDS:
        own = update(column.class_).where(_is_of(person, owners))
        db.session.execute(own.values({column: ""}), execution_options={"synchronize_session": False})
    for column, owners in FORMS:
        for row in db.session.scalars(select(column.class_).where(_is_of(person, owners))):
            setattr(row, column.key, [_emptied(value) for value in getattr(row, column.key)])
    for answer in _typed_answers(person.id):
        answer.response = ""
    db.session.flush()
    forget(person, now)
    db.session.flush()
    db.session.expire_all()


def _is_of(person: User, owners: tuple[Any, ...]) -> Any:
    return or_(*(owner == person.id for owner in owners))


def _emptied(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "value": ""} if value.get("kind") in WRITTEN else value


def _typed_answers(person_id: int) -> Iterator[Answer]:
    """Answers in the person's own words: whatever is not known to have been picked."""
    own = select(Answer, Attempt.fingerprint).join(Attempt, Attempt.id == Answer.attempt_id)
    found = db.session.execute(own.where(Attempt.rep_id == person_id)).all()
    kinds = _kinds({fingerprint for _, fingerprint in found})
    for answer, fingerprint in found:
        if kinds.get((fingerprint, answer.question_key)) not in PICKED:
            yield answer


def _kinds(fingerprints: set[str]) -> dict[tuple[str, str], str]:
    """What kind of question each was, by edition and key."""
    editions = select(Edition.fingerprint, Edition.quiz).where(Edition.fingerprint.in_(fingerprints))
    return {
        (fingerprint, question["key"]): question["kind"]
        for fingerprint, quiz in db.session.execute(editions)
        for question in quiz.get("questions", ())
    }
