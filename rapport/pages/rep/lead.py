"""The lesson that comes next, as Today shows it: why this one, and the way to the step of it that is open."""

from dataclasses import dataclass

from rapport.assignments.due import Owed
from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.pages.rep.asked import Asked, Duties
from rapport.pages.rep.blueprint import lesson_url, next_step_url
from rapport.progress.next_up import ByLesson, is_read_again, next_up
from rapport.progress.progress import Progress


@dataclass(frozen=True)
class Lead:
    """`url` is the step that is open; `owed` and `asked` say who asks for it, `chosen` that the rep put it first."""

    lesson: ShelfLesson
    module_title: str
    started: bool
    url: str
    owed: Owed | None
    asked: Asked | None
    chosen: bool


def lead(shelf: Shelf, progress: ByLesson, duties: Duties) -> Lead | None:
    """What Today leads to; None when everything has been learnt."""
    up = next_up(shelf, progress, duties.owed, duties.told.chosen)
    if up is None:
        return None
    module, own = shelf.module(up.lesson.module_key), progress.get(up.lesson.id)
    return Lead(
        up.lesson,
        module.title if module else "",
        own is not None,
        way_in(up.lesson, own, up.owed),
        up.owed,
        duties.words(up.owed, shelf, progress) if up.owed else None,
        up.chosen,
    )


def way_in(lesson: ShelfLesson, own: Progress | None, owed: Owed | None) -> str:
    """The step to go on with. What was learnt before and is asked for anew is read again, then its quiz taken again."""
    if not _is_anew(own, owed):
        return next_step_url(lesson, own) or lesson_url(lesson)
    url = reading_url(lesson, own, owed)
    return url if "?" in url else f"{url}/quiz"


def reading_url(lesson: ShelfLesson, own: Progress | None, owed: Owed | None) -> str:
    """The way to a lesson's text, which can be read again where it is asked for anew."""
    to_read = _is_anew(own, owed) and owed and not is_read_again(own, owed.counts_from)
    return f"{lesson_url(lesson)}?again=yes" if to_read else lesson_url(lesson)


def _is_anew(own: Progress | None, owed: Owed | None) -> bool:
    """Whether what was learnt before is asked for once more."""
    learnt = own is not None and own.learnt_at is not None
    return learnt and owed is not None and owed.counts_from is not None and owed.done_at is None
