"""A person's days away and their account: closing it, coming back, signing out everywhere."""

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.database import db
from rapport.pages.account.forms import LeaveForm
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.person import (
    Refused,
    back_to,
    held_person,
    leave_words,
    other_person,
    person_page,
)
from rapport.people import sign_in
from rapport.people.account import close, open_again
from rapport.people.user import Leave, leave_of
from rapport.progress import roster

LEAVE_REMOVED = "their_leave_removed"


@bp.post("/people/<int:person_id>/leave")
def add_leave(person_id: int) -> ResponseReturnValue:
    form, person = LeaveForm(request.form), held_person(person_id)
    if not form.validate():
        return person_page(person, Refused(away=form, errors=form.sentences))
    first, last = form.first_day.data, form.last_day.data
    if not any(one.first_day <= first and last <= one.last_day for one in leave_of(person.id)):
        away = Leave(user_id=person.id, first_day=first, last_day=last)
        db.session.add(away)
        note("entered days away", f"{person.email}: {leave_words(away)}", person.id)
        roster.follow([person.id], clock.now())
    db.session.commit()
    return back_to(person_id, "Days away are entered. Nothing is asked meanwhile.", "leave")


@bp.post("/people/<int:person_id>/leave/<int:away_id>/removal")
def remove_leave(person_id: int, away_id: int) -> ResponseReturnValue:
    person = held_person(person_id)
    away = next((one for one in leave_of(person.id) if one.id == away_id), None)
    if away is None:
        return _removed_before(person_id, away_id)
    note("removed days away", f"{person.email}: {leave_words(away)}", person.id)
    db.session.delete(away)
    db.session.flush()
    roster.follow([person.id], clock.now())
    db.session.commit()
    session[LEAVE_REMOVED] = away_id
    return back_to(person_id, "Removed.", "leave")


@bp.post("/people/<int:person_id>/sign-outs")
def sign_out_everywhere(person_id: int) -> ResponseReturnValue:
    person = other_person(person_id)
    sign_in.revoke_all(person.id, clock.now())
    note("signed a person out everywhere", person.email, person.id)
    db.session.commit()
    return back_to(person_id, f"{person.name} is signed out on every device.", "account")


@bp.post("/people/<int:person_id>/deactivation")
def deactivate(person_id: int) -> ResponseReturnValue:
    """Close an account: signed out everywhere at once. What the person did stays."""
    person = other_person(person_id)
    if close(person, clock.now()):
        note("closed an account", person.email, person.id)
        roster.follow([person.id], clock.now())
    db.session.commit()
    return back_to(person_id, f"{person.name} can no longer sign in.", "account")


@bp.post("/people/<int:person_id>/reactivation")
def reactivate(person_id: int) -> ResponseReturnValue:
    person = other_person(person_id)
    if open_again(person):
        note("opened an account again", person.email, person.id)
        roster.follow([person.id], clock.now())
    db.session.commit()
    return back_to(person_id, f"{person.name} can sign in again.", "account")


def _removed_before(person_id: int, away_id: int) -> ResponseReturnValue:
    """The answer to a second tap on the same button: as to the first."""
    if session.get(LEAVE_REMOVED) != away_id:
        abort(404)
    flash("Removed.")
    return redirect(url_for("admin.person", person_id=person_id, _anchor="leave"), 303)
