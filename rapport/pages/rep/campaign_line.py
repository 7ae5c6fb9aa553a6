"""What Today and the page of an exercise say of the campaigns that run: how far the team is, and the limits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rapport.assignments.campaign import OVER, Campaign, state_of
from rapport.learning.grading import fold
from rapport.pages.rep.blueprint import this_rep, this_shelf
from rapport.pages.rep.campaign import Bar, plain_bar, unit_of
from rapport.pages.rep.task import Line, Standing, Task
from rapport.pages.words import number
from rapport.progress.campaign_lines import Count, campaigns_for
from rapport.progress.shared_exercise import counted_field, granting

MOST_ON_TODAY = 2


@dataclass(frozen=True)
class CampaignLine:
    """`limit` says what is agreed and how much of it is left this week; `beyond` that it was more."""

    campaign: Campaign
    team: str
    bar: Bar
    over: bool
    limit: str = ""
    beyond: bool = False

    @property
    def url(self) -> str:
        return f"/campaigns/{self.campaign.id}"


def on_today(today: date) -> list[CampaignLine]:
    """The campaigns of this rep's teams that run, or were over a moment ago; one statement."""
    return [_line(one, today) for one in campaigns_for(this_rep(), this_shelf(), today)][:MOST_ON_TODAY]


def on_exercise(task: Task, standing: Standing) -> list[CampaignLine]:
    """Those that run with this exercise, each with its limit."""
    if not task.exercise["shared"]:
        return []
    about = task.lesson.id, task.exercise["key"]
    found = campaigns_for(this_rep(), this_shelf(), standing.today)
    mine = [one for one in found if (one.campaign.lesson_id, one.campaign.exercise_key) == about]
    lines = [_line(one, standing.today, task, standing.entries) for one in mine]
    return [line for line in lines if not line.over]


def _line(one: Count, today: date, task: Task | None = None, entries: list[Line] | None = None) -> CampaignLine:
    bar = plain_bar(one.campaign, one.notes, _unit(one.campaign))
    over = state_of(one.campaign, today) == OVER
    limit = one.campaign.limit_per_rep
    if task is None or limit is None:
        return CampaignLine(one.campaign, one.team, bar, over)
    given = _given(task.exercise, entries or [], today)
    return CampaignLine(one.campaign, one.team, bar, over, limit_words(limit, given), given > limit)


def limit_words(limit: int, given: int) -> str:
    """How many yeses a week are agreed, and how this week stands. It informs; it never stops anybody from logging."""
    agreed = f"Agreed: up to {number(limit)} a week each."
    if given > limit:
        return f"{agreed} You are at {number(given)} this week. It is logged all the same; talk it over before the next yes."
    if given == limit:
        return f"{agreed} You have given them this week; talk the next one over first."
    return f"{agreed} You have given {number(given)} this week." if given else agreed


def _given(exercise: dict[str, Any], entries: list[Line], today: date) -> int:
    """This rep's yeses of this week; every entry, where the form does not ask what became of it."""
    week = [entry for entry in entries if entry.root.day.isocalendar()[:2] == today.isocalendar()[:2]]
    counted = counted_field(exercise)
    if counted is None:
        return len(week)
    yes = fold(granting(counted["options"]))
    said = [item for entry in week for item in entry.latest.values if item["key"] == counted["key"]]
    return sum(fold(item["value"]) == yes for item in said)


def _unit(campaign: Campaign) -> str:
    lesson = this_shelf().by_id.get(campaign.lesson_id)
    found = (item for item in lesson.exercises if item["key"] == campaign.exercise_key) if lesson else iter(())
    return next((unit_of(item) for item in found), "notes")
