"""Pictures that lie beside the lessons."""

from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, send_from_directory
from flask.typing import ResponseReturnValue

from rapport.pages import guard

PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}
# An SVG is a document: opened by itself it may draw, and nothing else.
SVG_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

bp = Blueprint("media", __name__)
bp.before_request(guard.signed_in)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/media/<module>/<name>")
def picture(module: str, name: str) -> ResponseReturnValue:
    """One picture of a module's folder; anything else does not exist."""
    suffix = Path(name).suffix.lower()
    if suffix not in PICTURES or name.startswith(".") or module.startswith("."):
        abort(404)
    response: Response = send_from_directory(
        Path(current_app.config["CONTENT_DIR"]).resolve() / "lessons", f"{module}/{name}"
    )
    response.headers["Cache-Control"] = "private, max-age=3600"
    if suffix == ".svg":
        response.headers["Content-Security-Policy"] = SVG_CSP
    return response
