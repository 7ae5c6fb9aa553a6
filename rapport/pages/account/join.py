"""Coming in by an invitation link or its QR code: name and e-mail, then the code, then the welcome page."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock
from rapport.database import db
from rapport.pages.account.arrival import LINK_CLOSED
from rapport.pages.account.blueprint import bp
from rapport.pages.account.code_mail import NO_WAIT, send_code, wait_words
from rapport.pages.account.forms import JoinForm
from rapport.people import invitation
from rapport.people.invitation import Invitation
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress import roster


@bp.get("/join/<token>")
def join(token: str) -> ResponseReturnValue:
    link = _open_link(token)
    return _closed() if link is None else _page(link, JoinForm())


@bp.post("/join/<token>")
def accept_invitation(token: str) -> ResponseReturnValue:
    link = _open_link(token)
    if link is None:
        return _closed()
    if current_user.is_authenticated:
        return _join_as_present_person(link)
    form = JoinForm(request.form)
    if not form.validate():
        return _page(link, form, 422)
    wait = send_code(form.email.data or "", new=True, name=form.name.data, invitation=link.id)
    if wait:
        return _page(link, form, 429, wait, email=wait_words(wait))
    return redirect(url_for("account.code"), 303)


def _open_link(token: str) -> Invitation | None:
    """The invitation, if somebody more may come in by it; nobody can tell a forged link from a used-up one."""
    link = invitation.invitation_for(token, current_app.config["SECRET_KEY"])
    return link if link is not None and invitation.may_come_in(link, _present(), clock.now()) else None


def _present() -> User | None:
    return db.session.get(User, current_user.id) if current_user.is_authenticated else None


def _join_as_present_person(link: Invitation) -> ResponseReturnValue:
    held, person = invitation.lock(link.id), db.session.get_one(User, current_user.id)
    if held is None or not invitation.may_come_in(held, person, clock.now()):
        return _closed()
    invitation.accept(held, person, clock.now())
    roster.follow([person.id], clock.now())
    team = _team_of(held)
    db.session.commit()
    flash(f"You are in {team}." if team else "You are in.")
    return redirect(url_for("rep.today"), 303)


def _team_of(link: Invitation) -> str:
    team = db.session.get(Team, link.team_id) if link.team_id else None
    return team.name if team else ""


def _page(
    link: Invitation, form: JoinForm, status: int = 200, wait: timedelta = NO_WAIT, **errors: str
) -> ResponseReturnValue:
    told = {**form.sentences, **errors} if status != 200 else {}
    page = render_template("account/join.html", form=form, errors=told, team=_team_of(link))
    return page, status, {"Retry-After": str(int(wait.total_seconds()) + 1)} if wait else {}


def _closed() -> ResponseReturnValue:
    db.session.rollback()
    return render_template("account/closed.html", sentence=LINK_CLOSED), 410
