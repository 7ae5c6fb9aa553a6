"""The library: every module, and the lessons in one."""

from flask import abort, render_template

from rapport.assignments.due import Owed
from rapport.catalogue.module import Module
from rapport.catalogue.shelf import Shelf, ShelfLesson, ShelfModule
from rapport.database import db
from rapport.pages.rep.asked import Duties, duties_of
from rapport.pages.rep.blueprint import rep, this_rep, this_shelf
from rapport.pages.rep.lead import reading_url, way_in
from rapport.progress.next_up import ByLesson, next_owed, next_up
from rapport.progress.of_rep import is_behind, latest_begun, module_standing, progress_of, standing


@rep.get("/library")
def library() -> str:
    """All modules, with where the rep stands in each, and who asks for it."""
    shelf, progress, duties = this_shelf(), progress_of(this_rep().id), duties_of(this_rep())
    modules = [
        (module, module_standing(module, progress), duties.of("module", module.id, shelf, progress))
        for module in shelf.modules
    ]
    return render_template("rep/library.html", modules=modules, chosen=duties.told.chosen)


@rep.get("/modules/<module>")
def module(module: str) -> str:
    """One module: what it is for, who asks for it, and its lessons in order."""
    found, shelf = find_module(module), this_shelf()
    progress, duties = progress_of(this_rep().id), duties_of(this_rep())
    owed = next((one for one in duties.owed if (one.about, one.about_id) == ("module", found.id)), None)
    following = (_again(owed, shelf, progress) if owed else None) or first_open(found, progress)
    return render_template(
        "rep/module.html",
        module=found,
        html=db.session.get_one(Module, found.id).html,
        standing=module_standing(found, progress),
        lessons=[(lesson, standing(lesson, progress.get(lesson.id))) for lesson in found.lessons],
        asked=duties.of("module", found.id, shelf, progress),
        lessons_asked=_lessons_asked(found, shelf, progress, duties),
        following=following,
        way_in=way_in(following, progress.get(following.id), owed) if following else "",
        is_first=_is_first(found, shelf, progress, duties),
        chosen=found.id in duties.told.chosen,
        urls={lesson.id: reading_url(lesson, progress.get(lesson.id), owed) for lesson in found.lessons},
        started=bool(following and following.id in progress),
    )


def find_module(key: str) -> ShelfModule:
    found = this_shelf().module(key)
    if found is None:
        abort(404)
    return found


def first_open(module: ShelfModule, progress: ByLesson | None = None) -> ShelfLesson | None:
    """The lesson of a module to go on with; None when there is nothing left to learn."""
    own = progress_of(this_rep().id) if progress is None else progress
    left = [lesson for lesson in module.lessons if not is_behind(lesson, own.get(lesson.id))]
    return latest_begun(left, own) or next(iter(left), None)


def _again(owed: Owed, shelf: Shelf, progress: ByLesson) -> ShelfLesson | None:
    """The lesson that is to be learnt next of what is asked for; in a new round that may be one that was learnt before."""
    return next_owed(owed, shelf, progress) if owed.done_at is None else None


def _is_first(found: ShelfModule, shelf: Shelf, progress: ByLesson, duties: Duties) -> bool:
    """Whether Today leads here anyhow, so that there is nothing to choose."""
    up = next_up(shelf, progress, duties.owed, duties.told.chosen)
    return not this_rep().has("rep") or (up is not None and up.lesson.module_key == found.key)


def _lessons_asked(found: ShelfModule, shelf: Shelf, progress: ByLesson, duties: Duties) -> dict[int, str]:
    """Who asks for single lessons of it, by lesson."""
    asked = {lesson.id: duties.of("lesson", lesson.id, shelf, progress) for lesson in found.lessons}
    return {lesson_id: one.line for lesson_id, one in asked.items() if one}
