"""Starting a module by choice, putting it aside again; and "seen" under what has changed."""

from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.choice import choose, put_aside
from rapport.assignments.news import has_seen
from rapport.database import db
from rapport.pages.rep.blueprint import lesson_url, rep, this_rep
from rapport.pages.rep.library import find_module, first_open


@rep.post("/modules/<module>/choice")
def start_module(module: str) -> ResponseReturnValue:
    """Put it before the others on Today, and open its next lesson."""
    found = find_module(module)
    choose(this_rep().id, found.id, clock.now())
    lesson = first_open(found)
    db.session.commit()
    return redirect(lesson_url(lesson) if lesson else url_for("rep.module", module=found.key), 303)


@rep.post("/modules/<module>/choice/end")
def put_module_aside(module: str) -> ResponseReturnValue:
    found = find_module(module)
    put_aside(this_rep().id, found.id, clock.now())
    db.session.commit()
    flash("Put aside. What you have done in it is kept.")
    return redirect(url_for("rep.module", module=found.key), 303)


@rep.post("/changes/seen")
def seen_changes() -> ResponseReturnValue:
    """Not to be told again what this page has told, up to the moment that its form carries."""
    if moment := _moment(request.form.get("until", "")):
        has_seen(this_rep().id, min(moment, clock.now()))
        db.session.commit()
    return redirect(url_for("rep.today"), 303)


def _moment(typed: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment if moment.tzinfo and moment.year > 2000 else None
