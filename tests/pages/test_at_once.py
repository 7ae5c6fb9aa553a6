"""Several taps at the same moment, from several phones: no trouble, and nothing left to mend."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from support.place import CARD, LESSON, Place
from support.site import Site

from rapport import clock
from rapport.database import db
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress import roster

LATER = (clock.today("UTC") + timedelta(days=200)).isoformat()
ID = "b2f0a2ce-6f6c-4a39-9d3c-3f0a0f0a0f0a"


def left_to_mend() -> int:
    mended = sum(roster.reconcile(clock.now()))
    db.session.commit()
    return mended


def at_once(site: Site, person: User, *posts: tuple[str, dict[str, Any]]) -> list[int]:
    """Each post from a phone of its own; what each was answered."""
    left_to_mend()
    phones = [site.signed_in(person) for _ in posts]
    start = Barrier(len(posts))

    def send(phone: FlaskClient, path: str, form: dict[str, Any]) -> int:
        start.wait()
        with site.app.app_context():
            return FlaskClient.open(phone, path, method="POST", data=form, buffered=True).status_code

    with ThreadPoolExecutor(len(posts)) as pool:
        waiting = [pool.submit(send, phone, *post) for phone, post in zip(phones, posts, strict=True)]
        return [one.result() for one in waiting]


def form(**boxes: str) -> dict[str, str]:
    return {"fact_id": str(uuid4()), **boxes}


def test_an_assignment_is_undone_and_changed(site: Site, cast: dict[str, User], place: Place) -> None:
    for act in ("withdrawal", "due", "extension", "undo"):
        made = form(modules="keeping", team=str(place.ids["team_id"]), until="14")
        there = place.people["mona"].post("/assignments/new", data=made).location
        undo = "/assignments/undo", {"form_id": made["fact_id"]}
        other = undo if act == "undo" else (f"{there}/{act}", form(due_on=LATER, until=LATER))
        answers = at_once(site, cast["mona"], other, undo, other)
        assert set(answers) <= {303, 404}, act
        assert left_to_mend() == 0


def test_people_teams_and_assignments_change(app: Flask, site: Site, cast: dict[str, User], place: Place) -> None:
    north = db.session.scalars(select(Team.id).where(Team.name == "North")).one()
    rosa, ravi, otto = (f"/admin/people/{cast[name].id}" for name in ("rosa", "ravi", "otto"))
    answers = at_once(
        site,
        cast["ada"],
        (f"/admin/teams/{north}/place", form(parent="Harbour")),
        (f"{otto}/teams", form(team="North")),
        (f"{rosa}/teams/{north}/leaving", form()),
        (f"{rosa}/deactivation", form()),
    )
    assert (answers, left_to_mend()) == ([303] * 4, 0)
    answers = at_once(
        site,
        cast["ada"],
        (f"/admin/teams/{north}/merging", form(into="South")),
        (f"{otto}/teams/{north}/leaving", form()),
        (f"{ravi}/about", form(name="Ravi", email="ravi@demo.example", roles="manager")),
    )
    assert (set(answers) <= {303, 404}, left_to_mend()) == (True, 0)


def test_days_away_and_a_ride_along_are_taken_back_twice(site: Site, cast: dict[str, User], place: Place) -> None:
    sheet = place.path(f"{CARD}/observations/<uuid:observation_id>/withdrawal")
    assert at_once(site, cast["mona"], *[(sheet, form(fact_id=ID))] * 3) == [303] * 3
    away = place.path("/admin/people/<int:person_id>/leave/<int:away_id>/removal")
    assert set(at_once(site, cast["ada"], *[(away, form())] * 3)) <= {303, 404}


def test_a_hand_goes_up_once(site: Site, cast: dict[str, User], place: Place) -> None:
    for one in (str(uuid4()) for _ in range(6)):
        up, down = (place.path(f"{LESSON}/exercises/<key>/help{end}") for end in ("", "/removal"))
        assert at_once(site, cast["rosa"], *[(up, form(fact_id=one, text="How?"))] * 4) == [303] * 4
        place.people["rosa"].post(down)
