"""One person, as an admin meets them: who they are, their teams, their days away, their account."""

from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock
from rapport.database import db
from rapport.pages.account.forms import LeaveForm
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.people import STATE_WORDS
from rapport.pages.admin.person_form import PersonForm
from rapport.pages.admin.team_pick import TeamPick
from rapport.pages.words import plain_day
from rapport.people import audit
from rapport.people.account import take_address
from rapport.people.directory import state_of, teams_by_person
from rapport.people.outline import outline
from rapport.people.sign_in import devices_of
from rapport.people.team_change import wait_for_turn
from rapport.people.user import ROLES, Leave, User, leave_of
from rapport.progress import roster
from rapport.text import TextRefused

ROLE_CHOICES = [(role, role.capitalize()) for role in ROLES]
NEWEST = 5


@dataclass
class Refused:
    """What could not be taken, to be shown again where it was typed."""

    about: PersonForm | None = None
    away: LeaveForm | None = None
    team: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    return person_page(find_person(person_id))


@bp.post("/people/<int:person_id>/about")
def change_person(person_id: int) -> ResponseReturnValue:
    one = held_person(person_id)
    form = PersonForm(request.form)
    form.keeps_admin = one.id == current_user.id
    if not form.validate():
        return person_page(one, Refused(about=form, errors=form.sentences))
    try:
        changed = _changed(one, form)
    except TextRefused as refused:
        return person_page(one, Refused(about=form, errors={"email": str(refused)}))
    if changed:
        note("changed a person", f"{one.email}: {', '.join(changed)}", one.id)
        roster.follow([one.id], clock.now())
    db.session.commit()
    return back_to(person_id, "Saved.")


def find_person(person_id: int) -> User:
    """Whoever has this id and was not erased."""
    one = db.session.get(User, person_id)
    return one if one is not None and one.erased_at is None else abort(404)


def held_person(person_id: int) -> User:
    """The same, held until the end of the transaction; the turn comes first, so that nobody waits for each other."""
    wait_for_turn()
    one = db.session.get(User, person_id, with_for_update=True)
    return one if one is not None and one.erased_at is None else abort(404)


def other_person(person_id: int) -> User:
    """Nobody closes or erases their own account by a slip: the site would be left without its admin."""
    return held_person(person_id) if person_id != current_user.id else abort(404)


def back_to(person_id: int, words: str, place: str | None = None) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("admin.person", person_id=person_id, _anchor=place), 303)


def person_page(one: User, refused: Refused | None = None) -> ResponseReturnValue:
    """The page, with at most one refused form in it."""
    no = refused or Refused()
    with db.session.no_autoflush:
        page = render_template("admin/person.html", **_shown(one, no), tab="people")
    return page, 422 if refused else 200


def _shown(one: User, no: Refused) -> dict[str, Any]:
    tree = outline()
    about = no.about or PersonForm(name=one.name, email=one.email, roles=one.roles.split(","), starts_on=one.starts_on)
    return {
        "person": one,
        "state": state_of(one),
        "states": STATE_WORDS,
        "about": about,
        "away": no.away or LeaveForm(),
        "errors": no.errors,
        "pick": TeamPick(tree, no.team, "Pick a team"),
        "teams": [
            (place.team_id, tree.way(place.team_id), place.leads) for place in teams_by_person([one.id]).get(one.id, ())
        ],
        "leave": _leave_ahead(one),
        "devices": len(devices_of(one, clock.now())),
        "acts": audit.about_person(one.id, NEWEST),
        "role_choices": ROLE_CHOICES,
        "today": clock.today(current_user.zone),
    }


def _changed(one: User, form: PersonForm) -> list[str]:
    """Take over what the form says; in words what of it was new."""
    roles = {role for role in ROLES if role in form.roles.data}
    changed = []
    if form.email.data != one.email:
        changed.append(f"address, before {one.email}")
        take_address(one, form.email.data or "")
    if form.name.data != one.name:
        changed.append("name")
        one.name = form.name.data or ""
    if roles != set(one.roles.split(",")):
        one.take_roles(roles)
        changed.append(f"roles, now {one.roles.replace(',', ', ')}")
    if form.starts_on.data != one.starts_on:
        one.starts_on = form.starts_on.data
        changed.append(f"first day, now {one.starts_on or 'none'}")
    return changed


def _leave_ahead(one: User) -> dict[int, str]:
    """The days away that are not over, by id: "3 August to 14 August"."""
    today = clock.today(one.zone)
    return {away.id: leave_words(away) for away in leave_of(one.id) if away.last_day >= today}


def leave_words(away: Leave) -> str:
    today = clock.today(current_user.zone)
    return " to ".join(dict.fromkeys((plain_day(away.first_day, today), plain_day(away.last_day, today))))
