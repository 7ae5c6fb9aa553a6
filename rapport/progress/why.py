"""Why somebody needs their manager, in one plain sentence. A fixed number of statements, for a few people at a time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from rapport.assignments.due import Owed
from rapport.catalogue.shelf import Shelf
from rapport.coaching.help import IS_OPEN, HelpRequest
from rapport.coaching.sign_off import waiting
from rapport.database import db, table_of
from rapport.learning.attempt import Answer, Attempt
from rapport.progress.progress import Progress
from rapport.progress.pulse import STUCK_AFTER

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def why(
    rows: Sequence[Any], given: dict[int, str], owed: dict[int, list[Owed]], today: date, on_shelf: Shelf
) -> dict[int, str]:
    """The sentence for each of these pulses' first reason, by rep."""
    reps = [row.rep_id for row in rows]
    hands, stuck = _hands(reps, on_shelf), _stuck(reps, on_shelf)
    wait, wrong = _waiting(reps, on_shelf), _wrong(rows, on_shelf)
    return {
        row.rep_id: {
            "help": lambda row=row: hands.get(row.rep_id, "Has asked for help."),
            "sign_off": lambda row=row: wait.get(row.rep_id, "Something waits for your sign-off."),
            "late": lambda row=row: _late(owed.get(row.rep_id, []), today, on_shelf),
            "stuck": lambda row=row: stuck.get(row.rep_id, "Stuck on a quiz."),
            "misjudged": lambda row=row: wrong.get(row.rep_id, "Was sure and wrong lately."),
            "silent": lambda row=row: _silent(row.last_at, today),
        }[given[row.rep_id]]()
        for row in rows
        if row.rep_id in given
    }


def _late(owed: list[Owed], today: date, on_shelf: Shelf) -> str:
    late = [item for item in owed if item.is_late(today)]
    if not late:
        return "Something is late."
    days = (today - late[0].due_on).days
    since = "since yesterday" if days == 1 else f"for {days} days"
    if len(late) == 1:
        return f"“{_title(late[0], on_shelf)}” has been late {since}."
    return f"{_number(len(late)).capitalize()} things are late, the first {since}: “{_title(late[0], on_shelf)}”."


def _silent(last_at: datetime | None, today: date) -> str:
    if last_at is None:
        return "Has not begun yet."
    return f"Nothing heard for {(today - last_at.date()).days} days."


def _hands(reps: list[int], on_shelf: Shelf) -> dict[int, str]:
    """The longest of each one's raised hands."""
    rows = select(HelpRequest.rep_id, HelpRequest.lesson_id, HelpRequest.words).where(
        HelpRequest.rep_id.in_(reps), IS_OPEN
    )
    found: dict[int, str] = {}
    for row in db.session.execute(rows.order_by(HelpRequest.at, HelpRequest.id)):
        lesson = on_shelf.by_id.get(row.lesson_id)
        where = f" with “{lesson.title}”" if lesson else ""
        found.setdefault(row.rep_id, f"Asks for help{where}{_said(row.words)}")
    return found


def _said(words: str) -> str:
    line = " ".join(words.split())
    if not line:
        return "."
    return f": “{line if len(line) <= 80 else line[:80].rsplit(' ', 1)[0] + ' …'}”"


def _waiting(reps: list[int], on_shelf: Shelf) -> dict[int, str]:
    counts: dict[int, int] = {}
    titles: dict[int, str] = {}
    for row in db.session.execute(waiting(on_shelf, reps)):
        counts[row.rep_id] = counts.get(row.rep_id, 0) + 1
        lesson = on_shelf.by_id.get(row.lesson_id)
        exercises = lesson.exercises if lesson else ()
        titles.setdefault(
            row.rep_id, next((str(one["title"]) for one in exercises if one["key"] == row.exercise_key), "")
        )
    return {rep_id: _entries(count, titles[rep_id]) for rep_id, count in counts.items()}


def _entries(count: int, title: str) -> str:
    words = "One entry waits" if count == 1 else f"{_number(count).capitalize()} entries wait"
    return f"{words} for your sign-off" + (f": “{title}”." if title else ".")


def _stuck(reps: list[int], on_shelf: Shelf) -> dict[int, str]:
    """The quiz that each has taken most often in vain."""
    rows = select(Progress.rep_id, Progress.lesson_id, Progress.attempts).where(
        Progress.rep_id.in_(reps), Progress.attempts >= STUCK_AFTER, Progress.passed_at.is_(None)
    )
    found: dict[int, str] = {}
    for row in db.session.execute(rows.order_by(Progress.attempts.desc(), Progress.lesson_id)):
        lesson = on_shelf.by_id.get(row.lesson_id)
        title = f" of “{lesson.title}”" if lesson else ""
        found.setdefault(row.rep_id, f"Stuck: has taken the quiz{title} {_number(row.attempts)} times.")
    return found


def _wrong(rows: Sequence[Any], on_shelf: Shelf) -> dict[int, str]:
    """How many answers of the latest misjudged attempt were sure and wrong."""
    moments = [row.misjudged_at for row in rows if row.misjudged_at]
    reps = [row.rep_id for row in rows]
    answers, attempts = table_of(Answer).c, table_of(Attempt).c
    wrong = (
        select(attempts.rep_id, attempts.lesson_id, attempts.at)
        .join_from(table_of(Attempt), table_of(Answer), answers.attempt_id == attempts.id)
        .where(attempts.rep_id.in_(reps), attempts.at.in_(moments))
        .where(answers.sure, answers.mark == 0, answers.round == 1)
    )
    counts: dict[int, int] = {}
    titles: dict[int, str] = {}
    for row in db.session.execute(wrong):
        counts[row.rep_id] = counts.get(row.rep_id, 0) + 1
        lesson = on_shelf.by_id.get(row.lesson_id)
        titles[row.rep_id] = f" in “{lesson.title}”" if lesson else ""
    return {rep: f"Sure but wrong {_number(count)} times{titles[rep]}." for rep, count in counts.items()}


def _title(item: Owed, on_shelf: Shelf) -> str:
    if item.about == "lesson":
        lesson = on_shelf.by_id.get(item.about_id)
        return lesson.title if lesson else "A lesson"
    return next((module.title for module in on_shelf.modules if module.id == item.about_id), "A module")


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
