"""What a rep was told about their work: replies and sign-offs, as one story in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, exists, func, literal, select, true, union_all, update
from sqlalchemy.orm import aliased

from rapport.catalogue.shelf import Shelf
from rapport.coaching.help import HelpRequest
from rapport.coaching.nudge import Nudge
from rapport.coaching.reply import Reply
from rapport.coaching.sign_off import SENT_BACK, WAITING, SignOff, asking
from rapport.database import db, look
from rapport.learning.entry import Entry
from rapport.learning.fact import is_latest
from rapport.learning.reflection import Reflection
from rapport.people.user import User


@dataclass(frozen=True)
class Said:
    """`kind` is "reply", "signed" or "sent back"; `about` is "entry", "reflection" or "help" and `subject_id` the first
    of its line, or the raised hand's id. What is not put away yet may also be a "nudge", which is about nothing else. `version_id` is the version of the entry that was signed off or sent back.
    `by` is empty where nobody is left to name."""

    id: str
    kind: str
    about: str
    subject_id: str
    version_id: str
    lesson_id: int
    exercise_key: str
    at: datetime
    by: str
    text: str

    @property
    def who(self) -> str:
        """The first name."""
        return (self.by.split() or ["Your manager"])[0]


def said_openly(rep_id: int) -> list[Said]:
    """What was said about things that others may see too: entries that stand, reflections that are shared. The oldest
    first. One statement, as are the others."""
    return _read(_story(openly=True), rep_id=rep_id)


def said_in(rep_id: int, lesson_id: int, exercise_key: str = "") -> list[Said]:
    """What was said about one exercise, or about a lesson itself: for the rep's own eyes."""
    return _read(_story("lesson_id", "exercise_key"), rep_id=rep_id, lesson_id=lesson_id, exercise_key=exercise_key)


def unseen(rep_id: int) -> list[Said]:
    """What the rep has not put away yet."""
    return _read(_story(unseen=True), rep_id=rep_id)


def put_away(rep_id: int, until: datetime, now: datetime) -> None:
    """The rep has seen all that was said up to this moment."""
    for kind in (Reply, SignOff, Nudge):
        own = update(kind).where(kind.rep_id == rep_id, kind.seen_at.is_(None), kind.at <= until)
        db.session.execute(own.values(seen_at=now))


def by_subject(said: Iterable[Said]) -> dict[str, tuple[Said, ...]]:
    """What was said about each thing."""
    found: dict[str, tuple[Said, ...]] = {}
    for item in said:
        found[item.subject_id] = (*found.get(item.subject_id, ()), item)
    return found


def sign_off_state(on_shelf: Shelf, entry: Entry, said: Iterable[Said]) -> str:
    """Where an entry's sign-off stands: "signed", "sent back" or "waiting", and nothing where none is asked for."""
    words = [item.kind for item in said if item.version_id == entry.id]
    asked = (entry.fingerprint, entry.exercise_key) in asking(on_shelf)
    return words[-1] if words else WAITING if asked and not entry.withdrawn else ""


def _read(story: Any, **asked: Any) -> list[Said]:
    return [Said(**row) for row in look(story, asked).mappings()]


@cache
def _story(*narrowed: str, unseen: bool = False, openly: bool = False) -> Any:
    """Made once: making a statement costs more than running it."""
    replies, sign_offs = _replies(unseen), _sign_offs(unseen)
    if openly:
        replies = replies.where(_is_open(Entry, Reply.subject_id) | _is_open(Reflection, Reply.subject_id))
        sign_offs = sign_offs.where(_is_open(Entry, SignOff.root_id))
    told = union_all(replies, sign_offs, *([_nudges()] if unseen else [])).subquery()
    found = select(told).where(*(told.c[name] == bindparam(name) for name in narrowed))
    return found.order_by(told.c.at, told.c.id)


def _replies(unseen: bool) -> Any:
    subjects = (Entry, Reflection, HelpRequest)
    lesson_id = func.coalesce(*(kind.lesson_id for kind in subjects))
    exercise_key = func.coalesce(Entry.exercise_key, HelpRequest.exercise_key, "")
    columns = _columns(Reply, literal("reply"), Reply.about, Reply.subject_id, literal(""), lesson_id, exercise_key)
    found = select(*columns, Reply.text.label("text")).select_from(Reply)
    for kind in subjects:
        found = found.join(kind, kind.id == Reply.subject_id, isouter=True)
    return _to_rep(found, Reply, unseen)


def _sign_offs(unseen: bool) -> Any:
    entry, root = literal("entry"), SignOff.root_id
    columns = _columns(SignOff, SignOff.result, entry, root, SignOff.version_id, Entry.lesson_id, Entry.exercise_key)
    found = select(*columns, SignOff.comment.label("text")).join(Entry, Entry.id == SignOff.version_id)
    if unseen:  # what was put right needs nothing any more
        found = found.where((SignOff.result != SENT_BACK) | is_latest(Entry))
    return _to_rep(found, SignOff, unseen)


def _nudges() -> Any:
    none = literal("")
    columns = _columns(Nudge, literal("nudge"), literal("nudge"), Nudge.id, none, literal(0), none)
    return _to_rep(select(*columns, Nudge.text.label("text")), Nudge, unseen=True)


def _is_open(kind: Any, root_id: Any) -> Any:
    """Whether others than the rep may see what stands of this line."""
    one = aliased(kind)
    shown = one.shared.is_(True) if kind is Reflection else true()
    return exists().where(one.root_id == root_id, one.withdrawn.is_(False), shown, is_latest(one))


def _columns(table: Any, *columns: Any) -> list[Any]:
    names = ("kind", "about", "subject_id", "version_id", "lesson_id", "exercise_key")
    labelled = [column.label(name) for column, name in zip(columns, names, strict=True)]
    return [table.id, *labelled, table.at, func.coalesce(User.name, "").label("by")]


def _to_rep(found: Any, table: Any, unseen: bool) -> Any:
    own = found.join(User, User.id == table.by_id, isouter=True).where(table.rep_id == bindparam("rep_id"))
    return own.where(table.seen_at.is_(None)) if unseen else own
