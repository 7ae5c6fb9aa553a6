"""The month end: what everybody did, on one page that also prints well, and as files with the same numbers."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.pages.download import ENDING, download
from rapport.pages.manager.blueprint import bp, page_asked_for, team_asked_for, this_manager
from rapport.people.team import Team
from rapport.reports.month import Month, month_of
from rapport.reports.month_report import MonthReport

PAGE = 200  # a team prints whole; a region goes on paper as a file


@bp.get("/team/month")
def month() -> ResponseReturnValue:
    """Everybody whom this manager leads; who leads one team sees that one."""
    return _page(team_asked_for(None))


@bp.get("/team/<int:team_id>/month")
def team_month(team_id: int) -> ResponseReturnValue:
    """The people of one team and of those under it."""
    return _page(team_asked_for(team_id))


@bp.get(f"/team/month.{ENDING}")
@bp.get(f"/team/<int:team_id>/month.{ENDING}")
def month_file(ending: str, team_id: int | None = None) -> Response:
    """The table of people."""
    return download(_report(team_asked_for(team_id)).people(), ending)


@bp.get(f"/team/month/teams.{ENDING}")
@bp.get(f"/team/<int:team_id>/month/teams.{ENDING}")
def month_teams_file(ending: str, team_id: int | None = None) -> Response:
    """The table of teams."""
    return download(_report(team_asked_for(team_id)).teams(), ending)


def _report(team: Team | None) -> MonthReport:
    return MonthReport(this_manager(), team, _month())


def _month() -> Month:
    return month_of(request.args.get("month", ""), clock.today(this_manager().zone))


def _page(team: Team | None) -> str:
    report, today = _report(team), clock.today(this_manager().zone)
    people = report.people()
    rows = list(people.rows)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(page_asked_for(), pages)
    here = url_for("manager.team_month", team_id=team.id) if team else url_for("manager.month")
    return render_template(
        "manager/month.html",
        report=report,
        month=report.month,
        people=people,
        rows=rows[(page - 1) * PAGE : page * PAGE],
        count=len(rows),
        teams=report.teams(),
        page=page,
        pages=pages,
        today=today,
        so_far=report.month.last >= today,
        later=report.month.after.first <= today,
        here=here,
        number=lambda page: f"{here}?month={report.month.key}&page={page}#people",
        tab="team",
    )
