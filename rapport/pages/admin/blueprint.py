"""What all of an admin's pages share: nobody else gets in, and every act leaves an audit row."""

from flask import Blueprint, request
from flask_login import current_user

from rapport import clock
from rapport.pages import guard
from rapport.people import audit

bp = Blueprint("admin", __name__, url_prefix="/admin")
bp.before_request(guard.role("admin"))


def note(what: str, about: str, person_id: int | None = None) -> None:
    """Write down what this admin just did, about whom, from where; in the transaction of the act itself."""
    audit.note(current_user.id, what, about, request.remote_addr or "", clock.now(), person_id)
