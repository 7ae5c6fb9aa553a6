"""What all of a rep's pages share: the blueprint, the person, and the way to a lesson."""

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, abort, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from rapport.catalogue.shelf import Shelf, ShelfLesson, Step, retired_lesson, shelf
from rapport.pages.guard import LOOKING, signed_in
from rapport.people.user import User
from rapport.progress.of_rep import steps_standing
from rapport.progress.progress import Progress

rep = Blueprint("rep", __name__)
rep.before_request(signed_in)

STEP_PATHS = {"read": "", "quiz": "/quiz", "exercise": "/exercises/", "reflection": "/reflection", "plan": "/plan"}


def this_rep() -> User:
    """The person whose pages these are."""
    return cast("User", current_user)


def this_shelf() -> Shelf:
    """The published library, as new as the sign-in check has just seen it."""
    return shelf(g.get("version"))


def find_lesson(module: str, key: str, brings_words: bool = False) -> ShelfLesson:
    """The lesson at this address; when it has moved to another module, the way there; else 404.

    A request that `brings_words` is taken in for a retired lesson too: it was there when they were typed.
    """
    lesson = this_shelf().by_key.get(key) or (retired_lesson(key) if brings_words else None)
    if lesson is None:
        abort(404)
    if lesson.module_key != module:
        abort(_moved_to(lesson.module_key))
    return lesson


def _moved_to(module: str) -> Response:
    """The same address in another module. A form is sent there again as it is, not turned into a visit."""
    there = url_for(request.endpoint or "", **{**(request.view_args or {}), "module": module})
    query = request.query_string.decode()
    return redirect(f"{there}?{query}" if query else there, 301 if request.method in LOOKING else 308)


@dataclass(frozen=True)
class StepLink:
    """One place in the steps line; `state` is done, now, todo or taken, `here` marks the page itself."""

    kind: str
    label: str
    title: str
    url: str
    state: str
    here: bool
    optional: bool


def lesson_url(lesson: ShelfLesson) -> str:
    return f"/lessons/{lesson.module_key}/{lesson.key}"


def step_url(lesson: ShelfLesson, step: Step) -> str:
    return lesson_url(lesson) + STEP_PATHS[step.kind] + step.key


def steps_line(lesson: ShelfLesson, progress: Progress | None, kind: str, key: str = "") -> list[StepLink]:
    """The lesson's steps for the page that shows the step `kind` (and, for an exercise, `key`)."""
    return step_links(lesson, tuple(state for _, state in steps_standing(lesson, progress)), kind, key)


def step_links(lesson: ShelfLesson, states: tuple[str, ...], kind: str, key: str = "") -> list[StepLink]:
    """The same, where the state of each step is known already."""
    return [
        StepLink(
            step.kind,
            step.label,
            step.title,
            step_url(lesson, step),
            state,
            step.kind == kind and step.key == key,
            step.optional,
        )
        for step, state in zip(lesson.steps, states, strict=True)
    ]


def next_step_url(lesson: ShelfLesson, progress: Progress | None) -> str | None:
    """Where to go on in this lesson, or None when nothing is left to do."""
    return next((step_url(lesson, step) for step, state in steps_standing(lesson, progress) if state == "now"), None)
