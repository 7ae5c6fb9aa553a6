"""A lesson's text: the first of its steps, and the page that reps open most."""

from functools import lru_cache

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from rapport.catalogue.shelf import Shelf, ShelfLesson, lesson_texts
from rapport.pages import stencil
from rapport.pages.rep.blueprint import (
    StepLink,
    find_lesson,
    lesson_url,
    next_step_url,
    rep,
    step_links,
    this_rep,
    this_shelf,
)
from rapport.pages.rep.posted import new_fact_id, posted_id, seen_edition
from rapport.pages.rep.saving import save
from rapport.progress.of_rep import lesson_progress, steps_standing

ON_TO = {
    "quiz": "On to the quiz",
    "exercise": "On to the exercise",
    "reflection": "On to the reflection",
    "plan": "On to the plan",
}


@rep.get("/lessons/<module>/<lesson>")
def lesson(module: str, lesson: str) -> str:
    """The text, with the way on from it."""
    found = find_lesson(module, lesson)
    progress = lesson_progress(this_rep().id, found.id)
    states = tuple(state for _, state in steps_standing(found, progress))
    # A message belongs to this visit alone, so a page that shows one is not kept.
    draw = _draw.__wrapped__ if "_flashes" in session else _draw
    again = "again" in request.args and states[0] == "done"
    tabs = tuple(role for role in ("manager", "admin") if this_rep().has(role))
    page = draw(this_shelf(), found.key, states, tabs, again)
    return stencil.fill(page, this_rep().id, new_fact_id())


@lru_cache(maxsize=512)
def _draw(shelf: Shelf, key: str, states: tuple[str, ...], _tabs: tuple[str, ...], again: bool) -> str:
    """The page for everybody who has come as far as `states` say, drawn once (see stencil.py); managers and admins have
    one tab more. `again` is for whoever reads it once more because it is asked for anew."""
    found = shelf.by_key[key]
    home = shelf.module(found.module_key)
    siblings = home.lessons if home else (found,)
    before, after = shelf.neighbours(found)
    line = step_links(found, states, "read")
    ahead = _ahead(line)
    return render_template(
        "rep/lesson.html",
        lesson=found,
        lesson_path=lesson_url(found),
        texts=lesson_texts(found),
        module_title=home.title if home else "",
        language=home.language if home else "en",
        place=siblings.index(found) + 1,
        count=len(siblings),
        line=line,
        read=states[0] == "done" and not again,
        again=again,
        not_passed="taken" in states,
        on_to=_on_to(ahead, found, again),
        next_url=ahead.url if ahead else "",
        holes=stencil,
        before=before,
        after=after,
    )


@rep.post("/lessons/<module>/<lesson>/completion")
def complete_reading(module: str, lesson: str) -> ResponseReturnValue:
    """The text has been read to its end: on to the next step, or to the next lesson."""
    found = find_lesson(module, lesson)
    result = save("completion", posted_id(), found.key, fingerprint=seen_edition())
    if result.status == "refused":
        flash(result.message, "error")
        return redirect(lesson_url(found), 303)
    if request.form.get("again"):
        return redirect(f"{lesson_url(found)}/quiz" if _asks_again(found) else url_for("rep.today"), 303)
    return redirect(next_step_url(found, lesson_progress(this_rep().id, found.id)) or _after(found), 303)


def _on_to(ahead: StepLink | None, found: ShelfLesson, again: bool) -> str:
    if again:
        return ON_TO["quiz"] if _asks_again(found) else "Done reading"
    return ON_TO[ahead.kind] if ahead else "Done reading"


def _asks_again(found: ShelfLesson) -> bool:
    """Whether a quiz follows when the lesson is read anew: an exam is taken once."""
    return any(step.kind == "quiz" for step in found.steps) and not found.exam


def _ahead(line: list[StepLink]) -> StepLink | None:
    """The first open step after reading; one that may be left out only when nothing else is open."""
    open_steps = [step for step in line if step.state in ("now", "todo") and step.kind != "read"]
    return next((step for step in open_steps if not step.optional), open_steps[0] if open_steps else None)


def _after(found: ShelfLesson) -> str:
    """Where to go when a lesson has nothing more to do: the next one, else Today."""
    _, following = this_shelf().neighbours(found)
    return lesson_url(following) if following else url_for("rep.today")
