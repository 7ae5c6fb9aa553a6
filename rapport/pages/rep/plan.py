"""A lesson's plan: when …, then I will …, made in three taps; later changed, made anew or taken away."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson, lesson_texts
from rapport.learning.known import edition
from rapport.learning.plan import outcomes_of, plans_of
from rapport.pages.rep.blueprint import (
    find_lesson,
    lesson_url,
    next_step_url,
    rep,
    steps_line,
    this_rep,
)
from rapport.pages.rep.plan_form import PlanForm, StandingPlan, ask_day, filled_in, fresh
from rapport.pages.rep.posted import posted, posted_id, seen_edition
from rapport.pages.rep.saving import save, save_latest, was_saved
from rapport.pages.words import iso_day
from rapport.progress.activity import leave_days
from rapport.progress.of_rep import lesson_progress
from rapport.progress.working_days import back_at_work

NOTICES = {
    "saved": "Saved. You will be asked how it went.",
    "withdrawn": "Taken away. You can make another one any time.",
}


@rep.route("/lessons/<module>/<lesson>/plan", methods=["GET", "POST"])
def plan(module: str, lesson: str) -> ResponseReturnValue:
    """The suggestions to pick from and the plan made so far; a post makes one."""
    found, asked = _asked_in(module, lesson)
    today = clock.today(this_rep().zone)
    away = leave_days(this_rep())
    standing = _standing(found, away)
    if request.method != "POST":
        ask_on = ask_day(asked["ask_after_days"], today, this_rep().working_days, away)
        return _page(found, asked, standing, fresh(ask_on, standing, today))
    form = filled_in(posted(), posted_id())
    form.check(today)
    if not form.refused:
        _save(found, form)
    if form.refused:
        return _page(found, asked, _standing(found, away), form), 422
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


def _asked_in(module: str, lesson: str) -> tuple[ShelfLesson, dict[str, Any]]:
    found = find_lesson(module, lesson, brings_words=request.method == "POST")
    return found, edition(lesson_texts(found), seen_edition()).plan or abort(404)


def _standing(lesson: ShelfLesson, away: Collection[date]) -> StandingPlan | None:
    plans = plans_of(this_rep().id, lesson.id)
    if not plans:
        return None
    outcome = outcomes_of(this_rep().id).get(("plan", plans[0].root_id, ""))
    ask_on = outcome.until if outcome and outcome.until else plans[0].ask_on
    return StandingPlan(plans[0], outcome, back_at_work(ask_on, this_rep().working_days, away))


def _save(lesson: ShelfLesson, form: PlanForm) -> None:
    content = {"when": form.when, "then": form.then, "ask_on": form.ask_on, "root": form.root or None}
    result = save_latest("plan", form.fact_id, lesson.key, fingerprint=seen_edition(), **content)
    if result.status == "refused":
        form.errors[result.field if result.field in content else "form"] = result.message


def _page(lesson: ShelfLesson, asked: dict[str, Any], standing: StandingPlan | None, form: PlanForm) -> str:
    progress = lesson_progress(this_rep().id, lesson.id)
    said = next((what for what in NOTICES if what in request.args), None) if not form.refused else None
    return render_template(
        "rep/plan.html",
        lesson=lesson,
        asked=asked,
        standing=standing,
        draft=form,
        notice=NOTICES[said] if said else None,
        line=steps_line(lesson, progress, "plan"),
        next_url=next_step_url(lesson, progress),
        ask_on=iso_day(form.ask_on),
        today=clock.today(this_rep().zone),
        zone=this_rep().zone,
    )
