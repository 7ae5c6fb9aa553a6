"""Erasing a person: said plainly what goes and what stays, and asked for by typing the name."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock, mail
from rapport.database import db
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.person import find_person, other_person
from rapport.people.user import User
from rapport.progress import erase, roster

GONE = "person_gone"
NOT_THE_NAME = "This is not the name above. Nothing was erased."


@bp.get("/people/<int:person_id>/erasure")
def erasure(person_id: int) -> ResponseReturnValue:
    return _page(find_person(person_id) if person_id != current_user.id else abort(404))


@bp.post("/people/<int:person_id>/erasing")
def erase_person(person_id: int) -> ResponseReturnValue:
    if session.get(GONE) == person_id:  # a second tap on the same button
        return _gone()
    person = other_person(person_id)
    typed = request.form.get("name", "")
    if " ".join(typed.split()).casefold() != person.name.casefold():
        return _page(person, typed[:200], NOT_THE_NAME)
    now = clock.now()
    mail.forget(person.email, person.name)
    erase.erase(person, now)
    roster.follow([person.id], now)
    note("erased a person", person.name, person.id)
    db.session.commit()
    session[GONE] = person_id
    return _gone()


def _gone() -> ResponseReturnValue:
    flash("This person is erased. Only counts are left.")
    return redirect(url_for("admin.people"), 303)


def _page(person: User, typed: str = "", error: str = "") -> ResponseReturnValue:
    page = render_template("admin/erasure.html", person=person, typed=typed, error=error, tab="people")
    return page, 422 if error else 200
