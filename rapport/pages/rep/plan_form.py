"""A plan being made, and the one that stands. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rapport.learning.plan import Outcome, Plan
from rapport.pages.rep.posted import new_fact_id
from rapport.pages.words import iso_day
from rapport.progress.working_days import next_working_day

PICK = "Pick one, or write your own."
FROM_TODAY = "Please pick a day from today on."


@dataclass(frozen=True)
class StandingPlan:
    """The plan that stands, what became of it, and the day on which that is asked."""

    plan: Plan
    outcome: Outcome | None
    ask_on: date

    @property
    def over(self) -> bool:
        return self.outcome is not None and self.outcome.result != "later"


@dataclass
class PlanForm:
    """`root` is the plan it replaces; errors are by the name of the box."""

    ask_on: str
    fact_id: str = field(default_factory=new_fact_id)
    when: str = ""
    then: str = ""
    root: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return bool(self.errors)

    def check(self, today: date) -> None:
        """What the fact itself does not mind, but a person surely did not mean."""
        self.errors = {name: PICK for name in ("when", "then") if not getattr(self, name).strip()}
        day = iso_day(self.ask_on)
        if day is None or day < today:
            self.errors["ask_on"] = FROM_TODAY


def fresh(ask_on: date, standing: StandingPlan | None, today: date) -> PlanForm:
    """An empty form, or the plan that still runs, to change it. After its outcome, a plan is made anew."""
    form = PlanForm(ask_on=ask_on.isoformat())
    if standing and not standing.over:
        form.when, form.then, form.root = standing.plan.when, standing.plan.then, standing.plan.root_id
        if standing.ask_on > today:
            form.ask_on = standing.ask_on.isoformat()
    return form


def filled_in(typed: Mapping[str, str], fact_id: str) -> PlanForm:
    """What a rep picked or wrote."""
    return PlanForm(
        fact_id=fact_id,
        when=typed.get("when") or typed.get("when_own", ""),
        then=typed.get("then") or typed.get("then_own", ""),
        ask_on=typed.get("ask_on", ""),
        root=typed.get("root", ""),
    )


def ask_day(days: int, today: date, working_days: str, away: Collection[date] = ()) -> date:
    """The day on which the outcome will be asked: after the lesson's days, when the rep works again."""
    return next_working_day(today + timedelta(days=days), working_days, away)
