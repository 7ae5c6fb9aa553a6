"""The exercises under way, as Today and Field show them: how far, what today asks, and the way to the form."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from rapport.catalogue.shelf import Shelf
from rapport.learning.entry import Entry
from rapport.learning.fact import what_stands
from rapport.pages.rep.blueprint import lesson_url
from rapport.pages.rep.prompt import prompt_for
from rapport.pages.rep.tally import Tally
from rapport.people.user import User
from rapport.progress.follow_ups import FollowUp
from rapport.progress.of_rep import Running, running_exercises
from rapport.progress.progress import Progress

ONE_LINE = 46


@dataclass(frozen=True)
class Work:
    """An exercise under way, and the way to its form; `prompt` is what it suggests, where that fits into a line."""

    running: Running
    tally: Tally
    url: str
    prompt: str = ""


@dataclass(frozen=True)
class Desk:
    """What a rep's exercises are seen against: every version of the entries, today, and the days of leave."""

    rep: User
    versions: list[Entry]
    today: date
    away: Collection[date]


def works_of(desk: Desk, shelf: Shelf, progress: dict[int, Progress]) -> list[Work]:
    """The next due first; what is done for today comes last."""
    days = _days_by_exercise(desk.versions)
    works = [
        _work(item, days[item.exercise["key"]], desk) for item in running_exercises(shelf, progress, desk.rep.zone)
    ]
    return sorted(works, key=lambda work: bool(work.tally.rhythm_note))


def _days_by_exercise(versions: list[Entry]) -> dict[str, set[date]]:
    """The days on which an entry was logged that still stands."""
    days: dict[str, set[date]] = defaultdict(set)
    roots = {entry.id: entry for entry in versions if entry.id == entry.root_id}
    for entry in what_stands(versions):
        days[entry.exercise_key].add(roots[entry.root_id].day)
    return days


def _work(item: Running, days: set[date], desk: Desk) -> Work:
    exercise = item.exercise
    tally = Tally(
        count=item.count,
        goal=item.goal,
        unit=exercise["unit"],
        rhythm=exercise["rhythm"],
        days=frozenset(days),
        today=desk.today,
        working_days=desk.rep.working_days,
        away=desk.away,
    )
    prompt = prompt_for(exercise, tally)
    short = prompt.html if prompt and len(Markup(prompt.html).striptags()) <= ONE_LINE else ""
    return Work(item, tally, f"{lesson_url(item.lesson)}/exercises/{exercise['key']}", short)


def exercise_title(shelf: Shelf, item: FollowUp) -> str:
    """The exercise that a promise was made in; empty for a plan, and for what is not in the library any more."""
    lesson = shelf.by_id.get(item.lesson_id)
    exercises = lesson.exercises if lesson else ()
    return next((str(exercise["title"]) for exercise in exercises if exercise["key"] == item.exercise_key), "")
