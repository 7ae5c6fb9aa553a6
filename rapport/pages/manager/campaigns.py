"""Campaigns: those that run, come and are over; and starting one from an exercise that is shared with the team."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from rapport import clock
from rapport.assignments.assignment import Ask, assign
from rapport.assignments.campaign import Campaign, StillOpenError, Terms, campaigns_in, start, state_of
from rapport.catalogue.shelf import ShelfLesson, ShelfModule
from rapport.database import db
from rapport.pages.manager.audience import TeamChoice, team_choices
from rapport.pages.manager.blueprint import bp, note, this_manager
from rapport.pages.manager.campaign_form import LENGTHS, CampaignForm, filled_in
from rapport.pages.rep.blueprint import this_shelf
from rapport.pages.rep.campaign import Bar, plain_bar, unit_of
from rapport.pages.rep.posted import posted_id
from rapport.people.access import led_by
from rapport.people.team import tree
from rapport.progress import roster
from rapport.progress.campaign_lines import counts_of
from rapport.progress.reach import view_of
from rapport.progress.shared_exercise import refused_in

WEEKS, ROUND = 4, 5


@dataclass(frozen=True)
class Row:
    """A campaign in the list."""

    campaign: Campaign
    team: str
    state: str
    bar: Bar


@dataclass(frozen=True)
class Choice:
    """An exercise that a campaign can be made of."""

    module: ShelfModule
    lesson: ShelfLesson
    exercise: dict[str, Any]

    @property
    def url(self) -> str:
        return url_for("manager.new_campaign", lesson=self.lesson.key, exercise=self.exercise["key"])


@bp.get("/campaigns")
def campaigns() -> ResponseReturnValue:
    """All campaigns of this manager's teams."""
    today = clock.today(this_manager().zone)
    rows = rows_for(today)
    return render_template("manager/campaigns.html", rows=rows, today=today, possible=bool(choices()), tab="team")


@bp.get("/campaigns/new")
def new_campaign() -> ResponseReturnValue:
    """Which exercise; and once that is known, the form."""
    found = choices()
    named = _named(found, request.args)
    if named is None and len(found) != 1:
        return render_template("manager/campaign_choice.html", choices=found, tab="team")
    choice = named or found[0]
    teams = team_choices(view_of(this_manager()))
    team = next((one for one in teams if str(one.id) == request.args.get("team")), teams[0] if teams else None)
    title = choice.module.title if sum(one.module is choice.module for one in found) == 1 else choice.exercise["title"]
    form = CampaignForm(team=str(team.id) if team else "", title=title[:80], goal=_fair_goal(team), learn="yes")
    return _page(choice, teams, form)


@bp.post("/campaigns/new")
def start_campaign() -> ResponseReturnValue:
    choice = _named(choices(), request.form) or abort(404)
    teams = team_choices(view_of(this_manager()))
    form = filled_in(request.form, posted_id())
    made = _start(choice, teams, form)
    if made is None:
        return _page(choice, teams, form), 422
    return redirect(url_for("rep.campaign", campaign_id=made.id), 303)


def rows_for(today: date) -> list[Row]:
    """The campaigns of this manager's teams, and how far they are."""
    found = campaigns_in(select(tree(led_by(this_manager())).c.id))
    counts = counts_of((one for one, _ in found), this_shelf())
    units = {choice.exercise["key"]: unit_of(choice.exercise) for choice in choices()}
    return [
        Row(
            one, team, state_of(one, today), plain_bar(one, counts.get(one.id, 0), units.get(one.exercise_key, "notes"))
        )
        for one, team in found
    ]


def choices() -> list[Choice]:
    """Every exercise on the shelf that is shared with the team."""
    modules = this_shelf().modules
    lessons = [(module, lesson) for module in modules for lesson in module.lessons]
    return [Choice(module, lesson, item) for module, lesson in lessons for item in lesson.exercises if item["shared"]]


def _named(found: list[Choice], values: Any) -> Choice | None:
    """The exercise that the address or the form names; a module is enough where it has one only."""
    about = values.get("lesson", ""), values.get("exercise", "")
    in_module = [choice for choice in found if choice.module.key == values.get("module", "")]
    exactly = [choice for choice in found if (choice.lesson.key, choice.exercise["key"]) == about]
    return next(iter(exactly or (in_module if len(in_module) == 1 else ())), None)


def _start(choice: Choice, teams: list[TeamChoice], form: CampaignForm) -> Campaign | None:
    me, now = this_manager(), clock.now()
    today = clock.today(me.zone)
    team = next((one for one in teams if str(one.id) == form.team), None)
    if team is None:
        form.errors["team"] = "Please pick one of your teams."
    terms = form.terms(today)
    if team is None or terms is None:
        return None
    try:
        made = start(me, team.id, (choice.lesson.id, choice.exercise["key"]), terms, form.form_id, today, now)
    except StillOpenError:
        form.errors["team"] = f"{team.name} has a campaign with this exercise that is not over. End or change that one."
        return None
    if made.made_by_id != me.id:  # somebody else's form: theirs stays as it is
        abort(404)
    if made.created_at == now:
        _announce(made, choice, form, terms)
    db.session.commit()
    return made


def _announce(made: Campaign, choice: Choice, form: CampaignForm, terms: Terms) -> None:
    """What follows from a new campaign: the module is asked for, the act is noted."""
    if form.learn:
        why = f"For our campaign “{terms.title}”"
        subject = ("module", choice.module.id)
        ask = Ask(subjects=(subject,), team_id=made.team_id, rule="date", due_on=terms.ends_on, days=None, why=why)
        asked = assign(this_manager(), ask, made.form_id, clock.today(this_manager().zone), made.created_at)
        made.assignment_id = asked.id
        roster.after_assignment(asked.id, made.created_at)
    note("started a campaign", f"{made.title} (campaign {made.id})")
    flash(
        "It is started. Your team sees it on Today."
        if terms.starts_on <= clock.today(this_manager().zone)
        else "It is planned."
    )


def _fair_goal(team: TeamChoice | None) -> str:
    """One a week from each, rounded up: a goal to begin with."""
    return str(-(-team.people * WEEKS // ROUND) * ROUND) if team and team.people else ""


def _page(choice: Choice, teams: list[TeamChoice], form: CampaignForm) -> str:
    return render_template(
        "manager/campaign_new.html",
        choice=choice,
        teams=teams,
        form=form,
        lengths=LENGTHS,
        unit=unit_of(choice.exercise),
        limited=bool(refused_in(choice.exercise)),
        today=clock.today(this_manager().zone),
        tab="team",
    )
