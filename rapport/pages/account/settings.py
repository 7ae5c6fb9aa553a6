"""One's own settings: name, working days, time zone, days away, password."""

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock, jobs, mail
from rapport.database import db
from rapport.pages.account.blueprint import bp
from rapport.pages.account.code_mail import wait_words
from rapport.pages.account.forms import LeaveForm, PasswordForm, WelcomeForm
from rapport.pages.guard import for_the_signed_in
from rapport.pages.words import plain_day
from rapport.people import password, sign_in, sign_in_try
from rapport.people.user import Leave, User, leave_of

LEAVE_REMOVED = "leave_removed"
CHANGED = """The password of your Rapport account was just set or changed, and your other devices were signed out.
If it was not you, ask for a code on the sign-in page, then set a new password under Me, Settings.
"""


@bp.get("/me/settings")
@for_the_signed_in
def settings() -> ResponseReturnValue:
    return _page()


@bp.post("/me/settings")
@for_the_signed_in
def save_settings() -> ResponseReturnValue:
    form = WelcomeForm(request.form)
    if not form.validate():
        return _page(about=form)
    person = db.session.get_one(User, current_user.id)
    person.name, person.zone, person.working_days = form.name.data or "", form.zone.data, form.days
    db.session.commit()
    return _saved("Saved.")


@bp.post("/me/leave")
@for_the_signed_in
def add_leave() -> ResponseReturnValue:
    form = LeaveForm(request.form)
    if not form.validate():
        return _page(away=form)
    first, last = form.first_day.data, form.last_day.data
    db.session.get_one(User, current_user.id, with_for_update=True)  # one tap at a time
    if not any(one.first_day <= first and last <= one.last_day for one in leave_of(current_user.id)):
        db.session.add(Leave(user_id=current_user.id, first_day=first, last_day=last))
    db.session.commit()
    return _saved("Enjoy the time away. Your streak waits.", "#leave")


@bp.post("/me/leave/<int:leave_id>/removal")
@for_the_signed_in
def remove_leave(leave_id: int) -> ResponseReturnValue:
    own = next((one for one in leave_of(current_user.id) if one.id == leave_id), None)
    if own is None:
        return _removed_before(leave_id)
    db.session.delete(own)
    db.session.commit()
    session[LEAVE_REMOVED] = leave_id
    return _saved("Removed.", "#leave")


@bp.post("/me/password")
@for_the_signed_in
def set_password() -> ResponseReturnValue:
    """Ends the person's sign-ins elsewhere. Argon2 takes its time, so it runs between two transactions."""
    form = PasswordForm(request.form)
    form.about = (current_user.email, current_user.name)
    if not form.validate():
        return _page(secret=form)
    refused = _refuse_wrong_current(form.current.data or "")
    if refused:
        return _page(secret=form, secret_errors={"current": refused})
    fresh = password.hash_password(form.password.data or "")
    now = clock.now()
    person = db.session.get_one(User, current_user.id)
    person.password_hash = fresh
    sign_in.revoke_all(person.id, now, but=current_user.sign_in_id)
    letter = mail.write(person.email, "Your password was changed", CHANGED, now).id
    db.session.commit()
    jobs.soon("send_mail", letter)
    return _saved("Your password is set. Other devices are signed out.")


def _refuse_wrong_current(typed: str) -> str:
    """The sentence that refuses the present password; tries are counted as at the sign-in page."""
    kept = current_user.password_hash
    if kept is None:
        db.session.rollback()
        return ""
    tried = sign_in_try.begin_try("password", current_user.email, request.remote_addr or "", True, clock.now())
    if isinstance(tried, timedelta):
        return wait_words(tried)
    try_id = tried.id
    db.session.commit()
    if not password.password_is_right(kept, typed):
        return "This is not your present password."
    sign_in_try.it_worked(try_id)
    db.session.commit()
    return ""


def _removed_before(leave_id: int) -> ResponseReturnValue:
    """The answer to a second tap on the same button: as to the first."""
    if session.get(LEAVE_REMOVED) != leave_id:
        abort(404)
    return redirect(url_for("account.settings") + "#leave", 303)


def _saved(words: str, place: str = "") -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("account.settings") + place, 303)


def _page(
    about: WelcomeForm | None = None,
    away: LeaveForm | None = None,
    secret: PasswordForm | None = None,
    secret_errors: dict[str, str] | None = None,
) -> ResponseReturnValue:
    """The page with at most one refused form in it."""
    refused = about or away or secret
    errors = secret_errors or (refused.sentences if refused else {})
    person = current_user
    about = about or WelcomeForm(name=person.name, working_days=list(person.working_days), zone=person.zone)
    page = render_template(
        "account/settings.html", form=about, away=away or LeaveForm(), errors=errors, leave=_leave_ahead()
    )
    return page, 422 if refused else 200


def _leave_ahead() -> dict[int, str]:
    """The days away that are not over, by id: "3 August to 14 August"."""
    today = clock.today(current_user.zone)
    return {one.id: _span(one, today) for one in leave_of(current_user.id) if one.last_day >= today}


def _span(one: Leave, today: date) -> str:
    days = dict.fromkeys((plain_day(one.first_day, today), plain_day(one.last_day, today)))
    return " to ".join(days)
