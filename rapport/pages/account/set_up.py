"""The first admin of an empty site, let in by the token that the terminal shows."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.database import db
from rapport.pages.account import presence
from rapport.pages.account.blueprint import bp
from rapport.pages.account.forms import SetUpForm
from rapport.people import audit, set_up
from rapport.people.password import hash_password


@bp.get("/set-up", endpoint="set_up")
def set_up_page() -> ResponseReturnValue:
    if not set_up.needs_admin():
        abort(404)
    return _page(SetUpForm())


@bp.post("/set-up")
def make_first_admin() -> ResponseReturnValue:
    form = SetUpForm(request.form)
    password_hash = None
    if _token_is_right() and form.validate():
        password_hash = hash_password(form.password.data) if form.password.data else None
    if not set_up.needs_admin():
        abort(404)
    if not _token_is_right() or form.errors:
        return _page(form, 422)
    now = clock.now()
    admin = set_up.first_admin(form.email.data or "", form.name.data or "", now)
    admin.password_hash = password_hash
    audit.note(admin.id, "became the first admin", admin.email, request.remote_addr or "", now)
    presence.enter(admin)
    db.session.commit()
    return redirect(url_for("account.welcome"), 303)


def _token_is_right() -> bool:
    return set_up.token_is_right(request.values.get("token", ""), current_app.config["SECRET_KEY"])


def _page(form: SetUpForm, status: int = 200) -> ResponseReturnValue:
    if not _token_is_right():
        return render_template("account/set_up_closed.html"), 403
    errors = form.sentences if status != 200 else {}
    return render_template("account/set_up.html", form=form, errors=errors, token=request.values["token"]), status
