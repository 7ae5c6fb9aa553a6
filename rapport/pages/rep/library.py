"""The library: every module, and the lessons in one."""

from flask import abort, render_template

from rapport.catalogue.module import Module
from rapport.catalogue.shelf import ShelfModule
from rapport.database import db
from rapport.pages.rep.blueprint import rep, this_rep, this_shelf
from rapport.progress.of_rep import module_standing, next_lesson, progress_of, standing


@rep.get("/library")
def library() -> str:
    """All modules, with where the rep stands in each."""
    progress = progress_of(this_rep().id)
    modules = [(module, module_standing(module, progress)) for module in this_shelf().modules]
    return render_template("rep/library.html", modules=modules)


@rep.get("/modules/<module>")
def module(module: str) -> str:
    """One module: what it is for, and its lessons in order."""
    found = _find_module(module)
    progress = progress_of(this_rep().id)
    following = next_lesson(this_shelf(), progress)
    return render_template(
        "rep/module.html",
        module=found,
        html=db.session.get_one(Module, found.id).html,
        standing=module_standing(found, progress),
        lessons=[(lesson, standing(lesson, progress.get(lesson.id))) for lesson in found.lessons],
        following=following if following and following.module_key == found.key else None,
        started=bool(following and following.id in progress),
    )


def _find_module(key: str) -> ShelfModule:
    found = this_shelf().module(key)
    if found is None:
        abort(404)
    return found
