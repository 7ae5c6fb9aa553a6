"""What the managers of the demo asked for: running and done, late and extended, coming back, for newcomers, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from rapport import clock
from rapport.assignments.assignment import Ask, Assignment, assign, change_due, extend, withdraw
from rapport.assignments.choice import choose
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.demo.people import EMAIL
from rapport.people import audit
from rapport.people.team import Team
from rapport.people.user import User, person_with
from rapport.progress import roster

FRIDAY = 5


@dataclass(frozen=True)
class Longer:
    """Somebody who was given more time, until so many days from now."""

    name: str
    days: int
    why: str


@dataclass(frozen=True)
class Asked:
    """`about` is a module or lessons, by key; `due_in` is how many days from now it is due, where the rule is a date.
    `moved`: yesterday everybody was given until so many days from now, and why. `taken_back` says why it was withdrawn on the next day."""

    by: str
    about: tuple[str, ...]
    days_ago: int
    why: str
    team: str = ""
    people: tuple[str, ...] = ()
    rule: str = "days"
    days: int = 14
    due_in: int = 0
    every_months: int | None = None
    longer: tuple[Longer, ...] = ()
    moved: tuple[int, str] | None = None
    taken_back: str = ""


ASKED = (
    Asked(
        "viktor", ("sixty-eight-percent",), 85, team="Field sales", days=14, every_months=3,
        why="The number everybody quotes. Look at it again each quarter, so that nobody of us quotes it wrongly.",
    ),
    Asked(
        "mona", ("yes-we-can-do-that",), 40, people=("luca", "yuki"), days=35,
        why="You two go first, so that the others can ask you when the campaign starts.",
    ),
    Asked(
        "mona", ("five-points",), 31, team="North", days=14,
        why="For the renewals in spring.",
        taken_back="One thing at a time: first the campaign.",
    ),
    Asked(
        "petra", ("leaking-bucket", "five-causes"), 30, team="South", rule="joining",
        why="Where everybody begins. Take your time, and ask whenever you like.",
    ),
    Asked(
        "mona", ("open-promises",), 16, people=("oluwaseun",), days=14,
        why="Three of your customers told me about the same promise.",
    ),
    Asked(
        "mona", ("why-customers-leave",), 12, team="North", days=21,
        why="Before the new contracts go out, each of us knows why customers leave.",
        moved=(12, "Three days more: the fair took a whole week."),
    ),
    Asked(
        "mona", ("leaking-bucket", "five-causes"), 9, team="North", rule="date", due_in=-3,
        why="We talk about these two on Monday.",
        longer=(Longer("marek", 4, "You were at the fair all week."),),
    ),
    Asked(
        "petra", ("thirty-day-stance",), 5, team="South", rule="date", due_in=25,
        why="Ten calls each until the end of next month. I make mine too.",
    ),
)  # fmt: skip

CHOSEN = (("ines", "renewals-and-health-checks", 3),)


def asked_until(moment: datetime, before: datetime, now: datetime) -> None:
    """Ask for what was asked for between these two moments."""
    for number, asked in enumerate(ASKED):
        at = now - timedelta(days=asked.days_ago)
        if before <= at < moment:
            _ask(asked, Random(f"assignment {number}"), at, now)


def choose_modules(now: datetime) -> None:
    """Some begin a module before anybody asks them to."""
    for name, key, days_ago in CHOSEN:
        person, module = person_with(EMAIL.format(first=name)), shelf().module(key)
        if person and module:
            choose(person.id, module.id, now - timedelta(days=days_ago))


def _ask(asked: Asked, rng: Random, at: datetime, now: datetime) -> None:
    by, subjects = person_with(EMAIL.format(first=asked.by)), _subjects(asked.about)
    if by is None or not subjects:  # a library of one's own teaches something else
        return
    ask = Ask(
        subjects,
        team_id=db.session.scalar(select(Team.id).where(Team.name == asked.team)),
        person_ids=tuple(person.id for person in _people(asked.people)),
        rule=asked.rule,
        due_on=_working_day(clock.local(now, by.zone).date(), asked.due_in) if asked.rule == "date" else None,
        days=None if asked.rule == "date" else asked.days,
        every_months=asked.every_months,
        why=asked.why,
    )
    made = assign(by, ask, _form_id(rng), clock.local(at, by.zone).date(), at)
    audit.note(by.id, "asked for modules", _named(asked, made), "", at)
    roster.after_assignment(made.id, at)
    _afterwards(asked, made, by, rng, at, now)


def _afterwards(asked: Asked, made: Assignment, by: User, rng: Random, at: datetime, now: datetime) -> None:
    """What changed since: more time for somebody, or not asked for any more."""
    for longer in asked.longer:
        [person] = _people((longer.name,))
        until = _working_day(clock.local(now, by.zone).date(), longer.days)
        extend(made, by, [person.id], until, _form_id(rng), now - timedelta(days=2), longer.why)
        audit.note(by.id, "gave more time", person.email, "", now - timedelta(days=2), person.id)
    if asked.moved:
        days, why = asked.moved
        until = _working_day(clock.local(now, by.zone).date(), days)
        change_due(made, by, until, _form_id(rng), now - timedelta(days=1), why)
        audit.note(by.id, "moved an assignment's day", f"{_named(asked, made)}: {until}", "", now - timedelta(days=1))
    if asked.taken_back:
        later = at + timedelta(days=1)
        withdraw(made, by, _form_id(rng), later, asked.taken_back)
        audit.note(by.id, "withdrew an assignment", _named(asked, made), "", later)


def _named(asked: Asked, made: Assignment) -> str:
    """As the audit calls it."""
    found = [shelf().module(key) or shelf().by_key.get(key) for key in asked.about]
    return f"{' and '.join(one.title for one in found if one)} (assignment {made.id})"


def _subjects(keys: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Those of them that the library has."""
    found = []
    for key in keys:
        module, lesson = shelf().module(key), shelf().by_key.get(key)
        if module or lesson:
            found.append(("module", module.id) if module else ("lesson", lesson.id if lesson else 0))
    return tuple(found)


def _people(names: Sequence[str]) -> list[User]:
    return [person for name in names if (person := person_with(EMAIL.format(first=name)))]


def _working_day(today: date, days: int) -> date:
    """So many days from now, or the Friday before."""
    day = today + timedelta(days=days)
    return day - timedelta(days=max(day.isoweekday() - FRIDAY, 0))


def _form_id(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))
