"""One person: the card for the talk with them, and one of their entries as a page of its own."""

from uuid import UUID

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import Shelf, shelf
from rapport.coaching.note import notes_by
from rapport.coaching.thread import said_openly
from rapport.learning.entry import Entry, entries_seen_of
from rapport.pages.manager.blueprint import bp, find_person, this_manager
from rapport.pages.manager.written import Written
from rapport.people.team import teams_of
from rapport.people.user import User
from rapport.progress.card import card_of, entry_card


@bp.get("/team/people/<int:rep_id>")
def person(rep_id: int) -> ResponseReturnValue:
    """What is known of one person, what waits for an answer, and a note to oneself."""
    return person_page(find_person(rep_id))


@bp.get("/team/people/<int:rep_id>/entries/<uuid:entry_id>")
def person_entry(rep_id: int, entry_id: UUID) -> ResponseReturnValue:
    """One entry in full, with what was said about it."""
    rep = find_person(rep_id)
    return entry_page(rep, find_entry(rep, entry_id))


def find_entry(rep: User, entry_id: UUID) -> Entry:
    """The entry as it stands; one that was withdrawn is as good as none."""
    return next(iter(entries_seen_of(rep.id, str(entry_id))), None) or abort(404)


def person_page(rep: User, typed: Written | None = None) -> str:
    """The card. `typed` is what could not be taken, to be shown again where it was typed."""
    manager = this_manager()
    today = clock.today(manager.zone)
    return render_template(
        "manager/person.html",
        person=rep,
        teams=teams_of(rep.id),
        card=card_of(rep, today, this_shelf().version),
        notes=notes_by(manager.id, rep.id),
        typed=typed or Written(),
        today=today,
        zone=manager.zone,
    )


def entry_page(rep: User, entry: Entry, typed: Written | None = None) -> str:
    """The entry's own page."""
    lesson = this_shelf().by_id.get(entry.lesson_id)
    exercise = next((item for item in (lesson.exercises if lesson else ()) if item["key"] == entry.exercise_key), None)
    said = tuple(item for item in said_openly(rep.id) if item.subject_id == entry.root_id)
    return render_template(
        "manager/entry.html",
        person=rep,
        exercise=exercise,
        item=entry_card(this_shelf(), entry, said),
        typed=typed or Written(),
        today=clock.today(this_manager().zone),
        zone=this_manager().zone,
    )


def this_shelf() -> Shelf:
    """The published library, as new as the sign-in check has just seen it."""
    return shelf(g.get("version"))
