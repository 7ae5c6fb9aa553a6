"""An exercise: how far it is, the form for the next entry, the entries so far, and the team's where they are shared."""

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport.pages.rep.blueprint import StepLink, rep, steps_line, this_rep
from rapport.pages.rep.campaign_line import on_exercise
from rapport.pages.rep.entry_form import EntryForm, filled_in, hint_of, in_words, options_of
from rapport.pages.rep.posted import new_fact_id, posted, posted_id, seen_edition
from rapport.pages.rep.prompt import prompt_for
from rapport.pages.rep.saving import is_said, save
from rapport.pages.rep.task import Standing, Task, find_task, standing_in
from rapport.pages.rep.wall import wall_page
from rapport.pages.words import singular

SAVED_BEFORE = "This form was saved once before. Save again to keep what stands here now as another {one}."
NOTICES = {
    "corrected": "Corrected. The earlier version is kept.",
    "back": "It is back, and it counts again.",
    "withdrawn": "Withdrawn. It does not count any more.",
}


@rep.route("/lessons/<module>/<lesson>/exercises/<key>", methods=["GET", "POST"])
def exercise(module: str, lesson: str, key: str) -> ResponseReturnValue:
    """The page of one exercise; a post logs an entry."""
    task = find_task(module, lesson, key)
    if request.method != "POST":
        return _page(task, EntryForm())
    form = filled_in(task.fields, posted(), posted_id())
    _log(task, form)
    if form.refused:
        return _page(task, form), 422
    return redirect(f"{task.url}?saved={form.fact_id}", 303)


def _log(task: Task, form: EntryForm) -> None:
    content = {"exercise": task.exercise["key"], "values": form.values, "fingerprint": seen_edition()}
    result = save("entry", form.fact_id, task.lesson.key, **content)
    if result.status == "refused":
        form.refuse(result.message, result.field)
    elif result.status == "known" and not is_said("entry", form.fact_id, {"values": form.values}):
        form.refuse(SAVED_BEFORE.format(one=singular(task.exercise["unit"]) or "entry"))
    if form.problem:
        form.fact_id = new_fact_id()


def _page(task: Task, form: EntryForm) -> str:
    standing = standing_in(task)
    line = steps_line(task.lesson, standing.progress, "exercise", task.exercise["key"])
    return render_template(
        "rep/exercise.html",
        task=task,
        form=form,
        standing=standing,
        tally=standing.tally,
        prompt=prompt_for(task.exercise, standing.tally),
        line=line,
        next_step=_next_open(line),
        notice=_notice(standing) if not form.refused else None,
        wall=wall_page(task),
        campaigns=on_exercise(task, standing),
        hint_of=hint_of,
        options_of=options_of,
        in_words=in_words,
        zone=this_rep().zone,
    )


def _notice(standing: Standing) -> dict[str, Any] | None:
    """What has just happened, when the address says so of an entry that is the rep's own."""
    own = {entry.root.id for entry in standing.entries}
    if request.args.get("saved") in own:
        return {"words": standing.tally.saved(), "joy": standing.tally.reached}
    for done in ("corrected", "back"):
        if request.args.get(done) in own:
            return {"words": NOTICES[done], "draft": request.args[done]}
    if request.args.get("withdrawn") in {entry.root.id for entry in standing.withdrawn}:
        return {"words": NOTICES["withdrawn"], "bring_back": request.args["withdrawn"]}
    return None


def _next_open(line: list[StepLink]) -> StepLink | None:
    """The first step after this page that still waits."""
    place = next((place for place, step in enumerate(line) if step.here), len(line))
    return next((step for step in line[place + 1 :] if step.state != "done"), None)
