"""What counts in a campaign: the entries of its exercise that were logged on its days, by people who were in its team or
in one under it by then, and whose form had told them that the team can read it. Of each the latest version counts.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import CTE, ColumnElement, Select, bindparam, case, func, literal, or_, select

from rapport.assignments.campaign import Campaign, teams_above
from rapport.assignments.reaction import Reaction
from rapport.catalogue.shelf import Shelf
from rapport.database import look
from rapport.learning.entry import Entry
from rapport.people.access import mates
from rapport.people.team import Membership, Team
from rapport.people.user import User
from rapport.progress.shared_exercise import counted_field, mark, places_of, told_of

JUST_OVER = timedelta(days=3)
FROM_ROOT = ("root_id", "rep_id", "at", "day")

_campaigns, _teams, _members = Campaign.__table__.c, Team.__table__.c, Membership.__table__.c
_root, _latest, _other = (Entry.__table__.alias(name) for name in ("root", "latest", "other"))


class Line(NamedTuple):
    """An entry that counts (or a row with the same names): `id` is the version that stands, `at` and `day` are when it was first logged. `near` says
    whether the reader and its author are in a team together, `here` whether the author is still in the campaign's."""

    id: str
    root_id: str
    rep_id: int
    at: datetime
    day: date
    answer: str
    near: bool
    here: bool


class Count(NamedTuple):
    """A campaign to read, its team's name, and how many entries it has."""

    campaign: Campaign
    team: str
    notes: int


def lines_of(campaign: Campaign, reader: User, shelf: Shelf, root_id: str = "") -> list[Line]:
    """All that counts in this campaign, the newest first; or only the note of this id."""
    told = told_of(shelf, campaign.lesson_id, campaign.exercise_key)
    counted = counted_field(list(told.values())[-1]) if told else None
    key = counted["key"] if counted else ""
    asked = {"campaign_id": campaign.id, "person_id": reader.id, "told": _marks([campaign], shelf)}
    statement = _lines(key, places_of(key, told.values()))
    if root_id:
        statement, asked["root_id"] = statement.where(_root.c.id == bindparam("root_id")), root_id
    return cast("list[Line]", look(statement, asked).all())


def campaigns_for(person: User, shelf: Shelf, today: date) -> list[Count]:
    """The campaigns of a person's teams, and of those above, that run or have just ended, the last to end first. Two
    statements, one where there are none."""
    asked = {"person_id": person.id, "today": today, "since": today - JUST_OVER}
    rows = [row for row in look(_mine(), asked) if row.lesson_id in shelf.by_id]
    counts = counts_of(cast("list[Campaign]", rows), shelf) if rows else {}
    return [Count(cast("Campaign", row), row.team, counts.get(row.id, 0)) for row in rows]


def counts_of(campaigns: Iterable[Campaign], shelf: Shelf) -> dict[int, int]:
    """How many entries each of these campaigns has."""
    wanted = list(campaigns)
    asked = {"ids": [campaign.id for campaign in wanted], "told": _marks(wanted, shelf)}
    return {row.id: row.notes for row in look(_counts(), asked)}


def kind_words_in(campaign: Campaign) -> dict[str, int]:
    """How many kind words were said to the notes of its days, by the first version of each."""
    about = {"lesson_id": campaign.lesson_id, "exercise_key": campaign.exercise_key}
    rows = look(KIND_WORDS, {**about, "first": campaign.starts_on, "last": campaign.ends_on})
    return {row.root_id: row.words for row in rows}


def _marks(campaigns: Iterable[Campaign], shelf: Shelf) -> list[str]:
    about = {(campaign.lesson_id, campaign.exercise_key) for campaign in campaigns}
    return [mark(name, key) for lesson_id, key in about for name in told_of(shelf, lesson_id, key)]


# Statements, each made once.

_reactions = Reaction.__table__.c
KIND_WORDS = (
    select(_reactions.root_id, func.count().label("words"))
    .join(_root, _root.c.id == _reactions.root_id)
    .where(_root.c.lesson_id == bindparam("lesson_id"), _root.c.exercise_key == bindparam("exercise_key"))
    .where(_root.c.day.between(bindparam("first"), bindparam("last")))
    .group_by(_reactions.root_id)
)


@lru_cache(maxsize=64)
def _lines(key: str, places: tuple[int, ...]) -> Any:
    """With the answer to the field `key`, which stands in one of these places of the form."""
    covered = _covered(_campaigns.id == bindparam("campaign_id"))
    together = mates(bindparam("person_id")).subquery()
    near = select(together.c.user_id).where(together.c.user_id == _root.c.rep_id, _root.c.at >= together.c.joined_at)
    there = select(_members.user_id).join(covered, covered.c.team_id == _members.team_id)
    here = there.where(_members.user_id == _root.c.rep_id, _members.left_at.is_(None))
    answer = case((_latest.c.id.is_(None), _answer(_root, key, places)), else_=_answer(_latest, key, places))
    columns = (func.coalesce(_latest.c.id, _root.c.id).label("id"), *(_root.c[name] for name in FROM_ROOT))
    found = _counting(
        covered, *columns, answer.label("answer"), near.exists().label("near"), here.exists().label("here")
    )
    return found.order_by(_root.c.at.desc(), _root.c.id.desc())


def _answer(entry: Any, key: str, places: tuple[int, ...]) -> ColumnElement[str]:
    values = entry.c["values"]
    found = [(values[place, "key"].as_string() == key, values[place, "value"].as_string()) for place in places]
    return case(*found, else_="") if found else literal("")


@lru_cache(maxsize=1)
def _mine() -> Any:
    above = teams_above()
    now = _campaigns.starts_on <= bindparam("today"), _campaigns.ends_on >= bindparam("since")
    found = select(Campaign.__table__, _teams.name.label("team")).join(Team.__table__, _teams.id == _campaigns.team_id)
    mine = found.where(_campaigns.team_id.in_(select(above.c.id)), *now, _campaigns.ends_on >= _campaigns.starts_on)
    return mine.order_by(_campaigns.ends_on.desc(), _campaigns.id)


@lru_cache(maxsize=1)
def _counts() -> Any:
    covered = _covered(_campaigns.id.in_(bindparam("ids", expanding=True)))
    return _counting(covered, _campaigns.id, func.count().label("notes")).group_by(_campaigns.id)


def _covered(which: ColumnElement[bool]) -> CTE:
    """Each of these campaigns with its team and all teams under it."""
    top = select(_campaigns.id.label("campaign_id"), _campaigns.team_id).where(which).cte("covered", recursive=True)
    return top.union(
        select(top.c.campaign_id, _teams.id).join_from(Team.__table__, top, _teams.parent_id == top.c.team_id)
    )


def _counting(covered: CTE, *columns: Any) -> Select[Any]:
    """These columns of every entry that counts: `_root` is how it was first logged, `_latest` its last correction, if any."""
    people = _people(covered)
    found = (
        select(*columns)
        .join_from(people, Campaign.__table__, _campaigns.id == people.c.campaign_id)
        .join(_root, (_root.c.rep_id == people.c.user_id) & (_root.c.lesson_id == _campaigns.lesson_id))
        .join(_latest, _latest.c.id == _last_correction(), isouter=True)
    )
    of_exercise = _root.c.exercise_key == _campaigns.exercise_key, _root.c.id == _root.c.root_id, _told(_root.c)
    in_window = _root.c.day.between(_campaigns.starts_on, _campaigns.ends_on)
    stands = or_(_latest.c.id.is_(None), _latest.c.withdrawn.is_(False) & _told(_latest.c))
    return found.where(*of_exercise, in_window, *_was_there(people, covered), stands)


def _people(covered: CTE) -> CTE:
    """Everybody who is or was in these teams, once for each campaign: how many stays, from the first day to the last."""
    stays, ends = func.count(), func.count(_members.left_at)
    last = case((stays == ends, func.max(_members.left_at)))
    hull = (stays.label("stays"), func.min(_members.joined_at).label("joined_at"), last.label("left_at"))
    found = select(covered.c.campaign_id, _members.user_id, *hull)
    teams = found.join_from(covered, Membership.__table__, _members.team_id == covered.c.team_id)
    return teams.group_by(covered.c.campaign_id, _members.user_id).cte("people")


def _was_there(people: CTE, covered: CTE) -> tuple[ColumnElement[bool], ...]:
    """Whether the author was in the team by then; of somebody with several stays each is looked at."""
    stay, own = Membership.__table__.alias("stay"), covered.alias("own")
    of_author = (stay.c.user_id == people.c.user_id, own.c.campaign_id == people.c.campaign_id)
    stays = select(stay.c.id).join(own, own.c.team_id == stay.c.team_id).where(*of_author, *_within(stay.c))
    return (*_within(people.c), or_(people.c.stays == 1, stays.exists()))


def _within(stay: Any) -> tuple[ColumnElement[bool], ...]:
    return _root.c.at >= stay.joined_at, or_(stay.left_at.is_(None), _root.c.at < stay.left_at)


def _last_correction() -> Any:
    """Of the corrections of an entry the latest beats all others, and the entry itself (`fact.age`)."""
    newest = _other.c.at.desc(), _other.c.received_at.desc(), _other.c.id.desc()
    found = select(_other.c.id).where(_other.c.root_id == _root.c.root_id, _other.c.id != _other.c.root_id)
    return found.order_by(*newest).limit(1).scalar_subquery()


def _told(entry: Any) -> ColumnElement[bool]:
    """Whether its form told its author that the team can read it (`shared_exercise.mark`)."""
    written = entry.fingerprint + " " + entry.exercise_key
    return cast("ColumnElement[bool]", written.in_(bindparam("told", expanding=True)))
