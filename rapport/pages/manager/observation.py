"""A sheet that was filled in: read it, see when it was countersigned; its writer corrects it or takes it back before that."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.lesson import Lesson
from rapport.coaching.observation import Observation, ObservationRefused, correct, line_of, take_back
from rapport.coaching.ride_along import name_of_writer
from rapport.coaching.sheet import Sheet, sheet_in
from rapport.database import db
from rapport.learning.known import edition
from rapport.learning.refusal import Refusal
from rapport.pages.manager.blueprint import bp, find_person, note, this_manager
from rapport.pages.manager.sheet_form import SheetForm, kept_before, sent
from rapport.pages.rep.entry_form import hint_of, options_of
from rapport.pages.rep.posted import posted_id
from rapport.people.user import User

ONE = "/team/people/<int:rep_id>/observations/<uuid:observation_id>"
NOTICES = {
    "kept": "Kept. It is on {name}’s Today, to read and countersign.",
    "corrected": "Corrected. {name} sees it as it stands now.",
}


@dataclass(frozen=True)
class Kept:
    """An observation that stands, all its versions, and about whom it is."""

    person: User
    versions: list[Observation]

    @property
    def latest(self) -> Observation:
        return self.versions[-1]

    @property
    def is_mine(self) -> bool:
        return self.latest.by_id == this_manager().id

    @property
    def address(self) -> dict[str, Any]:
        return {"rep_id": self.person.id, "observation_id": self.latest.root_id}


@bp.get(ONE)
def observation(rep_id: int, observation_id: UUID) -> ResponseReturnValue:
    """What was seen, as the rep reads it too."""
    kept = _find(rep_id, observation_id)
    done = next((words for name, words in NOTICES.items() if name in request.args), "")
    return _page(kept, notice=done.format(name=kept.person.first_name))


@bp.route(f"{ONE}/correction", methods=["GET", "POST"])
def correct_observation(rep_id: int, observation_id: UUID) -> ResponseReturnValue:
    """Its writer says it anew, on the sheet as it was then."""
    kept = _find_own(rep_id, observation_id)
    sheet = _sheet_of(kept.latest)
    if request.method != "POST":
        return _form_page(kept, sheet, kept_before(kept.latest))
    form = sent(sheet)
    try:
        if correct(kept.latest, sheet, form.filled, clock.now()):
            note("corrected a ride-along", kept.person.email)
    except (Refusal, ObservationRefused) as refused:
        form.take(refused)
        return _form_page(kept, sheet, form), 422
    db.session.commit()
    return redirect(url_for("manager.observation", **kept.address, corrected="yes"), 303)


@bp.post(f"{ONE}/withdrawal")
def withdraw_observation(rep_id: int, observation_id: UUID) -> ResponseReturnValue:
    """Its writer takes it back: it was about somebody else, say."""
    kept = _find_own(rep_id, observation_id, even_withdrawn=True)
    try:
        if take_back(kept.latest, posted_id(), clock.now()):
            note("took back a ride-along", kept.person.email)
    except ObservationRefused as refused:
        return _page(kept, problem=str(refused)), 422
    db.session.commit()
    return redirect(url_for("manager.ride_along", rep_id=rep_id, withdrawn="yes"), 303)


def _find(rep_id: int, observation_id: UUID, even_withdrawn: bool = False) -> Kept:
    person = find_person(rep_id)
    versions = line_of(person.id, str(observation_id))
    if not versions or (versions[-1].withdrawn and not even_withdrawn):
        abort(404)
    return Kept(person, versions)


def _find_own(rep_id: int, observation_id: UUID, even_withdrawn: bool = False) -> Kept:
    kept = _find(rep_id, observation_id, even_withdrawn)
    return kept if kept.is_mine else abort(404)


def _sheet_of(latest: Observation) -> Sheet:
    lesson = db.session.get_one(Lesson, latest.lesson_id)
    return sheet_in(edition(lesson, latest.fingerprint), latest.sheet_key) or abort(404)


def _page(kept: Kept, notice: str = "", problem: str = "") -> str:
    zone = this_manager().zone
    return render_template(
        "manager/observation.html",
        kept=kept,
        by_name=name_of_writer(kept.latest),
        notice=notice,
        problem=problem,
        drafts=f"sheet-{kept.person.id}-{kept.latest.lesson_id}-{kept.latest.sheet_key} observation-{kept.latest.root_id}",
        zone=zone,
        today=clock.today(zone),
    )


def _form_page(kept: Kept, sheet: Sheet, form: SheetForm) -> str:
    return render_template(
        "manager/sheet.html",
        person=kept.person,
        sheet=sheet,
        form=form,
        correcting=True,
        action=url_for("manager.correct_observation", **kept.address),
        back=url_for("manager.observation", **kept.address),
        draft=f"observation-{kept.latest.root_id}",
        hint_of=hint_of,
        options_of=options_of,
    )
