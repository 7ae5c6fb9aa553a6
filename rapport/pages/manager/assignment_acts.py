"""What a manager does with an assignment: more time, another day, withdrawing, bringing back, undoing."""

from datetime import timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from rapport import clock
from rapport.assignments.assignment import Assignment, bring_back, change_due, extend, undo, withdraw
from rapport.database import db
from rapport.pages.manager.assignment import assignment_page, find, find_to_change
from rapport.pages.manager.assignment_words import in_audit
from rapport.pages.manager.blueprint import bp, find_person, note, this_manager
from rapport.pages.rep.blueprint import this_shelf
from rapport.pages.rep.posted import posted_id, uuid_or_none
from rapport.pages.row_id import LARGEST
from rapport.pages.words import iso_day, plain_day
from rapport.people.team_change import wait_for_turn
from rapport.progress import roster
from rapport.progress.reach import asked_by

FURTHEST = timedelta(days=730)


@bp.post("/assignments/<int:assignment_id>/due")
def move_due(assignment_id: int) -> ResponseReturnValue:
    """Another day for everybody."""
    found, typed = find_to_change(assignment_id), request.form.get("due_on", "")
    if found.one.due_on is None:
        abort(404)  # who joins has days of their own: there is no day to move
    day, today = iso_day(typed), clock.today(this_manager().zone)
    if day is None or not today <= day <= today + FURTHEST:
        return assignment_page(found, {"due_on": "Please pick a day from today on, within two years."}, typed), 422
    if found.one.due_on != day:
        change_due(found.one, this_manager(), day, posted_id(), clock.now())
        roster.after_assignment(found.one.id, clock.now())
        note("moved an assignment's day", f"{_named(found.one)}: {day.isoformat()}")
    return _done(found.one, f"The day is {plain_day(day, today)} now, for everybody. They see it on Today.")


@bp.post("/assignments/<int:assignment_id>/extension")
def extend_assignment(assignment_id: int) -> ResponseReturnValue:
    """More time, for one person or for all who still have to do it."""
    named = request.form.get("person", "")
    found = find(assignment_id) if named else find_to_change(assignment_id)
    whom = find_person(_row_id(named)) if named else None
    day, today = iso_day(request.form.get("until", "")), clock.today(this_manager().zone)
    if day is None or not today <= day <= today + FURTHEST:
        return assignment_page(found, {"until": "Please say how much longer."}), 422
    reps = [whom.id] if whom else None
    if extend(found.one, this_manager(), reps, day, posted_id(), clock.now()):
        roster.refresh_dues(reps or asked_by(found.one.id), clock.now())
        note("gave more time", whom.email if whom else f"{_named(found.one)}: {day.isoformat()}")
    who = whom.first_name if whom else "Everybody who still has to do it"
    return _done(found.one, f"{who} has until {plain_day(day, today)} now, and sees it on Today.")


@bp.post("/assignments/<int:assignment_id>/withdrawal")
def withdraw_assignment(assignment_id: int) -> ResponseReturnValue:
    found = find_to_change(assignment_id)
    if found.one.withdrawn_at is None:
        withdraw(found.one, this_manager(), posted_id(), clock.now())
        roster.after_assignment(found.one.id, clock.now())
        note("withdrew an assignment", _named(found.one))
    return _done(found.one, "Withdrawn. Nobody has to do it any more, and what was done is kept.")


@bp.post("/assignments/<int:assignment_id>/return")
def return_assignment(assignment_id: int) -> ResponseReturnValue:
    found = find_to_change(assignment_id)
    if found.one.withdrawn_at is not None:
        bring_back(found.one, this_manager(), posted_id(), clock.now())
        roster.after_assignment(found.one.id, clock.now())
        note("brought an assignment back", _named(found.one))
    return _done(found.one, "It is asked for again, until the same day as before.")


@bp.post("/assignments/undo")
def undo_assignment() -> ResponseReturnValue:
    """As if it had never been asked, by the id of the form that asked; a second tap finds nothing left to do."""
    wait_for_turn()
    by_form = select(Assignment).where(Assignment.form_id == (uuid_or_none(request.form.get("form_id", "")) or ""))
    made = db.session.scalar(by_form.with_for_update())
    if made is not None and made.made_by_id != this_manager().id:
        abort(404)
    if made is not None and not _undone(made):
        flash("The ten seconds are over. You can still withdraw it: then everybody sees that you did.", "error")
        return redirect(url_for("manager.assignment", assignment_id=made.id), 303)
    db.session.commit()
    flash("Undone: nobody was asked.")
    return redirect(url_for("manager.assignments"), 303)


def _undone(made: Assignment) -> bool:
    reps = asked_by(made.id)
    about = _named(made)
    if not undo(made, this_manager(), clock.now()):
        return False
    roster.refresh_dues(reps, clock.now())
    note("undid an assignment", about)
    return True


def _named(one: Assignment) -> str:
    return in_audit(one, this_shelf())


def _done(one: Assignment, words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    return redirect(url_for("manager.assignment", assignment_id=one.id), 303)


def _row_id(typed: str) -> int:
    """The id that a form names; 0, which nobody has, where it names none."""
    return int(typed) if typed.isdecimal() and len(typed) < 11 and int(typed) <= LARGEST else 0
