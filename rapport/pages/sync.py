"""Facts from a phone, at once or later; and what it needs to learn offline. See docs/sync.md."""

import json
from typing import Any, cast

from flask import Blueprint, Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf

from rapport import clock
from rapport.database import db
from rapport.pages import sync_bundle
from rapport.pages.system import csrf
from rapport.people.user import User
from rapport.progress.record import Result, record

LARGEST_BATCH = 500
ERRORS = {
    "signed-out": "Please sign in; what waits on this device stays there until then.",
    "stale-token": "Please fetch a fresh token and send this again.",
    "bad-json": 'This should be JSON of the form {"facts": [...]}.',
    "too-many": f"Please send at most {LARGEST_BATCH} facts at a time.",
    "other-person": "These facts belong to somebody else. They are kept for when that person signs in.",
}

bp = Blueprint("sync", __name__)


def register(app: Flask) -> None:
    csrf.exempt(bp)  # checked below, after asking who it is: signed out must not look like a stale token
    app.register_blueprint(bp)


@bp.before_request
def answer_strangers() -> ResponseReturnValue | None:
    # All of it first: a phone that stalls while it sends must not hold the database's one writing turn.
    request.get_data()
    return None if current_user.is_authenticated else _error("signed-out", 401)


@bp.post("/sync")
def sync() -> ResponseReturnValue:
    """Take in a batch of facts; each is acknowledged by its id, after the commit."""
    if not request.is_json:
        return _error("bad-json", 400)
    if not _has_fresh_token():
        return _error("stale-token", 400)
    facts = _facts()
    if not isinstance(facts, list):
        return facts
    results = record(_this_rep(), facts, clock.now(), g.get("version"))
    db.session.commit()
    return {"results": [_said(result) for result in results]}


@bp.get("/sync/token")
def token() -> ResponseReturnValue:
    """What the header X-CSRFToken needs, and whom the answers would be credited to."""
    return {"token": generate_csrf(), "user": _this_rep().id}, 200, {"Cache-Control": "no-store"}


@bp.get("/sync/bundle")
def bundle() -> ResponseReturnValue:
    """All that can be learnt, and where the person stands."""
    return sync_bundle.bundle(_this_rep(), g.get("version")), 200, {"Cache-Control": "private, no-cache"}


def _has_fresh_token() -> bool:
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


def _facts() -> list[Any] | ResponseReturnValue:
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return _error("bad-json", 400)
    facts = body.get("facts") if isinstance(body, dict) else None
    if not isinstance(facts, list):
        return _error("bad-json", 400)
    if len(facts) > LARGEST_BATCH:
        return _error("too-many", 413)
    if body.get("user") is not None and body["user"] != _this_rep().id:
        return _error("other-person", 409)
    return facts


def _said(result: Result) -> dict[str, Any]:
    return {name: value for name, value in vars(result).items() if value or name in ("id", "status")}


def _error(reason: str, status: int) -> ResponseReturnValue:
    return {"error": ERRORS[reason], "reason": reason}, status


def _this_rep() -> User:
    return cast("User", current_user)
