"""A campaign that is not over, changed or ended by whoever leads its team."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.assignment import Assignment, change_due, withdraw
from rapport.assignments.campaign import (
    CALLED_OFF,
    COMING,
    RUNNING,
    Campaign,
    campaign_led_by,
    end_early,
    settle,
    state_of,
)
from rapport.database import db
from rapport.pages.manager.blueprint import bp, note, this_manager
from rapport.pages.manager.campaign_form import CampaignForm, filled_in, from_campaign
from rapport.pages.rep.blueprint import this_shelf
from rapport.pages.rep.campaign import unit_of
from rapport.pages.rep.posted import posted_id
from rapport.progress import roster
from rapport.progress.shared_exercise import refused_in

TOO_LATE = "This campaign is over. What it came to stays as it is."


@bp.get("/campaigns/<int:campaign_id>/terms")
def campaign_terms(campaign_id: int) -> ResponseReturnValue:
    """Its window, goal and limits, to change them; or to end it."""
    found = find_campaign(campaign_id)
    return _page(found, from_campaign(found)) if _is_open(found) else _too_late(found)


@bp.post("/campaigns/<int:campaign_id>/settling")
def settle_campaign(campaign_id: int) -> ResponseReturnValue:
    found = find_campaign(campaign_id)
    if not _is_open(found):
        return _too_late(found)
    form = filled_in(request.form, posted_id())
    today = _today()
    earliest = min(found.starts_on, today)
    if state_of(found, today) == RUNNING:
        form.starts_on = earliest.isoformat()  # what has begun has begun
    terms = form.terms(earliest)
    if terms and terms.ends_on < today:
        form.errors["ends_on"] = "Please pick today or a later day. To end it today, use the button below."
    if terms is None or form.errors:
        return _page(found, form), 422
    if settle(found, terms):
        _follow(found, form.form_id)
        note("changed a campaign", f"{found.title} (campaign {found.id})")
    db.session.commit()
    flash("Changed.")
    return redirect(url_for("rep.campaign", campaign_id=found.id), 303)


@bp.post("/campaigns/<int:campaign_id>/end")
def end_campaign(campaign_id: int) -> ResponseReturnValue:
    found = find_campaign(campaign_id)
    if not _is_open(found):
        return redirect(url_for("manager.debrief", campaign_id=found.id), 303)
    end_early(found, _today(), clock.now())
    if state_of(found, _today()) == CALLED_OFF:
        _withdraw(found, posted_id())
    note("ended a campaign", f"{found.title} (campaign {found.id})")
    db.session.commit()
    flash("It is called off." if state_of(found, _today()) == CALLED_OFF else "It is over. This is what it came to.")
    return redirect(url_for("manager.debrief", campaign_id=found.id), 303)


def find_campaign(campaign_id: int) -> Campaign:
    """The campaign with this id, if this manager leads its team; else there is no such page."""
    return campaign_led_by(this_manager(), campaign_id) or abort(404)


def _today() -> date:
    return clock.today(this_manager().zone)


def _is_open(campaign: Campaign) -> bool:
    return state_of(campaign, _today()) in (COMING, RUNNING)


def _too_late(campaign: Campaign) -> ResponseReturnValue:
    """A second tap, or a page that was open for long: it shows what has become of it."""
    flash(TOO_LATE)
    return redirect(url_for("rep.campaign", campaign_id=campaign.id), 303)


def _follow(campaign: Campaign, form_id: str) -> None:
    """The module that it asks for is asked for by its last day."""
    asked = _asked(campaign)
    if asked and asked.due_on != campaign.ends_on:
        change_due(asked, this_manager(), campaign.ends_on, form_id, clock.now())
        roster.after_assignment(asked.id, clock.now())


def _withdraw(campaign: Campaign, form_id: str) -> None:
    if asked := _asked(campaign):
        withdraw(asked, this_manager(), form_id, clock.now())
        roster.after_assignment(asked.id, clock.now())


def _asked(campaign: Campaign) -> Assignment | None:
    """The assignment that came with it, while it stands."""
    found = db.session.get(Assignment, campaign.assignment_id) if campaign.assignment_id else None
    return found if found and found.withdrawn_at is None else None


def _page(campaign: Campaign, form: CampaignForm) -> str:
    today, exercise = _today(), _exercise(campaign)
    return render_template(
        "manager/campaign_terms.html",
        campaign=campaign,
        form=form,
        state=state_of(campaign, today),
        unit=unit_of(exercise) if exercise else "notes",
        limited=exercise is None or bool(refused_in(exercise)),
        today=today,
        tab="team",
    )


def _exercise(campaign: Campaign) -> dict[str, Any] | None:
    """What it counts, while it is in the library."""
    lesson = this_shelf().by_id.get(campaign.lesson_id)
    items = lesson.exercises if lesson else ()
    return next((item for item in items if item["key"] == campaign.exercise_key), None)
