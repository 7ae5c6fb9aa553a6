"""The form that starts or changes a campaign: what was picked and typed, and what it comes to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rapport.assignments.campaign import MOST_A_WEEK, MOST_DAYS, MOST_GOAL, TITLE_LIMIT, WORDS_LIMIT, Campaign, Terms
from rapport.pages.rep.posted import new_fact_id
from rapport.pages.words import iso_day
from rapport.text import TextRefused, clean

LENGTHS = (("7", "One week"), ("14", "Two weeks"), ("28", "Four weeks"))
FURTHEST = timedelta(days=365)
TYPED = ("team", "title", "days", "starts_on", "ends_on", "goal", "limits", "limit_per_rep", "why", "learn")


@dataclass
class CampaignForm:
    """`days` is one of LENGTHS, and gives way to `ends_on`; `learn` asks the team for the module too."""

    form_id: str = field(default_factory=new_fact_id)
    team: str = ""
    title: str = ""
    days: str = "28"
    starts_on: str = ""
    ends_on: str = ""
    goal: str = ""
    limits: str = ""
    limit_per_rep: str = ""
    why: str = ""
    learn: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def terms(self, earliest: date) -> Terms | None:
        """What this settles; None, and the errors say why, when it cannot be. It may begin on `earliest` or later."""
        first = self._first_day(earliest)
        last = self._last_day(first)
        terms = Terms(
            title=self._words("title", TITLE_LIMIT, one_line=True),
            starts_on=first,
            ends_on=last,
            goal=self._number("goal", MOST_GOAL, "a goal"),
            why=self._words("why", WORDS_LIMIT),
            limits=self._words("limits", WORDS_LIMIT),
            limit_per_rep=self._number("limit_per_rep", MOST_A_WEEK, "a number"),
        )
        if not terms.title and "title" not in self.errors:
            self.errors["title"] = "Please give it a name."
        return None if self.errors else terms

    def _first_day(self, earliest: date) -> date:
        day = iso_day(self.starts_on) if self.starts_on else earliest
        if day is None or not earliest <= day <= earliest + FURTHEST:
            self.errors["starts_on"] = "Please pick a day from today on, within a year."
            return earliest
        return day

    def _last_day(self, first: date) -> date:
        if not self.ends_on:
            if self.days in dict(LENGTHS):
                return first + timedelta(days=int(self.days) - 1)
            self.errors["days"] = "Please say how long it runs."
        day = iso_day(self.ends_on)
        if self.ends_on and (day is None or not first <= day <= first + timedelta(days=MOST_DAYS)):
            self.errors["ends_on"] = f"Please pick a day from the first day on, {MOST_DAYS} days later at most."
        return day or first

    def _number(self, name: str, most: int, what: str) -> int | None:
        typed = getattr(self, name).strip()
        if not typed:
            return None
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else 0
        if not 1 <= number <= most:
            self.errors[name] = f"Please type {what} from 1 to {most:,}, or leave it empty."
        return number

    def _words(self, name: str, limit: int, one_line: bool = False) -> str:
        try:
            return clean(getattr(self, name), limit, one_line)
        except TextRefused as refused:
            self.errors[name] = str(refused)
            return ""


def filled_in(form: Mapping[str, str], form_id: str) -> CampaignForm:
    """What a manager picked and typed."""
    typed: dict[str, Any] = {name: form.get(name, "").replace("\x00", "") for name in TYPED}
    return CampaignForm(form_id, **typed)


def from_campaign(campaign: Campaign) -> CampaignForm:
    """A form that holds what is settled now, to change it."""
    return CampaignForm(
        title=campaign.title,
        starts_on=campaign.starts_on.isoformat(),
        ends_on=campaign.ends_on.isoformat(),
        goal=str(campaign.goal or ""),
        limits=campaign.limits,
        limit_per_rep=str(campaign.limit_per_rep or ""),
        why=campaign.why,
    )
