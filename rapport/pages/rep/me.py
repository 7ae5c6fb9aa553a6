"""Me: where I stand, what I wrote, what others see of it, and all of it to take away."""

import json

from flask import Response, render_template, request

from rapport import clock
from rapport.pages.rep.blueprint import rep, this_rep, this_shelf
from rapport.pages.rep.days import weeks
from rapport.pages.rep.own_data import own_data
from rapport.pages.rep.own_record import own_record
from rapport.progress.activity import active_days, leave_days
from rapport.progress.card import card_of
from rapport.progress.of_rep import module_standing, progress_of
from rapport.progress.streak import streak

KEPT = "What you wrote is kept, here on your own page. The lesson it was for has meanwhile left the library, or has changed."


@rep.get("/me")
def me() -> str:
    """One's own page."""
    person, shelf = this_rep(), this_shelf()
    today = clock.today(person.zone)
    progress, active, away = progress_of(person.id), active_days(person), leave_days(person)
    return render_template(
        "rep/me.html",
        today=today,
        notice=KEPT if "kept" in request.args else "",
        modules=[(module, module_standing(module, progress)) for module in shelf.modules],
        weeks=weeks(today, active, person.working_days, away),
        streak=streak(active, today, person.working_days, away),
        record=own_record(person, shelf, away),
    )


@rep.get("/me/manager-view")
def manager_view() -> str:
    """Exactly what a manager sees of this person."""
    person = this_rep()
    today = clock.today(person.zone)
    return render_template("rep/manager_view.html", card=card_of(person, today, this_shelf().version), today=today)


@rep.get("/me/data.json")
def my_data() -> Response:
    """Everything about the person, as a file."""
    text = json.dumps(own_data(this_rep().id), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="rapport-my-data.json"', "Cache-Control": "no-store"}
    return Response(text, mimetype="application/json", headers=headers)
