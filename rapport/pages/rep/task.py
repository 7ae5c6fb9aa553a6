"""One exercise of one lesson, and where the rep stands with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, request

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson, lesson_texts
from rapport.coaching.thread import Said, by_subject, said_in, sign_off_state
from rapport.learning.entry import Entry, versions_of
from rapport.learning.fact import age
from rapport.learning.known import edition
from rapport.pages.rep.blueprint import find_lesson, lesson_url, this_rep, this_shelf
from rapport.pages.rep.posted import seen_edition
from rapport.pages.rep.tally import DAILY, Tally
from rapport.pages.words import singular
from rapport.progress.activity import leave_days
from rapport.progress.of_rep import exercise_count, lesson_progress, running_exercises
from rapport.progress.progress import Progress


@dataclass(frozen=True)
class Task:
    """`exercise` is the dictionary described in catalogue/drawing.py."""

    lesson: ShelfLesson
    exercise: dict[str, Any]

    @property
    def fields(self) -> list[dict[str, Any]]:
        return list(self.exercise["fields"])

    @property
    def one(self) -> str:
        """What a single entry is called: "call"."""
        return singular(self.exercise["unit"]) or "entry"

    @property
    def url(self) -> str:
        return f"{lesson_url(self.lesson)}/exercises/{self.exercise['key']}"


@dataclass(frozen=True)
class Line:
    """One entry with its history: `root` when it was logged, `latest` what it says now, `said` what the manager said
    about it, `state` where its sign-off stands (see coaching/sign_off.py)."""

    root: Entry
    latest: Entry
    said: tuple[Said, ...] = ()
    state: str = ""


@dataclass(frozen=True)
class Standing:
    """What the rep has done of an exercise, newest first, and what it adds up to."""

    entries: list[Line]
    withdrawn: list[Line]
    progress: Progress | None
    tally: Tally
    today: date
    ends_on: date | None


def find_task(module: str, lesson_key: str, key: str) -> Task:
    """The exercise at this address, else 404."""
    lesson = find_lesson(module, lesson_key, brings_words=request.method == "POST")
    exercises = edition(lesson_texts(lesson), seen_edition()).exercises
    exercise = next((item for item in exercises if item["key"] == key), None)
    if exercise is None:
        abort(404)
    return Task(lesson, exercise)


def standing_in(task: Task) -> Standing:
    """Three statements: the entries, what was said about them, and the lesson's progress; for a daily exercise also
    the leave."""
    rep = this_rep()
    today = clock.today(rep.zone)
    key = task.exercise["key"]
    lines = _lines(versions_of(rep.id, task.lesson.id, key), by_subject(said_in(rep.id, task.lesson.id, key)))
    entries = [line for line in lines if not line.latest.withdrawn]
    progress = lesson_progress(rep.id, task.lesson.id)
    tally = Tally(
        count=exercise_count(progress, task.exercise["key"]),
        goal=task.exercise["goal"],
        unit=task.exercise["unit"],
        rhythm=task.exercise["rhythm"],
        days=frozenset(line.root.day for line in entries),
        today=today,
        working_days=rep.working_days,
        away=leave_days(rep) if task.exercise["rhythm"] in DAILY else (),
    )
    withdrawn = [line for line in lines if line.latest.withdrawn]
    return Standing(entries, withdrawn, progress, tally, today, _ends_on(task, progress, rep.zone))


def _ends_on(task: Task, progress: Progress | None, zone: str) -> date | None:
    """The last day of its window, while it runs."""
    if progress is None:
        return None
    running = running_exercises(this_shelf(), {task.lesson.id: progress}, zone)
    return next((item.due_on for item in running if item.exercise["key"] == task.exercise["key"]), None)


def _lines(versions: list[Entry], said: dict[str, tuple[Said, ...]]) -> list[Line]:
    lines: dict[str, list[Entry]] = {}
    for version in sorted(versions, key=age):
        lines.setdefault(version.root_id, []).append(version)
    newest_first = sorted(lines.values(), key=lambda line: (line[0].at, line[0].id), reverse=True)
    return [_line(line, said.get(line[0].root_id, ())) for line in newest_first]


def _line(line: list[Entry], said: tuple[Said, ...]) -> Line:
    return Line(line[0], line[-1], said, sign_off_state(this_shelf(), line[-1], said))
