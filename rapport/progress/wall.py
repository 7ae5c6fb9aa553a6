"""The team wall: what the people of one's teams logged in an exercise that is shared with the team.

It counts answers, never people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, literal, select

from rapport.catalogue.shelf import ShelfLesson, lesson_texts
from rapport.database import look
from rapport.learning.entry import Entry
from rapport.learning.fact import what_stands
from rapport.learning.known import edition
from rapport.people.access import mates
from rapport.people.team import teams_of
from rapport.people.user import User
from rapport.progress.shared_exercise import counted_field, places_of, shared_in, spelt

# Plain columns, and only those that are needed: a campaign may have thousands of entries.
_entries = Entry.__table__.c
_mates = mates(bindparam("person_id")).subquery()
OF_TEAM = (
    select()
    .select_from(_mates)
    .join(Entry.__table__, _entries.rep_id == _mates.c.user_id)
    .where(_entries.lesson_id == bindparam("lesson_id"), _entries.exercise_key == bindparam("exercise_key"))
)
FINGERPRINTS = OF_TEAM.add_columns(_entries.fingerprint).distinct()
NOTES = (
    select(_entries.id, _entries["values"], User.name, User.deactivated_at)
    .join_from(Entry.__table__, User, User.id == _entries.rep_id)
    .where(_entries.id.in_(bindparam("ids", expanding=True)))
)


class Line(NamedTuple):
    """An entry on the wall: when it was logged, and its answer to the question that is counted. `id` is the
    version that stands."""

    id: str
    at: datetime
    own: bool
    answer: str


@dataclass(frozen=True)
class Wall:
    """`lines` are the whole team's, newest first; `answers` says how many of them gave each answer, in the
    order of the form; `key` is the field that is counted, empty where the form has none."""

    teams: tuple[str, ...]
    key: str
    answers: dict[str, int]
    lines: tuple[Line, ...]

    @property
    def own(self) -> int:
        """How many are the reader's own."""
        return sum(line.own for line in self.lines)

    def of_others(self, answer: str = "") -> list[Line]:
        """The team-mates' lines, or those of them with this answer."""
        return [line for line in self.lines if not line.own and answer in ("", line.answer)]


@dataclass(frozen=True)
class Note:
    """A line as it is read: `name` is empty for a former colleague."""

    line: Line
    name: str
    values: list[dict[str, Any]]


def wall_for(person: User, lesson: ShelfLesson, exercise_key: str) -> Wall | None:
    """The wall as this person may see it; None without a team, or where the exercise is not shared now."""
    exercise = shared_in(lesson_texts(lesson), exercise_key)
    teams = teams_of(person.id) if exercise else []
    if exercise is None or not teams:
        return None
    counted = counted_field(exercise)
    lines = _lines(person, lesson, exercise_key, counted)
    answers = dict.fromkeys(counted["options"] if counted else (), 0)
    for line in lines:
        if line.answer:
            answers[line.answer] = answers.get(line.answer, 0) + 1
    return Wall(tuple(team.name for team in teams), counted["key"] if counted else "", answers, lines)


def notes_of(lines: Iterable[Line]) -> list[Note]:
    """What these lines of a wall say."""
    wanted = list(lines)
    found = said_in(line.id for line in wanted)
    return [Note(line, *found[line.id]) for line in wanted]


def said_in(ids: Iterable[str]) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Who says what in these versions of entries: a first name, empty for a former colleague, and the values."""
    return {row.id: (_name(row), row.values) for row in look(NOTES, {"ids": list(ids)})}


def _lines(person: User, lesson: ShelfLesson, exercise_key: str, counted: dict[str, Any] | None) -> tuple[Line, ...]:
    asked = {"person_id": person.id, "lesson_id": lesson.id, "exercise_key": exercise_key}
    told = _told_to_team(lesson, exercise_key, look(FINGERPRINTS, asked).scalars())
    key = counted["key"] if counted else ""
    versions = look(_versions(key, places_of(key, told.values())), asked).all()
    roots = {version.id: version for version in versions if version.here and version.fingerprint in told}
    standing = [
        (roots[latest.root_id], latest)
        for latest in what_stands(versions)
        if latest.root_id in roots and latest.fingerprint in told
    ]
    standing.sort(key=lambda line: (line[0].at, line[0].id), reverse=True)
    spelled = {answer: spelt(answer, counted) for answer in {latest.answer for _, latest in standing}}
    return tuple(
        Line(latest.id, root.at, latest.user_id == person.id, spelled[latest.answer]) for root, latest in standing
    )


@lru_cache(maxsize=64)
def _versions(key: str, places: tuple[int, ...]) -> Any:
    """Every version of every entry, with its answer to the field `key`, which stands in one of these places;
    `here` says whether the author was in the team by then."""
    values = _entries["values"]
    found = [(values[place, "key"].as_string() == key, values[place, "value"].as_string()) for place in places]
    return OF_TEAM.add_columns(
        *(_entries[name] for name in ("id", "root_id", "withdrawn", "at", "received_at", "fingerprint")),
        _mates.c.user_id,
        (_entries.at >= _mates.c.joined_at).label("here"),
        (case(*found, else_="") if found else literal("")).label("answer"),
    )


def _told_to_team(lesson: ShelfLesson, exercise_key: str, fingerprints: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The exercise in those editions that told its reps that the team can read it."""
    now = lesson_texts(lesson)
    found = {fingerprint: shared_in(edition(now, fingerprint), exercise_key) for fingerprint in fingerprints}
    return {fingerprint: exercise for fingerprint, exercise in found.items() if exercise}


def _name(author: Any) -> str:
    return "" if author.deactivated_at else (author.name.split() or [""])[0]
