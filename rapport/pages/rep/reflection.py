"""A lesson's reflection: write, look again, share with the manager, take the sharing back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson, lesson_texts
from rapport.coaching.thread import by_subject, said_in
from rapport.learning.known import edition
from rapport.learning.reflection import Reflection, reflections_of
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
from rapport.progress.of_rep import lesson_progress

SAVED_BEFORE = "This form was saved once before. Save again to keep what stands here now as another one."
NOTICES = {
    "kept": "Saved. Only you can read it.",
    "shared": "Shared. Your manager can read it now.",
    "unshared": "Private again. Only you can read it.",
    "withdrawn": "Taken away. It does not count any more.",
}


@dataclass
class Draft:
    """A reflection being written: `root` is the one it replaces."""

    fact_id: str = field(default_factory=new_fact_id)
    text: str = ""
    shared: bool = False
    root: str = ""
    error: str = ""


@rep.route("/lessons/<module>/<lesson>/reflection", methods=["GET", "POST"])
def reflection(module: str, lesson: str) -> ResponseReturnValue:
    """The prompt, a box to write in, and the rep's own earlier thoughts; a post saves one."""
    found = _asked_in(module, lesson)
    if request.method != "POST":
        return _page(found, Draft())
    draft = _typed()
    if draft.root:
        _own(found, draft.root)
    _save(found, draft)
    if draft.error:
        return _page(found, draft), 422
    return _back(found, "shared" if draft.shared else "kept", draft.root or draft.fact_id)


@rep.post("/lessons/<module>/<lesson>/reflection/<uuid:reflection_id>/sharing")
def share_reflection(module: str, lesson: str, reflection_id: UUID) -> ResponseReturnValue:
    """Share one reflection with the manager, or take that back."""
    found = _asked_in(module, lesson)
    own = _own(found, str(reflection_id))
    draft = Draft(posted_id(), own.text, request.form.get("shared") == "yes", own.root_id)
    _save(found, draft)
    if draft.error:
        return _page(found, draft), 422
    return _back(found, "shared" if draft.shared else "unshared", draft.root)


@rep.post("/lessons/<module>/<lesson>/reflection/<uuid:reflection_id>/withdrawal")
def withdraw_reflection(module: str, lesson: str, reflection_id: UUID) -> ResponseReturnValue:
    """Take a reflection away; nobody else sees it then."""
    found = _asked_in(module, lesson)
    if was_saved("reflection"):
        return _back(found, "withdrawn", "")
    own = _own(found, str(reflection_id))
    save("reflection", posted_id(), found.key, root=own.root_id, withdrawn=True)
    return _back(found, "withdrawn", "")


def _asked_in(module: str, lesson: str) -> ShelfLesson:
    found = find_lesson(module, lesson, brings_words=request.method == "POST")
    if not _prompt(found):
        abort(404)
    return found


def _prompt(lesson: ShelfLesson) -> dict[str, Any]:
    """What the lesson asks, as the rep saw it."""
    return edition(lesson_texts(lesson), seen_edition()).reflection


def _own(lesson: ShelfLesson, root: str) -> Reflection:
    """The rep's own reflection as it stands; a stranger's does not exist."""
    return next((item for item in reflections_of(this_rep().id, lesson.id) if item.root_id == root), None) or abort(404)


def _typed() -> Draft:
    form = posted()
    root = form.get("root", "")
    text = form.get(f"text-{root}" if root else "text", "")
    return Draft(posted_id(), text, form.get("shared") == "yes", root)


def _save(lesson: ShelfLesson, draft: Draft) -> None:
    content = {"text": draft.text, "shared": draft.shared, "root": draft.root or None, "fingerprint": seen_edition()}
    keep = save_latest if draft.root else save
    result = keep("reflection", draft.fact_id, lesson.key, **content)
    if result.status == "refused":
        draft.error = result.message
    elif result.status == "known" and not _is_stored(lesson, draft):
        draft.error, draft.fact_id = SAVED_BEFORE, new_fact_id()


def _is_stored(lesson: ShelfLesson, draft: Draft) -> bool:
    """A double tap sends the same words again; a form from the browser's memory may hold others."""
    if draft.root:
        return True
    same = [item for item in reflections_of(this_rep().id, lesson.id) if item.root_id == draft.fact_id]
    return not same or any(item.text.split() == draft.text.split() for item in same)


def _back(lesson: ShelfLesson, what: str, root: str) -> ResponseReturnValue:
    return redirect(f"{lesson_url(lesson)}/reflection?{what}={root}", 303)


def _page(lesson: ShelfLesson, draft: Draft) -> str:
    rep_id, zone = this_rep().id, this_rep().zone
    progress = lesson_progress(rep_id, lesson.id)
    said: Any = next((what for what in NOTICES if what in request.args), None) if not draft.error else None
    return render_template(
        "rep/reflection.html",
        lesson=lesson,
        asked=_prompt(lesson),
        draft=draft,
        earlier=reflections_of(rep_id, lesson.id),
        said=by_subject(said_in(rep_id, lesson.id)),
        notice=NOTICES.get(said),
        shared_now=said == "shared",
        saved_root=request.args.get(said, "") if said else "",
        line=steps_line(lesson, progress, "reflection"),
        next_url=next_step_url(lesson, progress),
        today=clock.today(zone),
        zone=zone,
    )
