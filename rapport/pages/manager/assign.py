"""Asking for modules: what, whom, until when, why; one page, one tap for each that is not preselected."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.assignment import Assignment, assign
from rapport.assignments.least_time import least_days, slowest
from rapport.catalogue.shelf import Shelf, ShelfModule
from rapport.database import db
from rapport.pages.manager.assign_form import AGAIN, AssignForm, filled_in, fresh
from rapport.pages.manager.assignment_words import in_audit
from rapport.pages.manager.audience import TeamChoice, may_ask, people_choice, team_choices
from rapport.pages.manager.blueprint import bp, note, this_manager
from rapport.pages.rep.blueprint import this_shelf
from rapport.pages.rep.posted import new_fact_id, posted_id
from rapport.progress import roster
from rapport.progress.reach import View, view_of


@dataclass(frozen=True)
class ModuleChoice:
    """A module to pick; `least_days` and `slowest` say where it cannot be hurried."""

    module: ShelfModule
    least_days: int
    slowest: str


@bp.get("/assignments/new")
def new_assignment() -> ResponseReturnValue:
    mine = view_of(this_manager())
    teams = team_choices(mine)
    ids = [str(team.id) for team in teams]
    named = request.args.get("team", "")
    form = fresh(request.args, this_shelf(), named if named in ids else (ids or [""])[0], _named_person(mine))
    return _page(mine, teams, form)


@bp.post("/assignments/new")
def make_assignment() -> ResponseReturnValue:
    """Ask for it; or, for a search among the people, show the form again with whom it has found."""
    mine = view_of(this_manager())
    teams = team_choices(mine)
    form = filled_in(request.form, posted_id())
    if request.form.get("step") == "find":
        return _page(mine, teams, form)
    made = _assign(form, teams, mine)
    if made is None:
        return _page(mine, teams, form), 422
    return redirect(url_for("manager.assignment", assignment_id=made.id), 303)


def _assign(form: AssignForm, teams: list[TeamChoice], mine: View) -> Assignment | None:
    today, now = clock.today(this_manager().zone), clock.now()
    ask = form.ask(this_shelf(), [team.id for team in teams], may_ask(mine, form.people), today)
    if ask is None:
        return None
    made = assign(this_manager(), ask, form.form_id, today, now)
    if made.made_by_id != this_manager().id:  # somebody else's form: theirs stays as it is
        form.errors["form"] = "This page was open for too long. Please send it once more."
        form.form_id = new_fact_id()
        return None
    if made.made_at == now:
        roster.after_assignment(made.id, now)
        note("asked for modules", in_audit(made, this_shelf()))
    db.session.commit()
    return made


def _named_person(mine: View) -> list[int]:
    """Whom the link names, if this manager may ask them."""
    named = request.args.get("person", "")
    return list(may_ask(mine, [int(named)])) if named.isdecimal() and len(named) < 10 else []


def _page(mine: View, teams: list[TeamChoice], form: AssignForm) -> str:
    shelf, today = this_shelf(), clock.today(this_manager().zone)
    return render_template(
        "manager/assign.html",
        form=form,
        modules=_module_choices(shelf),
        teams=teams,
        choice=people_choice(mine, form.find.strip()[:80], form.people),
        today=today,
        again=AGAIN,
        ends={days: today + timedelta(days=int(days)) for days in ("14", "30")},
        too_short=_too_short(form, shelf, today),
        tab="team",
    )


def _module_choices(shelf: Shelf) -> list[ModuleChoice]:
    return [ModuleChoice(one, least_days(one.lessons), slowest(one.lessons)) for one in shelf.modules if one.lessons]


def _too_short(form: AssignForm, shelf: Shelf, today: date) -> str:
    """What takes longer than there is time, as far as the page knows without being asked again."""
    lessons = form.lessons(shelf)
    days = int(form.until) if form.until in ("14", "30") else None
    return slowest(lessons) if days is not None and least_days(lessons) > days else ""
