"""When something cannot be done: one plain page, said kindly, that always arrives."""

from typing import NamedTuple

from flask import Flask, current_app, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from rapport.database import db
from rapport.pages.typed import typed_words


class Words(NamedTuple):
    """What went wrong: a code for programs (docs/sync.md), a title and a sentence for people."""

    reason: str
    title: str
    message: str


WORDS = {
    400: Words("bad-request", "That did not arrive as it should", "Please go back and try once more."),
    401: Words(
        "signed-out",
        "Please sign in",
        "This needs you to be signed in, and you are not any more. Copy what you typed, sign in, and send it again.",
    ),
    403: Words("other-site", "That is not allowed", "This came from another site, or is not yours to do."),
    404: Words("not-found", "There is nothing here", "The page may have moved, or it is not one you can open."),
    405: Words(
        "wrong-method",
        "That does not work here",
        "This address takes no such request. Please start again from Today.",
    ),
    413: Words("too-large", "That is too much at once", "Please send less: shorter texts, or a smaller file."),
    415: Words("wrong-kind", "That kind of file does not work here", "Please send it in another form."),
    429: Words("too-often", "A short break", "That was tried too often. Please wait a little, then try again."),
    500: Words(
        "our-mistake",
        "Something broke on our side",
        "It is noted, and nothing you saved is lost. Please try again.",
    ),
    503: Words(
        "busy",
        "One moment, please",
        "The site is busy. Nothing was lost: wait a few seconds and send it again.",
    ),
}
STALE_FORM = Words(
    "stale-token",
    "This page was open for too long",
    "Please go back, reload the page and send it again. Copy what you typed first.",
)
# What was typed is shown again, to be copied. Not where another site may have sent it.
KEEP_WORDS = {400, 401, 404, 409, 429, 500, 503}
FOR_STRANGERS = {
    "account.sign_in_person",
    "account.type_code",
    "account.code_again",
    "account.accept_invitation",
    "account.make_first_admin",
}
MOST_DROPPED, PIECE = 64 * 1024 * 1024, 64 * 1024
FULL = Words(
    "disk-full",
    "The disk is full",
    "Reading works, saving does not for now. Please tell the person who runs this site.",
)
BUSY_TEXTS = ("database is locked", "database table is locked", "unable to open database file")
FULL_TEXTS = ("disk is full", "disk I/O error", "No space left", "readonly database")
# PostgreSQL's classes: connection lost, out of resources, stopped by an operator, serialisation.
BUSY_STATES = ("08", "53", "57", "40")
BARE_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><h1>{title}</h1><p>{message}</p>"
    '<p><a href="/">Back to Today</a></p></html>'
)


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, on_stale_form)
    app.register_error_handler(DBAPIError, _on_database)
    app.register_error_handler(PoolTimeout, _on_busy)


def answer(code: int, words: Words | None = None, wait: int | None = None) -> ResponseReturnValue:
    """The page (or, for programs, the JSON) that says what went wrong."""
    response = make_response(*_body(code, words or WORDS.get(code, WORDS[500 if code >= 500 else 400])))
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def _on_http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    if code == 500:
        db.session.rollback()
    if code == 413:
        _let_it_arrive()
    response = make_response(answer(code))
    for name, value in error.get_headers():
        if name in {"Retry-After", "Allow"}:
            response.headers[name] = value
    return response


def _let_it_arrive() -> None:
    """Take the rest of what is too much, and drop it: a browser that is cut off while it sends never shows our answer."""
    left = min(request.content_length or 0, MOST_DROPPED)
    if left <= current_app.config["MAX_CONTENT_LENGTH"]:
        return  # it was read in part already, and how far is not known
    while left > 0 and (piece := request.environ["wsgi.input"].read(min(left, PIECE))):
        left -= len(piece)


def on_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """Somebody who has signed out in another tab is told so; asking the session needs no database."""
    if "_user_id" not in session and request.endpoint not in FOR_STRANGERS:
        return answer(401)
    return answer(400, STALE_FORM)


def _on_database(error: DBAPIError) -> ResponseReturnValue:
    db.session.rollback()
    said, state = str(error.orig), getattr(error.orig, "sqlstate", None)
    if state == "53100" or any(text in said for text in FULL_TEXTS):
        current_app.logger.error("cannot write: %s", said)
        return answer(503, FULL, wait=60)
    lost = state is None and isinstance(error, OperationalError) and type(error.orig).__module__.startswith("psycopg")
    if lost or any(text in said for text in BUSY_TEXTS) or (state or "").startswith(BUSY_STATES):
        return _on_busy(error)
    current_app.logger.error("database error at %s", request.path, exc_info=error)
    return answer(500)


def _on_busy(_error: Exception) -> ResponseReturnValue:
    return answer(503, wait=3)


def _body(code: int, words: Words) -> tuple[object, int]:
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return {"error": words.message, "reason": words.reason}, code
    try:
        typed = typed_words() if code in KEEP_WORDS else []
        return render_template("error.html", code=code, title=words.title, message=words.message, typed=typed), code
    except Exception:
        current_app.logger.warning("the error page itself failed", exc_info=True)
        return BARE_PAGE.format(title=words.title, message=words.message), code
