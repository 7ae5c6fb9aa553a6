"""The pages of one's account. Most of them are for people who are not signed in, so each page names its own guard."""

from flask import Blueprint, Response

bp = Blueprint("account", __name__)


@bp.after_request
def keep_out_of_search_engines(response: Response) -> Response:
    """All that a stranger can open are these pages, and none of them belongs in a list of results."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
