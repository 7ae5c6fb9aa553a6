"""Riding along: pick the sheet that fits the visit, and fill it in beside the rep, in a minute."""

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import lesson_texts, retired_lesson, shelf
from rapport.coaching.observation import ObservationRefused, observe
from rapport.coaching.ride_along import ride_alongs_of
from rapport.coaching.sheet import Sheet, sheet_in
from rapport.database import db
from rapport.learning.known import edition
from rapport.learning.refusal import Refusal
from rapport.pages.manager.blueprint import bp, find_person, note, this_manager
from rapport.pages.manager.sheet_form import SheetForm, sent
from rapport.pages.rep.entry_form import hint_of, options_of
from rapport.pages.rep.posted import seen_edition
from rapport.people.user import User


@bp.get("/team/people/<int:rep_id>/ride-along")
def ride_along(rep_id: int) -> ResponseReturnValue:
    """Every sheet of the library, and what was seen before."""
    person, zone = find_person(rep_id), this_manager().zone
    modules = shelf(g.get("version")).modules
    return render_template(
        "manager/ride_along.html",
        person=person,
        sheets=[
            (module, lesson, sheet) for module in modules for lesson in module.lessons for sheet in lesson.observations
        ],
        ride_alongs=ride_alongs_of(person.id),
        zone=zone,
        today=clock.today(zone),
    )


@bp.route("/team/people/<int:rep_id>/ride-along/<lesson>/<key>", methods=["GET", "POST"])
def fill_in(rep_id: int, lesson: str, key: str) -> ResponseReturnValue:
    """One sheet; a post keeps it."""
    person, sheet = find_person(rep_id), _find_sheet(lesson, key)
    if request.method != "POST":
        return _page(person, sheet, lesson, SheetForm())
    form = sent(sheet)
    kept = form.fact_id
    try:
        if observe(this_manager().id, person.id, sheet, form.filled, clock.now()):
            note("rode along", person.email)
    except (Refusal, ObservationRefused) as refused:
        form.take(refused)
        return _page(person, sheet, lesson, form), 422
    db.session.commit()
    return redirect(url_for("manager.observation", rep_id=person.id, observation_id=kept, kept="yes"), 303)


def _find_sheet(lesson_key: str, key: str) -> Sheet:
    """The sheet as this manager has it before them: its lesson may have been changed or retired while they rode along."""
    found = shelf(g.get("version")).by_key.get(lesson_key)
    if found is None and request.method == "POST":
        found = retired_lesson(lesson_key)
    return (found and sheet_in(edition(lesson_texts(found), seen_edition()), key)) or abort(404)


def _page(person: User, sheet: Sheet, lesson: str, form: SheetForm) -> str:
    return render_template(
        "manager/sheet.html",
        person=person,
        sheet=sheet,
        lesson=lesson,
        form=form,
        action=url_for("manager.fill_in", rep_id=person.id, lesson=lesson, key=sheet.key),
        back=url_for("manager.ride_along", rep_id=person.id),
        draft=f"sheet-{person.id}-{sheet.lesson_id}-{sheet.key}",
        hint_of=hint_of,
        options_of=options_of,
    )
