"""Two taps on the button that signs in: the second is answered like the first."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from rapport.pages import errors
from rapport.pages.account.blueprint import bp


@bp.errorhandler(CSRFError)
def on_stale_form(error: CSRFError) -> ResponseReturnValue:
    """By then the first tap has signed in and changed the cookie, and the page's token is an old one."""
    if request.form.get("csrf_token") and current_user.is_authenticated and _asks_for_what_is():
        return redirect(url_for("rep.today"), 303)
    return errors.on_stale_form(error)


def _asks_for_what_is() -> bool:
    """Whether the form was to sign in the person who is signed in; a code does not say whose it was."""
    if request.endpoint == "account.sign_in_person":
        return request.form.get("email", "").strip().lower() == str(current_user.email)
    return request.endpoint == "account.type_code" and bool(request.form.get("code"))
