"""The debrief of a campaign: its numbers, its best liked notes, and the two sentences that the team takes along."""

from dataclasses import dataclass, field

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.campaign import OVER, WORDS_LIMIT, Campaign, conclude, state_of
from rapport.database import db
from rapport.pages.download import ENDING, download
from rapport.pages.manager.blueprint import bp, note, this_manager
from rapport.pages.manager.campaign_terms import find_campaign
from rapport.pages.manager.campaign_weeks import chart_of
from rapport.pages.rep.blueprint import this_shelf
from rapport.pages.rep.campaign import bar_of
from rapport.pages.rep.campaign_note import liked
from rapport.pages.rep.wall import shapes_of
from rapport.people.team import Team
from rapport.progress.campaign_board import board_of, people_asked
from rapport.reports.debrief import weeks_table
from rapport.reports.gap_report import gap_report
from rapport.text import TextRefused, clean

MOST_LIKED, LARGEST = 3, 3
SENTENCES = ("to_keep", "to_change")


@dataclass
class Conclusion:
    """What was typed, and what is wrong with it."""

    to_keep: str
    to_change: str
    errors: dict[str, str] = field(default_factory=dict, init=False)


@bp.get("/campaigns/<int:campaign_id>/debrief")
def debrief(campaign_id: int) -> ResponseReturnValue:
    """What it came to; before its last day: so far."""
    found = find_campaign(campaign_id)
    return _page(found, Conclusion(found.to_keep, found.to_change))


@bp.post("/campaigns/<int:campaign_id>/conclusion")
def conclude_campaign(campaign_id: int) -> ResponseReturnValue:
    """Keep the two sentences."""
    found = find_campaign(campaign_id)
    typed = Conclusion(**{name: request.form.get(name, "").replace("\x00", "") for name in SENTENCES})
    kept = {name: _words(typed, name) for name in SENTENCES}
    if typed.errors:
        return _page(found, typed), 422
    if (found.to_keep, found.to_change) != tuple(kept.values()):
        conclude(found, **kept)
        note("wrote a debrief", f"{found.title} (campaign {found.id})")
    db.session.commit()
    flash("Kept. Your team reads it on the campaign’s page.")
    return redirect(url_for("manager.debrief", campaign_id=found.id), 303)


@bp.get(f"/campaigns/<int:campaign_id>/debrief.{ENDING}")
def debrief_file(campaign_id: int, ending: str) -> Response:
    """The weeks, as on the page."""
    found = find_campaign(campaign_id)
    board = board_of(found, this_manager(), True, this_shelf())
    team = db.session.get_one(Team, found.team_id).name
    weeks = board.weeks(clock.today(this_manager().zone))
    return download(weeks_table(board, weeks, f"{team}-{found.starts_on.isoformat()}"), ending)


def _words(typed: Conclusion, name: str) -> str:
    try:
        return clean(getattr(typed, name), WORDS_LIMIT)
    except TextRefused as refused:
        typed.errors[name] = str(refused)
        return ""


def _page(campaign: Campaign, typed: Conclusion) -> str:
    board = board_of(campaign, this_manager(), True, this_shelf())
    zone = this_manager().zone
    today = clock.today(zone)
    weeks = board.weeks(today)
    return render_template(
        "manager/campaign_debrief.html",
        campaign=campaign,
        team=db.session.get_one(Team, campaign.team_id).name,
        ended=state_of(campaign, today) == OVER or today >= campaign.ends_on,
        board=board,
        bar=bar_of(board),
        bar_shapes=shapes_of(board.answers),
        asked=max(people_asked(campaign), board.took_part),
        weeks=weeks,
        chart=chart_of(board, weeks),
        liked=liked(board, MOST_LIKED),
        heaps=gap_report(board).heaps[:LARGEST],
        typed=typed,
        today=today,
        zone=zone,
        tab="team",
    )
