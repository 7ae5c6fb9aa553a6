"""A campaign: an exercise that is shared with the team, within a window, perhaps towards a goal, with its limits.

Whether one runs follows from its days; nothing has to happen for it to begin or to end.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, Date, ForeignKey, Index, Select, String, Text, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from rapport.assignments.assignment import Assignment
from rapport.database import Model, Moment, db
from rapport.people.access import team_for
from rapport.people.team import STILL_THERE, Membership, Team
from rapport.people.user import User

TITLE_LIMIT, WORDS_LIMIT = 80, 500
MOST_GOAL, MOST_A_WEEK, MOST_DAYS = 100_000, 99, 200
COMING, RUNNING, OVER, CALLED_OFF = "coming", "running", "over", "called off"


class Campaign(Model):
    """`limits` says in words what may be promised, `limit_per_rep` how many each may grant in a week. Both days of the
    window count. `ended_at` is when it was ended early, or put aside for the next one; `to_keep` and `to_change` are
    what its debrief came to."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(String(36), unique=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    exercise_key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    why: Mapped[str] = mapped_column(Text)
    limits: Mapped[str] = mapped_column(Text)
    limit_per_rep: Mapped[int | None]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    goal: Mapped[int | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    to_keep: Mapped[str] = mapped_column(Text, default="")
    to_change: Mapped[str] = mapped_column(Text, default="")
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey(Assignment.id, ondelete="SET NULL"), index=True)


OPEN = Campaign.ended_at.is_(None)
ONE_OF = (Campaign.team_id, Campaign.lesson_id, Campaign.exercise_key)
Index("uq_campaigns_open", *ONE_OF, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


@dataclass(frozen=True)
class Terms:
    """What is settled for a campaign, and can be settled anew while it is not over."""

    title: str
    starts_on: date
    ends_on: date
    goal: int | None = None
    why: str = ""
    limits: str = ""
    limit_per_rep: int | None = None


class StillOpenError(Exception):
    """The team has a campaign with this exercise that is not over."""


def start(
    by: User, team_id: int, about: tuple[int, str], terms: Terms, form_id: str, today: date, now: datetime
) -> Campaign:
    """A new campaign; a form that comes again gives the one that it made. `about` is the lesson's id and the exercise's
    key. What is over already makes room."""
    if known := db.session.scalar(select(Campaign).where(Campaign.form_id == form_id)):
        return known
    lesson_id, exercise_key = about
    row = {"team_id": team_id, "lesson_id": lesson_id, "exercise_key": exercise_key}
    over = update(Campaign).filter_by(**row).where(OPEN, Campaign.ends_on < today)
    db.session.execute(over.values(ended_at=now), execution_options={"synchronize_session": False})
    made = Campaign(form_id=form_id, made_by_id=by.id, created_at=now, to_keep="", to_change="", **row, **asdict(terms))
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        if known := db.session.scalar(select(Campaign).where(Campaign.form_id == form_id)):
            return known
        raise StillOpenError from None
    return made


def settle(campaign: Campaign, terms: Terms) -> bool:
    """Another window, goal or limit, from now on; whether anything is another than before."""
    changed = {name: value for name, value in asdict(terms).items() if getattr(campaign, name) != value}
    for name, value in changed.items():
        setattr(campaign, name, value)
    return bool(changed)


def end_early(campaign: Campaign, today: date, now: datetime) -> None:
    """Today is its last day; one that has not begun is called off."""
    if state_of(campaign, today) in (COMING, RUNNING):
        campaign.ends_on, campaign.ended_at = today, now


def make_room(team_id: int, into_id: int, now: datetime) -> None:
    """Before one team becomes part of another: of two campaigns with the same exercise that of the first ends."""
    twins = {tuple(row) for row in db.session.execute(select(*ONE_OF[1:]).where(Campaign.team_id == into_id, OPEN))}
    for campaign in db.session.scalars(select(Campaign).where(Campaign.team_id == team_id, OPEN)):
        if (campaign.lesson_id, campaign.exercise_key) in twins:
            campaign.ends_on, campaign.ended_at = min(campaign.ends_on, now.date()), now
    db.session.flush()


def conclude(campaign: Campaign, to_keep: str, to_change: str) -> None:
    """What the team takes along from it."""
    campaign.to_keep, campaign.to_change = to_keep, to_change


def state_of(campaign: Campaign, today: date) -> str:
    """One of COMING, RUNNING, OVER, CALLED_OFF."""
    if campaign.ends_on < campaign.starts_on:
        return CALLED_OFF
    if campaign.ended_at or campaign.ends_on < today:
        return OVER
    return COMING if today < campaign.starts_on else RUNNING


def campaign_led_by(manager: User, campaign_id: int) -> Campaign | None:
    """The campaign with this id, if it is of a team that this manager leads, or of one under it."""
    found = db.session.get(Campaign, campaign_id)
    return found if found and team_for(manager, found.team_id) else None


def campaign_of(person: User, campaign_id: int) -> Campaign | None:
    """The campaign with this id, if this person is in its team or in one under it."""
    mine = select(Campaign).where(Campaign.id == campaign_id, Campaign.team_id.in_(select(teams_above(person.id).c.id)))
    return db.session.scalar(mine)


def campaigns_in(team_ids: Select[int]) -> list[tuple[Campaign, str]]:
    """The campaigns of these teams, each with its team's name, the latest first."""
    found = select(Campaign, Team.name).join(Team, Team.id == Campaign.team_id).where(Campaign.team_id.in_(team_ids))
    return [
        (campaign, name)
        for campaign, name in db.session.execute(found.order_by(Campaign.starts_on.desc(), Campaign.id.desc()))
    ]


def teams_above(person_id: int | None = None) -> CTE:
    """The teams that a person is in now, and all above them (column `id`); without an id it is asked for as `person_id`."""
    who: Any = bindparam("person_id") if person_id is None else person_id
    mine = select(Membership.team_id.label("id")).where(Membership.user_id == who, STILL_THERE)
    own = mine.cte("own_teams", recursive=True)
    return own.union(select(Team.parent_id).join(own, Team.id == own.c.id).where(Team.parent_id.is_not(None)))
