"""Campaigns made for a test: an exercise that is shared with the team, and requests that are logged in it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from support.deeds import did
from support.lessons import exercise, form_field, make_lesson

from rapport import clock
from rapport.assignments.campaign import Campaign, Terms, start
from rapport.catalogue.lesson import Lesson
from rapport.database import db
from rapport.people.team import Team
from rapport.people.user import User

FIELDS = [
    form_field("who"),
    form_field("what", label="What did they ask for?", required=True),
    form_field(
        "became", "choice", label="What became of it?", options=["honoured", "not possible", "later"], required=True
    ),
    form_field("why", label="What it took, or why not"),
    form_field("by", "date", label="By when?", reminds=[1]),
]


def wall_exercise(**settings: Any) -> dict[str, Any]:
    """ "The wall", as in the lesson on four weeks."""
    terms = {"goal": None, "unit": "", "within_days": None, "shared": True, "title": "The wall", "fields": FIELDS}
    return {**exercise("wall"), **terms, **settings}


def make_wall(*more: str, **settings: Any) -> Lesson:
    """The lesson on four weeks, with its wall, perhaps some more, and an exercise that is not shared."""
    walls = [wall_exercise(**settings), *(wall_exercise(key=key, title=key.capitalize()) for key in more)]
    return make_lesson("weeks", title="Four weeks", exercises=[*walls, exercise("calls")])


def begun(by: User, team: str = "North", lesson: str = "weeks", key: str = "wall", **terms: Any) -> Campaign:
    """A campaign that began yesterday and runs for two weeks, unless `terms` say otherwise."""
    today = clock.today("UTC")
    days = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=12)}
    settled = Terms(**{"title": "Yes! We can", **days, **terms})
    row = db.session.scalars(select(Lesson).where(Lesson.key == lesson)).one()
    made = start(by, team_id(team), (row.id, key), settled, str(uuid4()), today, clock.now())
    db.session.commit()
    db.session.refresh(made)
    db.session.expunge(made)
    db.session.commit()
    return made


def team_id(name: str) -> int:
    return db.session.scalars(select(Team.id).where(Team.name == name)).one()


def asked(person: User, what: str, became: str = "honoured", root: str = "", at: Any = None, **more: str) -> str:
    """A request that this person logged; its id."""
    line = {"root": root} if root else {}
    return did(person, "entry", "weeks", at, exercise="wall", values={"what": what, "became": became, **more}, **line)


def days_ago(days: int) -> Any:
    return clock.now() - timedelta(days=days)


def in_days(days: int) -> date:
    return clock.today("UTC") + timedelta(days=days)
