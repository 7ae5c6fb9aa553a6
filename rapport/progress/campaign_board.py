"""What a campaign has come to: how many notes, what became of the requests, week by week. It counts answers, never people
against each other.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from rapport import clock
from rapport.assignments.campaign import Campaign
from rapport.catalogue.shelf import Shelf
from rapport.database import look
from rapport.people.team import Membership, Team
from rapport.people.user import User
from rapport.progress.campaign_lines import Line, lines_of
from rapport.progress.pulse import IS_REP
from rapport.progress.shared_exercise import counted_field, granting, refusing, spelt, told_of

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """Seven days from the campaign's first on; the last may be shorter. `answers` as on the board."""

    first: date
    last: date
    notes: int
    answers: dict[str, int]


@dataclass(frozen=True)
class Board:
    """`exercise` is the latest edition's. `lines` are everybody's, the newest first, of which a reader reads some;
    `answers` says how many of them gave each answer, in the order of the form; `key` is the field that is counted,
    empty where the form has none. `granted` and `refused` name the answers that say yes and no."""

    campaign: Campaign
    exercise: dict[str, Any]
    key: str
    answers: dict[str, int]
    granted: str
    refused: str
    lines: list[Line]
    reader_id: int
    leads: bool

    @property
    def notes(self) -> int:
        return len(self.lines)

    @property
    def took_part(self) -> int:
        return len({line.rep_id for line in self.lines})

    @property
    def share(self) -> int | None:
        """Of the requests that are decided, how many percent were granted."""
        yes, no = self.answers.get(self.granted, 0), self.answers.get(self.refused, 0)
        return round(100 * yes / (yes + no)) if self.refused and yes + no else None

    def readable(self, answer: str = "") -> list[Line]:
        """What this reader may read, of this answer: a manager all, the others what their own teams wrote."""
        mine = [line for line in self.lines if self.leads or line.near or line.rep_id == self.reader_id]
        return [line for line in mine if answer in ("", line.answer)]

    def weeks(self, until: date) -> list[Week]:
        """The weeks of the campaign so far, or all of them."""
        last = min(self.campaign.ends_on, until)
        days = (last - self.campaign.starts_on).days
        starts = [self.campaign.starts_on + A_WEEK * number for number in range(days // 7 + 1)] if days >= 0 else []
        return [self._week(first, min(first + A_WEEK - timedelta(days=1), last)) for first in starts]

    def _week(self, first: date, last: date) -> Week:
        lines = [line for line in self.lines if first <= line.day <= last]
        return Week(first, last, len(lines), _answers(self.answers, lines))


_members = Membership.__table__.c


def board_of(campaign: Campaign, reader: User, leads: bool, shelf: Shelf) -> Board:
    """The campaign as this person may see it; `leads` says that it is of a team that they lead."""
    told = told_of(shelf, campaign.lesson_id, campaign.exercise_key)
    exercise = list(told.values())[-1]
    counted = counted_field(exercise)
    lines = _spelt_alike(lines_of(campaign, reader, shelf), counted)
    offered = list(counted["options"]) if counted else []
    answers = _answers(dict.fromkeys(offered, 0), lines) if counted else {}
    key = counted["key"] if counted else ""
    return Board(campaign, exercise, key, answers, granting(offered), refusing(offered), lines, reader.id, leads)


def _spelt_alike(lines: list[Line], counted: dict[str, Any] | None) -> list[Line]:
    """With the answers as the form spells them today."""
    spelled = {answer: spelt(answer, counted) for answer in {line.answer for line in lines}}
    if all(answer == now for answer, now in spelled.items()):
        return lines
    return [Line(*line)._replace(answer=spelled[line.answer]) for line in lines]


def note_of_others(campaign: Campaign, reader: User, leads: bool, shelf: Shelf, root_id: str) -> Line | None:
    """The note of this id, if this person may read it and did not write it."""
    found = lines_of(campaign, reader, shelf, root_id)
    return next((line for line in found if (leads or line.near) and line.rep_id != reader.id), None)


def people_asked(campaign: Campaign) -> int:
    """How many reps were in the campaign's team, or in one under it, on one of its days."""
    window = clock.start_of(campaign.starts_on), clock.start_of(campaign.ends_on + timedelta(days=1))
    asked = {"team_id": campaign.team_id, "begin": window[0], "end": window[1]}
    return int(look(_asked(), asked).scalar_one())


def _asked() -> Any:
    top = select(Team.id).where(Team.id == bindparam("team_id")).cte("campaign_teams", recursive=True)
    teams = top.union(select(Team.id).join(top, Team.parent_id == top.c.id))
    there = (
        _members.joined_at < bindparam("end"),
        or_(_members.left_at.is_(None), _members.left_at > bindparam("begin")),
    )
    with_us = IS_REP, or_(User.deactivated_at.is_(None), User.deactivated_at > bindparam("begin"))
    found = select(func.count(User.id.distinct())).join(Membership, Membership.user_id == User.id)
    return found.where(_members.team_id.in_(select(teams.c.id)), *there, *with_us)


def _answers(offered: dict[str, int], lines: list[Line]) -> dict[str, int]:
    """How many gave each answer; one that the form offers no more comes last."""
    answers = dict.fromkeys(offered, 0)
    for line in lines:
        if line.answer:
            answers[line.answer] = answers.get(line.answer, 0) + 1
    return answers
