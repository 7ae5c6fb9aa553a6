"""Campaigns as files: the list of them, and one campaign's wall."""

from flask import Response

from rapport import clock
from rapport.pages.download import ENDING, download
from rapport.pages.manager.blueprint import bp, this_manager
from rapport.pages.manager.campaign_terms import find_campaign
from rapport.pages.manager.campaigns import Row, rows_for
from rapport.pages.rep.blueprint import this_shelf
from rapport.progress.campaign_board import board_of
from rapport.reports.table import Column, Table, Value
from rapport.reports.wall_table import wall_table

COLUMNS = (
    Column("Campaign"),
    Column("Team"),
    Column("State"),
    Column("From", "day"),
    Column("To", "day"),
    Column("Notes", "number"),
    Column("Goal", "number"),
)


@bp.get(f"/campaigns.{ENDING}")
def campaigns_file(ending: str) -> Response:
    today = clock.today(this_manager().zone)
    rows = [_row(one) for one in rows_for(today)]
    return download(Table(f"campaigns-{today}", "Campaigns", COLUMNS, rows), ending)


@bp.get(f"/campaigns/<int:campaign_id>.{ENDING}")
def campaign_file(campaign_id: int, ending: str) -> Response:
    """Everything on the wall."""
    board = board_of(find_campaign(campaign_id), this_manager(), True, this_shelf())
    return download(wall_table(board, this_manager().zone), ending)


def _row(row: Row) -> list[Value]:
    one = row.campaign
    return [one.title, row.team, row.state.capitalize(), one.starts_on, one.ends_on, row.bar.notes, one.goal or None]
