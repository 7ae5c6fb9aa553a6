"""An assignment in words: what it asks for, whom, until when, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from rapport.assignments.assignment import Assignment, subjects_of
from rapport.assignments.rounds import rounds
from rapport.catalogue.lesson import Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.shelf import Shelf
from rapport.database import db
from rapport.pages.words import counted, plain_day
from rapport.progress.reach import Happened, Reach

EVERY = {12: "every year", 6: "every half-year", 3: "every quarter"}
RUNNING, COMING, OVER = "running", "coming", "over"


@dataclass(frozen=True)
class Subject:
    """A module or lesson that is asked for; `url` is empty once it has left the library."""

    title: str
    url: str
    is_lesson: bool


def subjects_in_words(subjects: Iterable[tuple[str, int]], shelf: Shelf) -> list[Subject]:
    """What is asked for, modules first."""
    wanted = sorted(set(subjects), key=lambda one: (one[0] != "module", one[1]))
    known = {("module", one.id): Subject(one.title, f"/modules/{one.key}", False) for one in shelf.modules}
    known |= {
        ("lesson", one.id): Subject(one.title, f"/lessons/{one.module_key}/{one.key}", True) for one in shelf.lessons
    }
    return [known.get(one) or _retired(*one) for one in wanted]


def titles(subjects: Iterable[Subject]) -> str:
    """ "Why customers leave and The 30-day stance"."""
    return joined([one.title for one in subjects]) or "Nothing"


def joined(words: list[str], most: int = 3) -> str:
    """ "Rosa", "Rosa and Ravi", "Rosa, Ravi and 4 others"."""
    if len(words) > most:
        return f"{', '.join(words[: most - 1])} and {len(words) - most + 1} others"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def in_audit(assignment: Assignment, shelf: Shelf) -> str:
    """What the audit calls it: by name, and by the number that tells it from others of that name."""
    subjects = subjects_of([assignment.id])[assignment.id]
    return f"{titles(subjects_in_words(subjects, shelf))} (assignment {assignment.id})"


def until(assignment: Assignment, today: date) -> str:
    """ "until 5 December" (of the round that is open), "within 30 days of joining"; and how often it comes back."""
    if assignment.due_on is None:
        words = f"within {counted(assignment.days or 0, 'days')} of joining"
    else:
        begun = [one for one in rounds(assignment.dates, assignment.made_on, today) if one.opens_on <= today]
        words = f"until {plain_day(begun[-1].due_on if begun else assignment.due_on, today)}"
    return f"{words}, {EVERY[assignment.every_months]}" if assignment.every_months in EVERY else words


def state(assignment: Assignment, reach: Reach) -> str:
    """Where it stands for this manager's people."""
    if assignment.withdrawn_at is not None:
        return OVER
    if reach.done < reach.people:
        return RUNNING
    return COMING if assignment.every_months or assignment.rule == "joining" or not reach.people else OVER


def happened(one: Happened, today: date) -> str:
    """One act, as a sentence."""
    by = one.by or "Somebody who has left"
    day = plain_day(one.until, today) if one.until else ""
    if one.what == "made":
        return f"{by} asked for it" + (f", until {day}." if day else ".")
    if one.what == "moved":
        return f"{by} moved the day to {day}."
    if one.what == "extended":
        return f"{by} gave {one.rep or 'everybody who still had to do it'} until {day}."
    return f"{by} {'withdrew it' if one.what == 'withdrawn' else 'asked for it again'}."


def _retired(about: str, about_id: int) -> Subject:
    table = Module if about == "module" else Lesson
    title = db.session.scalar(select(table.title).where(table.id == about_id))
    return Subject(f"{title} (no longer in the library)" if title else "Something that has left", "", about == "lesson")
