"""The team's page as files: everybody whom it shows, and the teams under it."""

from flask import Response

from rapport import clock
from rapport.pages.download import ENDING, download
from rapport.pages.manager.blueprint import bp, team_asked_for, this_manager
from rapport.pages.manager.team_query import asked_for
from rapport.pages.rep.blueprint import this_shelf
from rapport.reports.team_tables import people_table, teams_table


@bp.get(f"/team.{ENDING}")
@bp.get(f"/team/<int:team_id>.{ENDING}")
def team_file(ending: str, team_id: int | None = None) -> Response:
    """Everybody who matches, not only those on one page."""
    team, manager, shelf = team_asked_for(team_id), this_manager(), this_shelf()
    query, today = asked_for(shelf), clock.today(manager.zone)
    return download(people_table(manager, team, query, today, shelf.version), ending)


@bp.get(f"/team/teams.{ENDING}")
@bp.get(f"/team/<int:team_id>/teams.{ENDING}")
def teams_file(ending: str, team_id: int | None = None) -> Response:
    """The teams, each rolled up."""
    team, manager, shelf = team_asked_for(team_id), this_manager(), this_shelf()
    query, today = asked_for(shelf), clock.today(manager.zone)
    return download(teams_table(manager, team, query, today, shelf.version), ending)
