"""One own entry: look at it again, correct it, withdraw it, bring it back. Every version is kept."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.coaching.thread import by_subject, said_in, sign_off_state
from rapport.learning.entry import Entry, entry_line
from rapport.pages.rep.blueprint import rep, this_rep, this_shelf
from rapport.pages.rep.entry_form import EntryForm, filled_in, from_entry, hint_of, in_words, options_of
from rapport.pages.rep.posted import posted, posted_id, seen_edition
from rapport.pages.rep.saving import save_latest
from rapport.pages.rep.task import Task, find_task


@rep.route("/lessons/<module>/<lesson>/exercises/<key>/entries/<uuid:entry_id>", methods=["GET", "POST"])
def entry(module: str, lesson: str, key: str, entry_id: UUID) -> ResponseReturnValue:
    """An entry's form, filled in; a post corrects it (or brings a withdrawn one back)."""
    task = find_task(module, lesson, key)
    versions = _own_line(task, entry_id)
    if request.method != "POST":
        return _page(task, versions, from_entry(_last_words(versions)))
    form = filled_in(task.fields, posted(), posted_id())
    _record(task, entry_id, form, values=form.values, fingerprint=seen_edition())
    if form.refused:
        return _page(task, _own_line(task, entry_id), form), 422
    return redirect(f"{task.url}?{'back' if versions[-1].withdrawn else 'corrected'}={entry_id}", 303)


@rep.post("/lessons/<module>/<lesson>/exercises/<key>/entries/<uuid:entry_id>/withdrawal")
def withdraw_entry(module: str, lesson: str, key: str, entry_id: UUID) -> ResponseReturnValue:
    """Take an entry out of the count; its words stay in the rep's own history."""
    task = find_task(module, lesson, key)
    form = from_entry(_last_words(_own_line(task, entry_id)))
    form.fact_id = posted_id()
    _record(task, entry_id, form, withdrawn=True)
    if form.refused:
        return _page(task, _own_line(task, entry_id), form), 422
    return redirect(f"{task.url}?withdrawn={entry_id}", 303)


def _own_line(task: Task, entry_id: UUID) -> list[Entry]:
    """All versions of one of the rep's own entries of this exercise, oldest first; else 404."""
    versions = entry_line(this_rep().id, str(entry_id))
    if not versions or versions[0].exercise_key != task.exercise["key"]:
        abort(404)
    return versions


def _last_words(versions: list[Entry]) -> list[dict[str, Any]]:
    """What the entry said last, before a withdrawal emptied it."""
    return next((version.values for version in reversed(versions) if not version.withdrawn), [])


def _record(task: Task, entry_id: UUID, form: EntryForm, **content: Any) -> None:
    key, root = task.exercise["key"], str(entry_id)
    result = save_latest("entry", form.fact_id, task.lesson.key, exercise=key, root=root, **content)
    if result.status == "refused":
        form.refuse(result.message, result.field)


def _page(task: Task, versions: list[Entry], form: EntryForm) -> str:
    rep_zone = this_rep().zone
    said = by_subject(said_in(this_rep().id, task.lesson.id, task.exercise["key"])).get(versions[0].root_id, ())
    keys = {item["key"] for item in task.fields}
    return render_template(
        "rep/entry.html",
        task=task,
        versions=versions,
        form=form,
        said=said,
        state=sign_off_state(this_shelf(), versions[-1], said),
        left_over=[item for item in _last_words(versions) if item["value"] and item["key"] not in keys],
        today=clock.today(rep_zone),
        zone=rep_zone,
        hint_of=hint_of,
        options_of=options_of,
        in_words=in_words,
    )
