"""Everybody on the site: name, roles, teams, whether they are in; and closing or opening an account."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from rapport import clock
from rapport.database import db
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.invitation_list import invitation_list
from rapport.pages.admin.invite_form import InviteForm
from rapport.people import sign_in
from rapport.people.team import STILL_THERE, Membership, Team
from rapport.people.user import User, everybody


@dataclass(frozen=True)
class Row:
    """`status` is one of active, invited (has not begun yet), closed."""

    id: int
    name: str
    email: str
    roles: str
    teams: str
    status: str


@bp.get("/people")
def people() -> ResponseReturnValue:
    return people_page(InviteForm.blank())


@bp.post("/people/<int:person_id>/deactivation")
def deactivate(person_id: int) -> ResponseReturnValue:
    """Close an account: signed out everywhere at once. What the person did stays."""
    person = _other_person(person_id)
    if person.deactivated_at is None:
        person.deactivated_at = clock.now()
        sign_in.revoke_all(person.id, clock.now())
        note("closed an account", person.email)
    db.session.commit()
    return _back(f"{person.name} can no longer sign in.")


@bp.post("/people/<int:person_id>/reactivation")
def reactivate(person_id: int) -> ResponseReturnValue:
    person = _other_person(person_id)
    if person.deactivated_at is not None:
        person.deactivated_at = None
        note("opened an account again", person.email)
    db.session.commit()
    return _back(f"{person.name} can sign in again.")


def people_page(form: InviteForm, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    """The page; with a refused invitation form in it where there is one."""
    rows, invitations = _rows(), invitation_list()
    page = render_template(
        "admin/people.html", rows=rows, form=form, errors=errors or {}, invitations=invitations, tab="people"
    )
    return page, status


def _rows() -> list[Row]:
    teams: dict[int, list[str]] = {}
    in_teams = select(Membership.user_id, Team.name, Membership.manages).join(Team, Team.id == Membership.team_id)
    for person_id, name, manages in db.session.execute(in_teams.where(STILL_THERE).order_by(Team.name)):
        teams.setdefault(person_id, []).append(f"{name} (leads)" if manages else name)
    return [_row(person, ", ".join(teams.get(person.id, ()))) for person in everybody()]


def _row(person: User, teams: str) -> Row:
    status = "closed" if person.deactivated_at else "active" if person.welcomed_at else "invited"
    return Row(person.id, person.name, person.email, person.roles.replace(",", ", "), teams, status)


def _other_person(person_id: int) -> User:
    """Nobody closes their own account by a slip: the site would be left without its admin."""
    person = db.session.get(User, person_id, with_for_update=True)
    if person is None or person.id == current_user.id:
        abort(404)
    return person


def _back(words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("admin.people"), 303)
