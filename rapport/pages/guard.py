"""Who may open a page. Pages are closed unless opened on purpose: every blueprint names its guard."""

from collections.abc import Callable
from functools import wraps

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

LOOKING = {"GET", "HEAD"}


def signed_in() -> ResponseReturnValue | None:
    """Send a stranger to sign in and back again; send a newcomer through the welcome page first."""
    if not current_user.is_authenticated:
        if request.method not in LOOKING:
            abort(401)
        return redirect(url_for("account.sign_in", next=asked_for()), 303)
    if current_user.welcomed_at is None and request.method in LOOKING:
        return redirect(url_for("account.welcome"), 303)
    return None


def for_the_signed_in(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The same guard for one page, where the rest of its blueprint is open to strangers."""

    @wraps(view)
    def guarded(**address: object) -> ResponseReturnValue:
        answer = signed_in()
        return view(**address) if answer is None else answer

    return guarded


def asked_for() -> str:
    """The address of this request, to come back to."""
    query = request.query_string.decode()
    return f"{request.path}?{query}" if query else request.path


def role(name: str) -> Callable[[], ResponseReturnValue | None]:
    """A guard that also asks for a role; without it the page does not exist."""

    def guard() -> ResponseReturnValue | None:
        answer = signed_in()
        if answer is None and not current_user.has(name):
            abort(404)
        return answer

    return guard
