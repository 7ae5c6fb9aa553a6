"""The team: who needs their manager and about what, and where everybody stands."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.database import db
from rapport.pages.manager.blueprint import bp, find_team, this_manager
from rapport.pages.manager.team_query import SHOW, SORT, address, asked_for
from rapport.pages.rep.blueprint import this_shelf
from rapport.people.access import led_by
from rapport.people.team import Team
from rapport.progress.of_team import board


@bp.get("/team")
def my_team() -> ResponseReturnValue:
    """Everybody whom this manager leads; who leads one team sees that one."""
    led = led_by(this_manager())
    return _page(db.session.get(Team, led[0]) if len(led) == 1 else None)


@bp.get("/team/<int:team_id>")
def team(team_id: int) -> ResponseReturnValue:
    """One of the teams, with those below it."""
    return _page(find_team(team_id))


def _page(team: Team | None) -> str:
    manager, on_shelf = this_manager(), this_shelf()
    query, today = asked_for(on_shelf), clock.today(manager.zone)
    seen = board(manager, team, query, today, on_shelf.version)
    to = partial(address, request.path, query)
    chosen = on_shelf.module(query.module)
    columns = [(place, module) for place, module in enumerate(seen.modules) if chosen in (None, module)]
    return render_template(
        "manager/team.html",
        tab="team",
        board=seen,
        query=query,
        chosen=chosen,
        columns=columns,
        today=today,
        zone=manager.zone,
        show=SHOW,
        sorts=SORT,
        to=to,
        number=lambda page: to(page=page),
    )
