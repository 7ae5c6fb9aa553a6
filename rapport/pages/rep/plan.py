"""A lesson's plan: when …, then I will …, made in three taps; later changed, made anew or taken away."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson, lesson_texts
from rapport.learning.known import edition
from rapport.learning.plan import Outcome, Plan, outcomes_of, plans_of
from rapport.pages.rep.blueprint import (
    find_lesson,
    lesson_url,
    next_step_url,
    rep,
    steps_line,
    this_rep,
)
from rapport.pages.rep.posted import new_fact_id, posted, posted_id, seen_edition
from rapport.pages.rep.saving import save, save_latest, was_saved
from rapport.pages.rep.words import iso_day
from rapport.progress.activity import leave_days
from rapport.progress.of_rep import lesson_progress
from rapport.progress.working_days import back_at_work, next_working_day

PICK = "Pick one, or write your own."
FROM_TODAY = "Please pick a day from today on."
NOTICES = {
    "saved": "Saved. You will be asked how it went.",
    "withdrawn": "Taken away. You can make another one any time.",
}


@dataclass
class Draft:
    """A plan being made: `root` is the one it replaces; errors are by the name of the box."""

    ask_on: str
    fact_id: str = field(default_factory=new_fact_id)
    when: str = ""
    then: str = ""
    root: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return bool(self.errors)


@rep.route("/lessons/<module>/<lesson>/plan", methods=["GET", "POST"])
def plan(module: str, lesson: str) -> ResponseReturnValue:
    """The suggestions to pick from and the plan made so far; a post makes one."""
    found, asked = _asked_in(module, lesson)
    today = clock.today(this_rep().zone)
    away = leave_days(this_rep())
    standing = _standing(found, away)
    if request.method != "POST":
        return _page(found, asked, standing, _fresh(ask_day(asked, today, away), standing, today))
    draft = _typed()
    _check(draft, today)
    if not draft.refused:
        _save(found, draft)
    if draft.refused:
        return _page(found, asked, _standing(found, away), draft), 422
    return redirect(f"{lesson_url(found)}/plan?saved=yes", 303)


@rep.post("/lessons/<module>/<lesson>/plan/withdrawal")
def withdraw_plan(module: str, lesson: str) -> ResponseReturnValue:
    """Take the plan away: it is not asked for any more."""
    found, _asked = _asked_in(module, lesson)
    standing = next(
        (item for item in plans_of(this_rep().id, found.id) if item.root_id == request.form.get("root")), None
    )
    if standing is None:
        if was_saved("plan"):
            return redirect(f"{lesson_url(found)}/plan?withdrawn=yes", 303)
        abort(404)
    save("plan", posted_id(), found.key, root=standing.root_id, withdrawn=True)
    return redirect(f"{lesson_url(found)}/plan?withdrawn=yes", 303)


def ask_day(asked: dict[str, Any], today: date, away: Collection[date] = ()) -> date:
    """The day on which the outcome will be asked: after the lesson's days, when the rep works again."""
    return next_working_day(today + timedelta(days=asked["ask_after_days"]), this_rep().working_days, away)


@dataclass(frozen=True)
class Standing:
    """The plan that stands, what became of it, and the day on which that is asked."""

    plan: Plan
    outcome: Outcome | None
    ask_on: date

    @property
    def over(self) -> bool:
        return self.outcome is not None and self.outcome.result != "later"


def _asked_in(module: str, lesson: str) -> tuple[ShelfLesson, dict[str, Any]]:
    found = find_lesson(module, lesson, brings_words=request.method == "POST")
    return found, edition(lesson_texts(found), seen_edition()).plan or abort(404)


def _standing(lesson: ShelfLesson, away: Collection[date]) -> Standing | None:
    plans = plans_of(this_rep().id, lesson.id)
    if not plans:
        return None
    outcome = outcomes_of(this_rep().id).get(("plan", plans[0].root_id, ""))
    ask_on = outcome.until if outcome and outcome.until else plans[0].ask_on
    return Standing(plans[0], outcome, back_at_work(ask_on, this_rep().working_days, away))


def _fresh(ask_on: date, standing: Standing | None, today: date) -> Draft:
    """An empty form, or the plan that still runs, to change it. After its outcome, a plan is made anew."""
    draft = Draft(ask_on=ask_on.isoformat())
    if standing and not standing.over:
        draft.when, draft.then, draft.root = standing.plan.when, standing.plan.then, standing.plan.root_id
        if standing.ask_on > today:
            draft.ask_on = standing.ask_on.isoformat()
    return draft


def _typed() -> Draft:
    form = posted()
    return Draft(
        fact_id=posted_id(),
        when=form.get("when") or form.get("when_own", ""),
        then=form.get("then") or form.get("then_own", ""),
        ask_on=form.get("ask_on", ""),
        root=form.get("root", ""),
    )


def _check(draft: Draft, today: date) -> None:
    """What the fact itself does not mind, but a person surely did not mean."""
    draft.errors = {name: PICK for name in ("when", "then") if not getattr(draft, name).strip()}
    day = iso_day(draft.ask_on)
    if day is None or day < today:
        draft.errors["ask_on"] = FROM_TODAY


def _save(lesson: ShelfLesson, draft: Draft) -> None:
    content = {"when": draft.when, "then": draft.then, "ask_on": draft.ask_on, "root": draft.root or None}
    result = save_latest("plan", draft.fact_id, lesson.key, fingerprint=seen_edition(), **content)
    if result.status == "refused":
        draft.errors[result.field if result.field in content else "form"] = result.message


def _page(lesson: ShelfLesson, asked: dict[str, Any], standing: Standing | None, draft: Draft) -> str:
    progress = lesson_progress(this_rep().id, lesson.id)
    said = next((what for what in NOTICES if what in request.args), None) if not draft.refused else None
    return render_template(
        "rep/plan.html",
        lesson=lesson,
        asked=asked,
        standing=standing,
        draft=draft,
        notice=NOTICES[said] if said else None,
        line=steps_line(lesson, progress, "plan"),
        next_url=next_step_url(lesson, progress),
        ask_on=iso_day(draft.ask_on),
        today=clock.today(this_rep().zone),
        zone=this_rep().zone,
    )
