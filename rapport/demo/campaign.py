"""The campaigns of the demo: one that runs in North, and one that is over in South, debriefed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from rapport import clock
from rapport.assignments.campaign import Campaign, Terms, conclude, start
from rapport.assignments.reaction import KINDS, give
from rapport.catalogue.shelf import Shelf, ShelfLesson, shelf
from rapport.database import db
from rapport.demo.people import CAMPAIGN, CAMPAIGN_DAYS, EVERYBODY
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress.campaign_lines import Line, lines_of

LIKED, MOST_WORDS = 0.45, 3


@dataclass(frozen=True)
class Run:
    """Who started it in which team, from how many days ago on, for how long, and what was settled."""

    by: str
    team: str
    days_ago: int
    days: int
    goal: int
    limits: str
    limit_per_rep: int
    why: str
    to_keep: str = ""
    to_change: str = ""


RUNS = (
    Run(
        by="mona", team="North", days_ago=CAMPAIGN_DAYS, days=28, goal=80, limit_per_rep=4,
        limits="Now: anything from stock, up to 15 a request.\nWithin an hour: ask Oskar in the warehouse.\nNever: another customer’s delivery slot.",
        why="Customers ask us for more than we think. For four weeks we write it down, the noes above all.",
    ),
    Run(
        by="petra", team="South", days_ago=20, days=18, goal=15, limit_per_rep=3,
        limits="Up to 20 a request, and only from stock. Petra decides the rest before four.",
        why="Two and a half weeks, then we take the list to operations.",
        to_keep="Five minutes at the wall each morning, and ringing the customer back whatever the answer is.",
        to_change="We raise the limit for samples, and stop promising deliveries before nine until operations can keep it.",
    ),
)  # fmt: skip


def run_campaigns(now: datetime, rng: Random) -> None:
    """Start them, and let the teams say kind words to what was logged."""
    on_shelf = shelf()
    lessons = [one for one in on_shelf.lessons if any(item["key"] == CAMPAIGN for item in one.exercises)]
    for lesson in lessons:
        for run in RUNS:
            _run(run, lesson, on_shelf, now, rng)


def _run(run: Run, lesson: ShelfLesson, on_shelf: Shelf, now: datetime, rng: Random) -> None:
    by, then = _person(run.by), now - timedelta(days=run.days_ago)
    first = clock.local(then, by.zone).date()
    last = first + timedelta(days=run.days - 1)
    settled = Terms("Yes! We can do that", first, last, run.goal, run.why, run.limits, run.limit_per_rep)
    team_id = db.session.scalars(select(Team.id).where(Team.name == run.team)).one()
    form_id = str(UUID(int=rng.getrandbits(128), version=4))
    campaign = start(by, team_id, (lesson.id, CAMPAIGN), settled, form_id, first, then)
    if run.to_keep:
        conclude(campaign, run.to_keep, run.to_change)
    _praise(campaign, run, by, on_shelf, now, rng)


def _praise(campaign: Campaign, run: Run, by: User, on_shelf: Shelf, now: datetime, rng: Random) -> None:
    """Some of the notes are liked, by one or a few team-mates."""
    mates = [_person(person.first) for person in EVERYBODY if person.team == run.team and person.wall]
    for line in lines_of(campaign, by, on_shelf):
        if rng.random() < LIKED:
            for mate in rng.sample(mates, rng.randint(1, MOST_WORDS)):
                _say(line, mate, now, rng)


def _say(line: Line, mate: User, now: datetime, rng: Random) -> None:
    if mate.id != line.rep_id:
        at = min(line.at + timedelta(hours=rng.randint(1, 30)), now)
        give(line.root_id, mate.id, rng.choice(list(KINDS)), at)


def _person(first: str) -> User:
    email = next(person.email for person in EVERYBODY if person.first == first)
    return db.session.scalars(select(User).where(User.email == email)).one()
