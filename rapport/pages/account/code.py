"""Typing in the six digits; what happens then depends on what they were asked for."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from rapport import clock, mail
from rapport.database import db
from rapport.pages.account import presence
from rapport.pages.account.arrival import arrive
from rapport.pages.account.blueprint import bp
from rapport.pages.account.code_mail import NO_WAIT, PENDING, RIGHT, check_code, send_code, wait_words
from rapport.pages.account.forms import CodeForm
from rapport.pages.account.next_page import next_page
from rapport.people import sign_in, sign_in_code
from rapport.people.sign_in_code import Verdict
from rapport.people.user import User


@bp.get("/sign-in/code")
def code() -> ResponseReturnValue:
    if PENDING not in session:
        return redirect(url_for("account.sign_in"), 303)
    return _page(CodeForm())


@bp.post("/sign-in/code")
def type_code() -> ResponseReturnValue:
    if PENDING not in session:
        return redirect(url_for("account.sign_in"), 303)
    form = CodeForm(request.form)
    if not form.validate():
        return _page(form, 422)
    verdict, person = check_code(form.code.data or "")
    if isinstance(verdict, timedelta):
        return _page(form, 429, wait_words(verdict), verdict)
    pending = session[PENDING]
    someone = bool(pending.get("new")) or (person is not None and person.is_active)
    if verdict not in RIGHT or not someone:
        db.session.commit()
        return _page(form, 422, (Verdict.WRONG if verdict in RIGHT else verdict).value)
    arrived = arrive(person, pending, clock.now())
    if isinstance(arrived, str):
        db.session.commit()
        session.pop(PENDING)
        return render_template("account/closed.html", sentence=arrived), 410
    if verdict is Verdict.AGAIN:
        sign_in.revoke_since(arrived.id, clock.now() - sign_in_code.ONE_TAP, clock.now())
    return _come_in(arrived)


@bp.post("/sign-in/code/again")
def code_again() -> ResponseReturnValue:
    """A new code to the same address; the old one is void from now on."""
    pending = session.get(PENDING)
    if pending is None:
        return redirect(url_for("account.sign_in"), 303)
    wait = send_code(**{name: value for name, value in pending.items() if name not in {"code", "mail_try"}})
    if wait:
        return _page(CodeForm(), 429, wait_words(wait), wait)
    flash("A new code is on its way. The one before no longer works.")
    return redirect(url_for("account.code"), 303)


def _come_in(person: User) -> ResponseReturnValue:
    then = url_for("account.welcome") if person.welcomed_at is None else next_page()
    presence.enter(person)
    db.session.commit()
    return redirect(then, 303)


def _page(form: CodeForm, status: int = 200, error: str = "", wait: timedelta = NO_WAIT) -> ResponseReturnValue:
    pending = session[PENDING]
    errors = {"code": error} if error else form.sentences
    page = render_template(
        "account/code.html",
        form=form,
        errors=errors,
        email=pending["email"],
        new=pending.get("new"),
        **_mailbox(pending["email"]),
    )
    return page, status, {"Retry-After": str(int(wait.total_seconds()) + 1)} if wait else {}


def _mailbox(email: str) -> dict[str, object]:
    """On a demo site without a mail server the person's mail lies on the page itself."""
    if not current_app.config["DEMO"] or current_app.config["SMTP_URL"]:
        return {"mailbox": False, "letter": None}
    return {"mailbox": True, "letter": mail.latest_to(email, since=clock.now() - sign_in_code.LIFE)}
