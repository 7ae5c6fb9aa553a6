"""What a manager saw on a ride-along, for the one it is about: read it, and countersign."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.coaching.observation import ObservationRefused, countersign, line_of
from rapport.coaching.ride_along import name_of_writer
from rapport.database import db
from rapport.learning.refusal import Refusal
from rapport.pages.rep.blueprint import rep, this_rep
from rapport.pages.rep.posted import posted


@rep.route("/observations/<uuid:observation_id>", methods=["GET", "POST"])
def observation(observation_id: UUID) -> ResponseReturnValue:
    """One's own; a post countersigns it."""
    if request.method != "POST":
        return _page(observation_id)
    if not line_of(this_rep().id, str(observation_id)):
        abort(404)
    form = posted()
    try:
        countersign(this_rep().id, str(observation_id), form.get("seen", ""), form.get("note", ""), clock.now())
    except (Refusal, ObservationRefused) as refused:
        return _page(observation_id, form.get("note", ""), refused), 422
    db.session.commit()
    return redirect(url_for("rep.observation", observation_id=observation_id, countersigned="yes"), 303)


def _page(observation_id: UUID, words: str = "", refused: Refusal | ObservationRefused | None = None) -> str:
    person = this_rep()
    versions = line_of(person.id, str(observation_id))
    if not versions:
        abort(404)
    return render_template(
        "rep/observation.html",
        latest=versions[-1],
        since=versions[0].at,
        by_name=name_of_writer(versions[-1]),
        words=words,
        error=refused.sentence if isinstance(refused, Refusal) else "",
        problem=str(refused) if isinstance(refused, ObservationRefused) else "",
        notice="countersigned" in request.args,
        zone=person.zone,
        today=clock.today(person.zone),
    )
