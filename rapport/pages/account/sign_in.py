"""Signing in by e-mailed code (the main way) or by password, and signing out."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import DBAPIError

from rapport import clock
from rapport.database import db
from rapport.demo.cast import cast_here
from rapport.pages.account import presence
from rapport.pages.account.blueprint import bp
from rapport.pages.account.code_mail import NO_WAIT, send_code, wait_words
from rapport.pages.account.forms import SignInForm
from rapport.pages.account.next_page import local_path, next_page, remember_next
from rapport.people import password, sign_in, sign_in_try
from rapport.people.user import User, anybody, person_with

NOT_NOTED = (
    "You are signed out on this device. That could not be saved, so the device stays in your list under Me for now: "
    "please sign it out there when the site can save again."
)
NO_MATCH = "That e-mail and password do not go together. Try again, or let us send you a code."


@bp.get("/sign-in", endpoint="sign_in")
def sign_in_page() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next")) or url_for("rep.today"), 303)
    if not anybody():
        return redirect(url_for("account.set_up"), 303)
    remember_next(request.args.get("next"))
    return _page(SignInForm())


@bp.post("/sign-in")
def sign_in_person() -> ResponseReturnValue:
    """A typed password is tried first; without one, or where the code was asked for, a code goes out."""
    form = SignInForm(request.form)
    if not form.validate():
        return _page(form, 422)
    remember_next(request.form.get("next"))
    wait = NO_WAIT
    if form.password.data:
        person_id, wait = _right_person(form.email.data or "", form.password.data)
        if person_id is not None:
            return _welcome_back(person_id)
        if request.form.get("way") != "code":
            return _page(form, 429 if wait else 422, password=wait_words(wait) if wait else NO_MATCH, wait=wait)
    wait = send_code(form.email.data or "")
    if wait:
        return _page(form, 429, email=wait_words(wait), wait=wait)
    return redirect(url_for("account.code"), 303)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """The cookie goes, whatever happens to the row: on a shared phone that is what counts."""
    noted = _end_sign_in()
    presence.leave()
    if not noted:
        flash(NOT_NOTED, "error")
    return redirect(url_for("account.sign_in"), 303), {"Clear-Site-Data": '"cache"'}


def _end_sign_in() -> bool:
    """Revoke the sign-in of this device; False when the database takes nothing in."""
    try:
        if current_user.is_authenticated:
            sign_in.revoke(current_user.id, current_user.sign_in_id, clock.now())
            db.session.commit()
    except DBAPIError as error:
        current_app.logger.error("a sign-out was not noted: %s", error.orig)
        db.session.rollback()
        session.pop("_user_id", None)  # so that nobody asks the database who this was
        return False
    return True


def _right_person(email: str, typed: str) -> tuple[int | None, timedelta]:
    """The id of the person whose password this is. Argon2 takes its time, so it runs between two transactions."""
    person = person_with(email)
    known = presence.is_known_here(person)
    tried = sign_in_try.begin_try("password", email, request.remote_addr or "", known, clock.now())
    if isinstance(tried, timedelta):
        db.session.rollback()
        return None, tried
    try_id, person_id, kept = tried.id, person.id if person else None, person.password_hash if person else None
    active = person is not None and person.is_active
    db.session.commit()
    if not password.password_is_right(kept, typed) or not active or kept is None:
        return None, NO_WAIT
    fresh = password.hash_password(typed) if password.needs_new_hash(kept) else kept
    sign_in_try.it_worked(try_id)
    db.session.get_one(User, person_id).password_hash = fresh
    return person_id, NO_WAIT


def _welcome_back(person_id: int) -> ResponseReturnValue:
    then = next_page()
    presence.enter(db.session.get_one(User, person_id))
    db.session.commit()
    return redirect(then, 303)


def _page(form: SignInForm, status: int = 200, wait: timedelta = NO_WAIT, **errors: str) -> ResponseReturnValue:
    cast = cast_here() if current_app.config["DEMO"] else []
    page = render_template("account/sign_in.html", form=form, errors={**form.sentences, **errors}, cast=cast)
    return page, status, {"Retry-After": str(int(wait.total_seconds()) + 1)} if wait else {}
