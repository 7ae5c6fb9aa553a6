"""Field: the exercises under way, and what was promised to whom."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.learning.entry import versions_of
from rapport.learning.fact import what_stands
from rapport.pages.rep.blueprint import rep, this_rep, this_shelf
from rapport.pages.rep.plan_form import FROM_TODAY
from rapport.pages.rep.posted import posted, posted_id
from rapport.pages.rep.saving import save_latest
from rapport.pages.rep.work import Desk, exercise_title, works_of
from rapport.pages.words import iso_day
from rapport.progress.activity import leave_days
from rapport.progress.follow_ups import FollowUp, follow_ups_of
from rapport.progress.of_rep import progress_of

RECENT = 5
NOTICES = {
    "done": "Done. Well kept.",
    "not done": "Noted. It happens.",
    "later": "Moved. You will be asked again.",
    "for now": "Good. You will be reminded again.",
    "again": "It is open again.",
}


@dataclass(frozen=True)
class Refused:
    """An answer that could not be taken: of which follow-up, what was typed, and why."""

    key: tuple[str, str, str]
    note: str
    sentence: str


@rep.get("/field")
def field() -> ResponseReturnValue:
    """What runs, what is asked now, what comes."""
    return _page()


@rep.post("/field/outcomes")
def record_outcome() -> ResponseReturnValue:
    """What became of a promise or a plan: done, not done, or asked again later."""
    form = posted()
    about, subject, key = (form.get(name, "") for name in ("about", "subject", "field"))
    said = form.get("result", "")
    result = "later" if said == "for now" else said
    until = _until(form, said) if result == "later" else None
    if result == "later" and (until is None or until < _today()):
        return _page(Refused((about, subject, key), form.get("note", ""), FROM_TODAY)), 422
    content = {"about": about, "subject": subject, "field": key, "result": result, "note": form.get("note", "")}
    saved = save_latest("outcome", posted_id(), "", until=until.isoformat() if until else None, **content)
    if saved.reason.startswith("unknown-") or saved.field in ("about", "result"):
        abort(404)
    if saved.status == "refused":
        return _page(Refused((about, subject, key), form.get("note", ""), saved.message)), 422
    answered = "again" if said == "later" and form.get("again") else said
    return redirect(url_for("rep.today" if form.get("back") == "today" else "rep.field", answered=answered), 303)


def _until(form: dict[str, str], said: str) -> date | None:
    """The day to be asked again: the next reminder, or picked, or so many days from today."""
    if said == "for now":
        return iso_day(form.get("next", ""))
    days = form.get("in_days", "")
    if not form.get("until") and days.isascii() and days.isdigit() and len(days) < 4:
        return _today() + timedelta(days=int(days))
    return iso_day(form.get("until", ""))


def _today() -> date:
    return clock.today(this_rep().zone)


def _page(refused: Refused | None = None) -> str:
    person = this_rep()
    desk = Desk(person, versions_of(person.id), _today(), leave_days(person))
    today, found = desk.today, follow_ups_of(person, what_stands(desk.versions), desk.away)
    return render_template(
        "rep/field.html",
        works=works_of(desk, this_shelf(), progress_of(person.id)),
        asked=[item for item in found if item.is_asked(today)],
        coming=[item for item in found if item.state == "open" and not item.is_asked(today)],
        settled=[item for item in found if item.state != "open"][:RECENT],
        refused=refused,
        key_of=_key_of,
        title_of=partial(exercise_title, this_shelf()),
        notice=NOTICES.get(request.args.get("answered", "")) if refused is None else None,
        any_lessons=bool(this_shelf().lessons),
        today=today,
    )


def _key_of(item: FollowUp) -> tuple[str, str, str]:
    return item.about, item.subject_id, item.field_key
