"""Where to go after signing in: only ever to a page of this site."""

from urllib.parse import urlsplit

from flask import session, url_for

LONGEST = 500


def local_path(value: object) -> str | None:
    """`value` if it is a path on this site; browsers read backslashes and a double slash as another host."""
    if not isinstance(value, str) or not value.startswith("/") or len(value) > LONGEST:
        return None
    if value.startswith("//") or "\\" in value or any(not character.isprintable() for character in value):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else value


def remember_next(value: object) -> None:
    """Keep the page asked for while the person signs in."""
    path = local_path(value)
    if path:
        session["next"] = path


def next_page() -> str:
    return local_path(session.pop("next", None)) or url_for("rep.today")
