"""Weeks of learning for one demo person, as raw facts: the same ones that a phone would send."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from rapport.catalogue.shelf import ShelfLesson, lesson_texts, shelf
from rapport.demo import words
from rapport.demo.answers import passes, quiz_answers
from rapport.demo.field_work import field_work, outcome
from rapport.demo.life import JUST_NOW, Day, Life, Raw, stamp_of
from rapport.demo.people import CAMPAIGN, CAMPAIGN_DAYS, Person
from rapport.demo.told import reflection

SHARED = 0.5
REFLECTED, THOROUGH = 0.85, 0.9


def history(person: Person, zone: str, lessons: list[ShelfLesson], now: datetime, rng: Random) -> Iterator[Day]:
    """Yield (moment, facts), a day at a time: a sitting for each lesson, then the days of its exercises."""
    life = Life(person, zone, now, rng)
    moments: list[Day] = []
    for lesson, start in _sittings(life, lessons):
        learnt = _learn(life, lesson, start)
        moments.append((start, learnt))
        moments += field_work(life, lesson, start)
        plans = [fact for fact in learnt if fact["kind"] == "plan"]
        moments += [day for plan in plans for day in outcome(life, plan, "plan", "", plan["ask_on"])]
    return _by_day(moments, now)


def _sittings(life: Life, lessons: list[ShelfLesson]) -> list[tuple[ShelfLesson, datetime]]:
    """Each lesson in its order, and those that they jumped to before."""
    person, count = life.person, max(len(lessons), 1)
    span = max(person.days - max(person.quiet, person.resting), 1)
    days_ago = {lesson.key: person.days - round(place * span / count) for place, lesson in enumerate(lessons)}
    for key, days in _jumps(life):
        days_ago[key] = max(days_ago.get(key, 0), days)
    return [(shelf().by_key[key], life.sitting(days)) for key, days in days_ago.items()]


def _jumps(life: Life) -> Iterator[tuple[str, int]]:
    """The lessons that they took out of order: of their own will, or when the campaign reached them."""
    on_shelf = shelf()
    yield from ((key, days) for key, days in life.person.also if key in on_shelf.by_key)
    for lesson in on_shelf.lessons if life.person.wall else ():
        if any(exercise["key"] == CAMPAIGN for exercise in lesson.exercises):
            yield lesson.key, min(CAMPAIGN_DAYS - life.turn % 3, life.person.days)


def _by_day(moments: list[Day], now: datetime) -> Iterator[Day]:
    """In the order of time, what is still to come left out; a day's facts are sent together, for speed."""
    past = sorted((day for day in moments if day[0] < now - JUST_NOW), key=lambda day: day[0])
    for _, together in groupby(past, key=lambda day: day[0].date()):
        days = list(together)
        yield days[-1][0], [fact for _, facts in days for fact in facts]


def _learn(life: Life, lesson: ShelfLesson, start: datetime) -> list[Raw]:
    texts, stamp = lesson_texts(lesson), stamp_of(lesson)
    facts = [life.fact("completion", stamp, start)]
    facts += _attempts(life, lesson, texts.quiz, start) if texts.quiz else []
    if texts.reflection and (life.rng.random() < REFLECTED or life.person.care >= THOROUGH):
        text = reflection(texts.reflection["key"], life.turn) or life.rng.choice(words.REFLECTIONS)
        at = start + timedelta(minutes=4)
        facts.append(life.fact("reflection", stamp, at, text=text, shared=life.rng.random() < SHARED))
    if texts.plan and texts.plan["whens"] and texts.plan["thens"]:
        facts.append(_plan(life, lesson, texts.plan, start + timedelta(minutes=5)))
    return facts


def _attempts(life: Life, lesson: ShelfLesson, quiz: Raw, start: datetime) -> list[Raw]:
    """The quiz; who doesn't pass looks back, and takes it once more."""
    questions, stamp = quiz["questions"], stamp_of(lesson)
    answers = quiz_answers(questions, life.person.care, bool(quiz["exam"]), life.rng)
    attempt = life.fact("attempt", stamp, start + timedelta(minutes=2), answers=answers, retry_of=None)
    if quiz["exam"] or passes(quiz, answers):
        return [attempt]
    again = quiz_answers(questions, 1, False, life.rng)
    return [attempt, life.fact("attempt", stamp, start + timedelta(minutes=8), answers=again, retry_of=None)]


def _plan(life: Life, lesson: ShelfLesson, plan: Raw, at: datetime) -> Raw:
    ask_on = (at + timedelta(days=plan["ask_after_days"])).date().isoformat()
    chosen = {"when": life.rng.choice(plan["whens"]), "then": life.rng.choice(plan["thens"]), "ask_on": ask_on}
    return life.fact("plan", stamp_of(lesson), at, **chosen)
