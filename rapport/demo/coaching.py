"""What the managers of the demo said to their people, and what they were asked: hands up, sign-offs, replies, a nudge,
and notes that only they can read."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from rapport import clock
from rapport.assignments.news import has_seen
from rapport.catalogue.shelf import shelf
from rapport.coaching.help import answer, raise_hand
from rapport.coaching.note import write_note
from rapport.coaching.nudge import NudgeRefused, nudge
from rapport.coaching.reply import reply
from rapport.coaching.sign_off import SENT_BACK, SIGNED, Verdict, decide, waiting
from rapport.coaching.thread import put_away
from rapport.database import db
from rapport.demo.people import EMAIL, EVERYBODY, Person
from rapport.learning.entry import entries_of
from rapport.learning.reflection import reflections_of
from rapport.people import audit
from rapport.people.user import User, person_with

LEADS = {"North": "mona", "South": "petra"}
OVER_THEM = "viktor"
# Whose newest entries still wait for a sign-off, and how many; and whose newest one came back, with the reason.
STILL_WAITING = {"birgitta": 2, "tomás": 1}
CAME_BACK = {
    "mei": "The second line is about us. What did they get out of it? Ask them for one number, then send it to me again."
}
WORDS = (
    "Good. Their words, not ours.",
    "",
    "Short, and it says what it is worth to them. Leave it on their desk.",
    "I could send this as it is. Ask who else in the house should see it.",
)  # fmt: skip
LATELY = timedelta(days=5)


@dataclass(frozen=True)
class Hand:
    """A raised hand: with which lesson, how many days ago, and what the manager answered; nothing: it is still up."""

    name: str
    lesson: str
    days: int
    words: str
    answer: str = ""


@dataclass(frozen=True)
class Word:
    """What a manager wrote about the newest entry of an exercise, or the newest shared reflection where it is empty."""

    name: str
    exercise: str
    text: str


HANDS = (
    Hand(
        "rosa", "ten-calls", 7, "Two of them never pick up. Do I leave a message?",
        "Leave your name and one question, then try again on Thursday before nine. That is how I reached my last three.",
    ),
    Hand("sofia", "open-promises", 2, "My oldest customer still waits for a machine that we don’t make any more. Whom do I tell first?"),
    Hand("daniel", "only-the-floor", 1, "What do I say when they ask for a discount at once?"),
)  # fmt: skip

REPLIES = (
    Word("rosa", "call-ten", "They told you something that they had never told me. Ring them in spring, just to hear how it went."),
    Word("rosa", "", "I have been there, at the same customer. Shall we go together next time?"),
    Word("ahmed", "call-ten", "Bring this one on Monday, please. The others should hear it."),
    Word("ravi", "yes-wall", "You asked operations before you said no. That is all I ask for."),
)  # fmt: skip

NOTES = (
    ("mona", "rosa", 6, "1:1 on Thursday: the two who never pick up. She wanted to know about the key account course."),
    ("mona", "mei", 10, "Promises quickly, and keeps it. Give her the hotel group?"),
    ("petra", "ravi", 8, "His father is ill. Ask how things are before anything else."),
)

NUDGES = (
    ("mona", "jonas", 3, "The first lesson takes two minutes. Shall we do it together on Monday, before the round?"),
)


def coach(now: datetime) -> None:
    """Everything of the last weeks; what is older than a few days has been seen."""
    rng = Random("coaching")
    for person in EVERYBODY:
        manager, user = _manager_of(person), _user(person.first)
        if manager and user:
            _sign_off(person, user, manager, now, rng)
    for hand in HANDS:
        _raise(hand, now, rng)
    for word in REPLIES:
        _write(word, now, rng)
    _keep_notes(now, rng)
    _nudge(now, rng)
    for person in EVERYBODY:
        user = _user(person.first)
        if user:
            put_away(user.id, now - LATELY, now - LATELY)
            has_seen(user.id, now - LATELY)


def _sign_off(person: Person, user: User, manager: User, now: datetime, rng: Random) -> None:
    """All but the newest at once, some with a word; the newest may wait or come back."""
    on_shelf = shelf()
    entries = sorted(db.session.execute(waiting(on_shelf, [user.id])), key=lambda row: (row.at, row.id))
    keep = STILL_WAITING.get(person.first, 0)
    entries = entries[: len(entries) - keep]
    back = [entries.pop()] if person.first in CAME_BACK and entries else []
    for rows, result, said in (
        (entries, SIGNED, rng.choice(WORDS)),
        (back, SENT_BACK, CAME_BACK.get(person.first, "")),
    ):
        if rows:
            at = _soon(rows[-1].at, now)
            decide(Verdict(_id(rng), manager.id, result, said), user.id, [row.id for row in rows], on_shelf, at)
            audit.note(manager.id, "signed off" if result == SIGNED else "sent back", user.email, "", at, user.id)


def _raise(hand: Hand, now: datetime, rng: Random) -> None:
    user, lesson, hand_id, reply_id = _user(hand.name), shelf().by_key.get(hand.lesson), _id(rng), _id(rng)
    if user is None or lesson is None:
        return
    at = now - timedelta(days=hand.days, hours=1)
    raise_hand(hand_id, user.id, lesson.id, "", hand.words, at)
    manager = _manager_of(_person(hand.name))
    if hand.answer and manager:
        later = _soon(at, now)
        reply(reply_id, manager.id, user.id, "help", hand_id, hand.answer, later)
        answer(user.id, hand_id, manager.id, later)
        put_away(user.id, later, later)


def _write(word: Word, now: datetime, rng: Random) -> None:
    user, manager, reply_id = _user(word.name), _manager_of(_person(word.name)), _id(rng)
    if user is None or manager is None:
        return
    found: Iterable[tuple[datetime, str]] = (
        ((one.at, one.root_id) for one in entries_of(user.id) if one.exercise_key == word.exercise)
        if word.exercise
        else ((one.at, one.root_id) for one in reflections_of(user.id) if one.shared)
    )
    newest = max(found, default=None)
    if newest:
        about = "entry" if word.exercise else "reflection"
        reply(reply_id, manager.id, user.id, about, newest[1], word.text, _soon(newest[0], now))


def _keep_notes(now: datetime, rng: Random) -> None:
    for by, about, days, text in NOTES:
        manager, user, note_id = _user(by), _user(about), _id(rng)
        if manager and user:
            write_note(note_id, manager.id, user.id, text, now - timedelta(days=days))


def _nudge(now: datetime, rng: Random) -> None:
    """In the morning of a working day; the budget holds here too."""
    for by, name, days, text in NUDGES:
        manager, user, nudge_id = _user(by), _user(name), _id(rng)
        if manager and user:
            at = clock.local(now - timedelta(days=days), user.zone).replace(hour=8, minute=40)
            at -= timedelta(days=max(at.isoweekday() - 5, 0))
            with suppress(NudgeRefused):
                nudge(nudge_id, manager.id, user.id, text, at)
                audit.note(manager.id, "nudged", user.email, "", at, user.id)


def _manager_of(person: Person) -> User | None:
    """Who leads this person; those who lead a team are led by the head of field sales."""
    name = OVER_THEM if person.manages else LEADS.get(person.team, "")
    return _user(name) if name and name != person.first else None


def _person(name: str) -> Person:
    return next(person for person in EVERYBODY if person.first == name)


def _user(name: str) -> User | None:
    return person_with(EMAIL.format(first=name))


def _soon(at: datetime, now: datetime) -> datetime:
    """Within a day, but not later than now."""
    return min(at + timedelta(hours=20), now)


def _id(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))
