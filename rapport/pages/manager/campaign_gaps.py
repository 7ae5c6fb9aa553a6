"""The gap report of a campaign: on a page for operations, and as a file."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.campaign import Campaign, state_of
from rapport.database import db
from rapport.pages.download import ENDING, download
from rapport.pages.manager.blueprint import bp, this_manager
from rapport.pages.manager.campaign_terms import find_campaign
from rapport.pages.rep.blueprint import this_shelf
from rapport.people.team import Team
from rapport.progress.campaign_board import Board, board_of
from rapport.reports.gap_report import gap_report, gap_table


@bp.get("/campaigns/<int:campaign_id>/gaps")
def gaps(campaign_id: int) -> ResponseReturnValue:
    """What customers asked for and did not get, one page to print."""
    found = find_campaign(campaign_id)
    board, today = _board(found), clock.today(this_manager().zone)
    return render_template(
        "manager/campaign_gaps.html",
        campaign=found,
        board=board,
        report=gap_report(board),
        team=db.session.get_one(Team, found.team_id).name,
        state=state_of(found, today),
        today=today,
        tab="team",
    )


@bp.get(f"/campaigns/<int:campaign_id>/gaps.{ENDING}")
def gaps_file(campaign_id: int, ending: str) -> Response:
    found = find_campaign(campaign_id)
    board = _board(found)
    team = db.session.get_one(Team, found.team_id).name
    return download(gap_table(board, gap_report(board), f"{team}-{found.starts_on.isoformat()}"), ending)


def _board(campaign: Campaign) -> Board:
    return board_of(campaign, this_manager(), True, this_shelf())
