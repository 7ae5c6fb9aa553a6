"""What a person logged with customers, as a file; what stands on their card, and nothing besides."""

from flask import Response

from rapport import clock
from rapport.pages.download import ENDING, download
from rapport.pages.manager.blueprint import bp, find_person, this_manager
from rapport.pages.rep.blueprint import this_shelf
from rapport.progress.card import card_of
from rapport.reports.entries_table import entries_table


@bp.get(f"/team/people/<int:rep_id>/entries.{ENDING}")
def entries_file(rep_id: int, ending: str) -> Response:
    rep, zone = find_person(rep_id), this_manager().zone
    today = clock.today(zone)
    return download(entries_table(rep, card_of(rep, today, this_shelf().version), zone, today), ending)
