"""The first visit: name, working days, time zone, and straight into a lesson."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock
from rapport.assignments.due import owed_by
from rapport.catalogue.shelf import ShelfLesson, shelf
from rapport.database import db
from rapport.pages.account.blueprint import bp
from rapport.pages.account.forms import WelcomeForm
from rapport.people.user import User
from rapport.progress.next_up import next_up


@bp.get("/welcome")
def welcome() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("account.sign_in", next="/welcome"), 303)
    if current_user.welcomed_at is not None:
        return redirect(url_for("rep.today"), 303)
    return _page(
        WelcomeForm(name=current_user.name, working_days=list(current_user.working_days), zone=current_user.zone)
    )


@bp.post("/welcome")
def get_started() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("account.sign_in", next="/welcome"), 303)
    form = WelcomeForm(request.form)
    if not form.validate():
        return _page(form, 422)
    person = db.session.get_one(User, current_user.id)
    person.name, person.zone, person.working_days = form.name.data or "", form.zone.data, form.days
    person.welcomed_at = person.welcomed_at or clock.now()
    then = _first_page(person)
    db.session.commit()
    return redirect(then, 303)


def _first_page(person: User) -> str:
    """Whoever runs the site begins with its people; everyone else with the first lesson."""
    if person.has("admin"):
        return url_for("admin.people")
    first = _first_lesson()
    return url_for("rep.lesson", module=first.module_key, lesson=first.key) if first else url_for("rep.today")


def _first_lesson() -> ShelfLesson | None:
    """Of what is asked of a newcomer already, else of the library."""
    owed = owed_by(current_user.id, clock.today(current_user.zone))
    first = next_up(shelf(g.version), {}, owed, ())
    return first.lesson if first else None


def _page(form: WelcomeForm, status: int = 200) -> ResponseReturnValue:
    errors = form.sentences if status != 200 else {}
    first = None if current_user.has("admin") else _first_lesson()
    return render_template("account/welcome.html", form=form, errors=errors, first=first), status
