"""What demo people do in the field: the entries of their exercises, and what became of what they promised."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from rapport.catalogue.shelf import ShelfLesson
from rapport.demo import words
from rapport.demo.form import due_on, fill_in
from rapport.demo.life import Day, Life, Raw, stamp_of
from rapport.demo.people import CAMPAIGN, EVERYBODY, FIRST_REQUEST_DAYS
from rapport.demo.told import Row, rows_of

ANSWERED_SOON, ANSWERED = 0.5, 0.98


def field_work(life: Life, lesson: ShelfLesson, start: datetime) -> Iterator[Day]:
    """The days of a lesson's exercises, from the sitting on."""
    for exercise in lesson.exercises:
        entries = list(_entries(life, lesson, exercise, start))
        if exercise["key"] == life.person.due and entries:
            entries[-1]["values"] |= due_on(exercise["fields"], life.today)
        for entry in entries:
            yield datetime.fromisoformat(entry["at"]), [entry]
            yield from _kept(life, entry, exercise["fields"])


def _kept(life: Life, entry: Raw, fields: list[Raw]) -> Iterator[Day]:
    """What became of each promise in an entry."""
    dates = [field["key"] for field in fields if field["kind"] == "date" and field["key"] in entry["values"]]
    return (day for key in dates for day in outcome(life, entry, "entry", key, entry["values"][key]))


def outcome(life: Life, fact: Raw, about: str, field: str, day: str) -> list[Day]:
    """What became of a plan or promise, once its day is over and mostly within three days."""
    at = datetime.fromisoformat(f"{day}T16:30:00+00:00") + timedelta(minutes=life.rng.randrange(90))
    recent = at > life.now - timedelta(days=3)
    if at >= life.until or at.date() >= life.today or life.rng.random() > (ANSWERED_SOON if recent else ANSWERED):
        return []
    result = life.rng.choice(("done", "done", "done", "done", "not done"))
    told = {"result": result, "note": life.rng.choice(words.NOTES[result]), "until": None}
    lesson = fact["lesson"], fact["fingerprint"]
    return [(at, [life.fact("outcome", lesson, at, about=about, subject=fact["id"], field=field, **told)])]


def _entries(life: Life, lesson: ShelfLesson, exercise: Raw, start: datetime) -> Iterator[Raw]:
    wanted = _wanted(life, exercise)
    customers = life.rng.sample(words.CUSTOMERS, len(words.CUSTOMERS))
    visits = zip(_moments(life, exercise, start, wanted), _rows(life, exercise, wanted), strict=False)
    for place, (at, row) in enumerate(visits):
        if at >= life.until:
            return
        customer = customers[0 if exercise["rhythm"] else place % len(customers)]
        values = fill_in(exercise["fields"], row, customer, at, life.rng)
        yield life.fact("entry", stamp_of(lesson), at, exercise=exercise["key"], values=values)


def _moments(life: Life, exercise: Raw, start: datetime, wanted: int) -> Iterator[datetime]:
    if _on_wall(life, exercise):
        return life.spread(max(start, life.now - timedelta(days=FIRST_REQUEST_DAYS)), wanted)
    return islice(life.visits(start, exercise["rhythm"]), wanted)


def _rows(life: Life, exercise: Raw, wanted: int) -> list[Row]:
    """On the wall, which all can see, everybody goes on where the one before them ended."""
    first = _told_before(life) if _on_wall(life, exercise) else life.turn * (exercise["goal"] or wanted)
    return rows_of(exercise["key"], life.person.team, life.turn, first, wanted)


def _on_wall(life: Life, exercise: Raw) -> bool:
    return bool(exercise["key"] == CAMPAIGN and life.person.wall)


def _wanted(life: Life, exercise: Raw) -> int:
    """How many they log: to the goal with as much luck as care, else some of it."""
    given = {CAMPAIGN: life.person.wall, **dict(life.person.entries)}.get(exercise["key"])
    if given:
        return given
    wanted = exercise["goal"] or life.rng.randint(2, 5)
    if life.person.steady or life.rng.random() <= life.person.care:
        return int(wanted)
    return life.rng.randint(0, max(wanted - 1, 0))


def _told_before(life: Life) -> int:
    """How many requests their team had logged before them, in the order of people."""
    before = EVERYBODY[: EVERYBODY.index(life.person)]
    return sum(person.wall for person in before if person.team == life.person.team)
