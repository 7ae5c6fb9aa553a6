"""A hand up: help asked for with a lesson or one of its exercises. A page of its own, so that a lesson costs no more."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson
from rapport.coaching import help
from rapport.coaching.thread import by_subject, said_in
from rapport.database import db
from rapport.pages.rep.blueprint import find_lesson, lesson_url, rep, this_rep, this_shelf
from rapport.pages.rep.posted import new_fact_id, posted, posted_id
from rapport.pages.rep.task import find_task
from rapport.people.leaders import leaders_of
from rapport.progress import pulse
from rapport.text import TextRefused, clean

LESSON = "/lessons/<module>/<lesson>"
EXERCISE = f"{LESSON}/exercises/<key>"


@rep.route(f"{LESSON}/help", methods=["GET", "POST"])
def lesson_help(module: str, lesson: str) -> ResponseReturnValue:
    """Ask for help with a lesson; a post puts the hand up."""
    found = find_lesson(module, lesson, brings_words=request.method == "POST")
    return _answer(found, "", found.title)


@rep.route(f"{EXERCISE}/help", methods=["GET", "POST"])
def exercise_help(module: str, lesson: str, key: str) -> ResponseReturnValue:
    """The same with an exercise."""
    task = find_task(module, lesson, key)
    return _answer(task.lesson, key, task.exercise["title"])


@rep.post(f"{LESSON}/help/removal")
def take_lesson_help_down(module: str, lesson: str) -> ResponseReturnValue:
    """No help is needed any more."""
    return _take_down(find_lesson(module, lesson, brings_words=True), "")


@rep.post(f"{EXERCISE}/help/removal")
def take_exercise_help_down(module: str, lesson: str, key: str) -> ResponseReturnValue:
    """The same with an exercise."""
    return _take_down(find_task(module, lesson, key).lesson, key)


def _answer(lesson: ShelfLesson, key: str, title: str) -> ResponseReturnValue:
    if request.method != "POST":
        return _page(lesson, key, title)
    typed = posted().get("text", "")
    try:
        words = clean(typed, help.HELP_LIMIT)
    except TextRefused as refused:
        return _page(lesson, key, title, typed, str(refused)), 422
    _raise(lesson, key, words)
    return redirect(_url(lesson, key), 303)


def _raise(lesson: ShelfLesson, key: str, words: str) -> None:
    """A form from the browser's memory whose hand is down again puts a new one up."""
    rep_id, now = this_rep().id, clock.now()
    if not help.raise_hand(posted_id(), rep_id, lesson.id, key, words, now) and not _is_said(words):
        help.raise_hand(new_fact_id(), rep_id, lesson.id, key, words, now)
    pulse.refresh([rep_id], now, this_shelf())
    db.session.commit()


def _is_said(words: str) -> bool:
    known = help.request_of(this_rep().id, posted_id())
    return known is not None and known.words == words


def _take_down(lesson: ShelfLesson, key: str) -> ResponseReturnValue:
    hand = next((hand for hand in help.hands_in(this_rep().id, lesson.id, key) if hand.is_up), None)
    if hand is not None:
        help.take_down(this_rep().id, hand.id, clock.now())
        pulse.refresh([this_rep().id], clock.now(), this_shelf())
        db.session.commit()
        flash("Your hand is down again.")
    return redirect(_url(lesson, key), 303)


def _page(lesson: ShelfLesson, key: str, title: str, typed: str = "", error: str = "") -> str:
    rep_id, zone = this_rep().id, this_rep().zone
    hands, said = help.hands_in(rep_id, lesson.id, key), by_subject(said_in(rep_id, lesson.id, key))
    return render_template(
        "rep/help.html",
        lesson=lesson,
        title=title,
        here=_url(lesson, key),
        back=_url(lesson, key).removesuffix("/help"),
        hand=next((hand for hand in hands if hand.is_up), None),
        answered=[(hand, said[hand.id]) for hand in hands if hand.id in said],
        leaders=[leader.first_name for leader in leaders_of(rep_id)],
        typed=typed,
        error=error,
        fact_id=posted_id() if error else "",
        zone=zone,
        today=clock.today(zone),
    )


def _url(lesson: ShelfLesson, key: str) -> str:
    return f"{lesson_url(lesson)}{f'/exercises/{key}' if key else ''}/help"
