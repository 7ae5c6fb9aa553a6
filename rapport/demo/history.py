"""Weeks of learning for one demo person, as raw facts: the same ones that a phone would send."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson, lesson_texts
from rapport.demo import words
from rapport.demo.answers import Raw, form_values, promise_due, quiz_answers
from rapport.demo.people import Person

Day = tuple[datetime, list[Raw]]

# Rosa is the one a visitor meets first: her calls are under way, and one promise falls due.
ROSA_ENTRIES = {"call-ten": 7}


def history(person: Person, zone: str, lessons: list[ShelfLesson], now: datetime, rng: Random) -> Iterator[Day]:
    """Yield (moment, facts) in order of time: one sitting for each lesson, then the days of its exercises."""
    days: list[Day] = []
    for place, lesson in enumerate(lessons):
        moment = _sitting(person, zone, place, len(lessons), now, rng)
        learnt = _learn(person, lesson, moment, rng)
        days.append((moment, learnt))
        days += _field_work(person, lesson, moment, now, rng)
        days += _outcomes(learnt, now, rng)
    return iter(sorted(days, key=lambda day: day[0]))


def _sitting(person: Person, zone: str, place: int, count: int, now: datetime, rng: Random) -> datetime:
    span = max(person.days - max(person.quiet, person.resting), 1)
    age = person.days - round(place * span / max(count, 1))
    moment = clock.local(now - timedelta(days=age), zone)
    while moment.isoweekday() > 5:
        moment -= timedelta(days=1)
    return moment.replace(
        hour=rng.choice((7, 8, 8, 12, 17)), minute=rng.randrange(60), second=rng.randrange(60), microsecond=0
    )


def _learn(person: Person, lesson: ShelfLesson, moment: datetime, rng: Random) -> list[Raw]:
    texts = lesson_texts(lesson)
    facts = [_fact("completion", lesson, moment, rng)]
    if texts.quiz:
        answers = quiz_answers(texts.quiz["questions"], person.care, bool(texts.quiz["exam"]), rng)
        facts.append(_fact("attempt", lesson, moment + timedelta(minutes=2), rng, answers=answers, retry_of=None))
    if texts.reflection and rng.random() < 0.85:
        facts.append(
            _fact(
                "reflection",
                lesson,
                moment + timedelta(minutes=4),
                rng,
                text=rng.choice(words.REFLECTIONS),
                shared=rng.random() < 0.5,
            )
        )
    if texts.plan and texts.plan["whens"] and texts.plan["thens"]:
        facts.append(_plan(lesson, texts.plan, moment, rng))
    return facts


def _plan(lesson: ShelfLesson, plan: Raw, moment: datetime, rng: Random) -> Raw:
    ask_on = (moment + timedelta(days=plan["ask_after_days"])).date().isoformat()
    chosen = {"when": rng.choice(plan["whens"]), "then": rng.choice(plan["thens"]), "ask_on": ask_on}
    return _fact("plan", lesson, moment + timedelta(minutes=5), rng, **chosen)


def _field_work(person: Person, lesson: ShelfLesson, moment: datetime, now: datetime, rng: Random) -> list[Day]:
    days: list[Day] = []
    for exercise in lesson.exercises:
        wanted = exercise["goal"] or rng.randint(2, 5)
        if person.first == "rosa":
            wanted = ROSA_ENTRIES.get(exercise["key"], wanted)
        elif rng.random() > person.care:
            wanted = rng.randint(0, max(wanted - 1, 0))
        customers = rng.sample(words.CUSTOMERS, len(words.CUSTOMERS))
        for place in range(wanted):
            at = _working_moment(moment, place, exercise["rhythm"], rng)
            if at >= now - timedelta(days=person.quiet):
                break
            customer = customers[0 if exercise["rhythm"] else place % len(customers)]
            values = form_values(exercise["fields"], customer, at, rng)
            if person.first == "rosa" and exercise["key"] in ROSA_ENTRIES and place == wanted - 1:
                values |= promise_due(exercise["fields"], now)
            entry = _fact("entry", lesson, at, rng, exercise=exercise["key"], values=values)
            days.append((at, [entry]))
            days += _promises_kept(entry, exercise["fields"], now, rng)
    return days


def _working_moment(start: datetime, place: int, rhythm: str, rng: Random) -> datetime:
    days = (
        place if rhythm in {"working day", "day"} else place * 7 if rhythm == "week" else place // 2 + rng.randint(0, 1)
    )
    moment = start + timedelta(minutes=30)
    for _ in range(days + 1):
        moment += timedelta(days=1)
        while moment.isoweekday() > 5:
            moment += timedelta(days=1)
    return moment.replace(hour=rng.choice((9, 10, 11, 14, 15, 16)), minute=rng.randrange(60))


def _promises_kept(entry: Raw, fields: list[Raw], now: datetime, rng: Random) -> list[Day]:
    dates = [field["key"] for field in fields if field["kind"] == "date" and field["key"] in entry["values"]]
    answers = [_outcome(entry, "entry", key, entry["values"][key], now, rng) for key in dates]
    return [answer for answer in answers if answer]


def _outcomes(facts: list[Raw], now: datetime, rng: Random) -> list[Day]:
    """Answer what became of an earlier plan, unless the day is still to come."""
    answers = [_outcome(fact, "plan", "", fact["ask_on"], now, rng) for fact in facts if fact["kind"] == "plan"]
    return [answer for answer in answers if answer]


def _outcome(fact: Raw, about: str, field: str, day: str, now: datetime, rng: Random) -> Day | None:
    at = datetime.fromisoformat(f"{day}T16:30:00+00:00") + timedelta(minutes=rng.randrange(90))
    recent = at > now - timedelta(days=3)
    if at.date() >= now.date() or rng.random() > (0.5 if recent else 0.97):
        return None
    result = rng.choice(("done", "done", "done", "done", "not done"))
    outcome = {
        "about": about,
        "subject": fact["id"],
        "field": field,
        "result": result,
        "note": rng.choice(words.NOTES[result]),
        "until": None,
    }
    return at, [{**_stamp("outcome", fact["lesson"], fact["fingerprint"], at, rng), **outcome}]


def _fact(kind: str, lesson: ShelfLesson, at: datetime, rng: Random, **values: Any) -> Raw:
    return {**_stamp(kind, lesson.key, lesson.fingerprint, at, rng), **values}


def _stamp(kind: str, lesson_key: str, fingerprint: str, at: datetime, rng: Random) -> Raw:
    fact_id = str(UUID(int=rng.getrandbits(128), version=4))
    return {"id": fact_id, "kind": kind, "at": at.isoformat(), "lesson": lesson_key, "fingerprint": fingerprint}
