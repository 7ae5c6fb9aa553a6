"""The team: who needs their manager, and where everybody stands."""

from flask import render_template
from flask.typing import ResponseReturnValue

from rapport.pages.manager.blueprint import bp


@bp.get("/team")
def my_team() -> ResponseReturnValue:
    """The manager's first page."""
    return render_template("manager/team.html", tab="team")
