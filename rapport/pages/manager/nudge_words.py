"""What a nudge could say: three offers that fit how the person stands. Pure; each may be changed before it goes."""

from dataclasses import dataclass
from datetime import date

from rapport.assignments.due import Owed
from rapport.catalogue.shelf import Shelf
from rapport.clock import local
from rapport.pages.words import in_days, plain_day
from rapport.people.user import User
from rapport.progress.needs import SILENT_AFTER
from rapport.progress.of_rep import Running, exam_not_passed, running_exercises
from rapport.progress.progress import Progress
from rapport.progress.pulse import STUCK_AFTER

OFFERS = 3
ALWAYS = (
    ("Ask", "is there anything in your lessons that I can help you with? Tell me, and we look at it together."),
    ("Look ahead", "which customer could you try something from your lessons with this week?"),
    ("Listen", "what was the most useful thing you have tried with a customer lately? I would like to hear it."),
)


@dataclass(frozen=True)
class Offer:
    """`reason` says in a word or two why these words fit."""

    reason: str
    text: str


def offers(rep: User, shelf: Shelf, progress: dict[int, Progress], owed: list[Owed], today: date) -> list[Offer]:
    """Three offers: first what is pressing, then what always fits."""
    pressing = (
        _late(shelf, owed, today),
        _silent(progress, rep.zone, today),
        _stuck(shelf, progress),
        _running(running_exercises(shelf, progress, rep.zone), today),
    )
    found = [offer for offer in (*pressing, *ALWAYS) if offer]
    return [Offer(reason, f"Hi {rep.first_name}, {words}") for reason, words in found[:OFFERS]]


def _late(shelf: Shelf, owed: list[Owed], today: date) -> tuple[str, str] | None:
    for one in owed:
        title = _title(shelf, one)
        if title and one.is_late(today):
            words = f"“{title}” was due on {plain_day(one.due_on, today)}. Is something in the way? Tell me, and we find the time."
            return "Late", words
    return None


def _silent(progress: dict[int, Progress], zone: str, today: date) -> tuple[str, str] | None:
    if not progress:
        return (
            "Not begun",
            "your first lesson takes about four minutes. Will you try it today and tell me what you think?",
        )
    last = local(max(row.last_at for row in progress.values()), zone).date()
    if today - last < SILENT_AFTER:
        return None
    words = f"I have not seen you here since {plain_day(last, today)}. Is all well? Four minutes today would be a good start."
    return "Not seen lately", words


def _stuck(shelf: Shelf, progress: dict[int, Progress]) -> tuple[str, str] | None:
    for lesson in shelf.lessons:
        row = progress.get(lesson.id)
        if row and row.attempts >= STUCK_AFTER and not row.passed_at and not exam_not_passed(lesson, row):
            return "Stuck", f"the questions of “{lesson.title}” are tricky ones. Shall we go through them together?"
    return None


def _running(running: list[Running], today: date) -> tuple[str, str] | None:
    for one in running:
        if one.goal and one.count < one.goal and (one.due_on is None or one.due_on >= today):
            unit = one.exercise["unit"] or "entries"
            rest = f", and it ends {in_days(one.due_on, today)}" if one.due_on else ""
            words = f"{one.count} of {one.goal} {unit} of “{one.exercise['title']}” are done{rest}. Who comes next?"
            return "Exercise running", words
    return None


def _title(shelf: Shelf, owed: Owed) -> str:
    if owed.about == "lesson":
        lesson = shelf.by_id.get(owed.about_id)
        return lesson.title if lesson else ""
    return next((module.title for module in shelf.modules if module.id == owed.about_id), "")
