"""What holds for every page: headers, CSRF, where a write may come from; and two pages for machines."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from rapport import schema
from rapport.catalogue import shelf
from rapport.database import READING_METHODS, db
from rapport.pages import assets, errors, media

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
UNLESS_SET = (("Content-Security-Policy", CSP), ("Cache-Control", "private, no-cache"))
HSTS = ("Strict-Transport-Security", "max-age=31536000")
LARGEST_REQUEST = 4 * 1024 * 1024

bp = Blueprint("system", __name__)
csrf = CSRFProtect()


def register(app: Flask) -> None:
    https = app.config["BASE_URL"].startswith("https://")
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=https, MAX_CONTENT_LENGTH=LARGEST_REQUEST)
    # A token lives as long as its session: what was written offline arrives hours later.
    # Flask-WTF's own check of the referrer gives way to the check of the origin below.
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    _trust_proxies(app, app.config["TRUSTED_PROXIES"])
    app.before_request(_refuse_odd_queries)
    app.before_request(_refuse_other_sites)
    csrf.init_app(app)
    app.register_blueprint(bp)
    media.register(app)
    errors.register(app)
    assets.register(app)
    _add_headers(app, (*HEADERS, HSTS) if https else HEADERS)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The site can be used: database reachable, migrations current, library published."""
    missing = _missing()
    if missing:
        return {"status": "not ready", "missing": missing}, 503, {"Retry-After": "5"}
    return {"status": "ok"}


def _missing() -> list[str]:
    try:
        db.session.execute(text("SELECT 1"))
        if not schema.is_current():
            return ["migrations"]
        return [] if shelf.version() else ["library"]
    except SQLAlchemyError:
        db.session.rollback()
        return ["database"]


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _refuse_odd_queries() -> None:
    """Bytes that no browser puts into an address as they are; werkzeug stumbles over them when it reads it."""
    if not request.query_string.isascii():
        abort(400)


def _refuse_other_sites() -> None:
    """A write that a browser says comes from another site is not ours, whatever token it has."""
    if request.method in READING_METHODS:
        return
    origin = request.headers.get("Origin")
    if origin is None:
        if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
            abort(403)
    elif not (host := _host_of(origin)) or host not in {request.host, _host_of(current_app.config["BASE_URL"])}:
        abort(403)


def _host_of(address: str) -> str:
    """Host and port; nothing for what is no address at all."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _add_headers(app: Flask, fixed: tuple[tuple[str, str], ...]) -> None:
    """On every answer, whoever made it; outside Flask, for which ten headers are a twentieth of the work on a page."""
    behind = app.wsgi_app

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            present = {name for name, _ in headers}
            own = [header for header in UNLESS_SET if header[0] not in present]
            return start_response(status, [*headers, *fixed, *own], *failure)

        return behind(environ, start)

    app.wsgi_app = serve  # type: ignore[method-assign]
