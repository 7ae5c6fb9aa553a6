"""A person's teams: joining one, leaving it, leading it or not."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.database import db
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.person import Refused, back_to, find_person, held_person, person_page
from rapport.people.outline import outline
from rapport.people.team import Team, add_member, end_membership, time_in
from rapport.people.team_change import wait_for_turn
from rapport.people.user import User
from rapport.progress import roster
from rapport.text import TextRefused

NO_TEAM = "Please pick a team."


@bp.post("/people/<int:person_id>/teams")
def join_team(person_id: int) -> ResponseReturnValue:
    wait_for_turn()
    person, typed = held_person(person_id), request.form.get("team", "")
    try:
        team_id = outline().meant(typed)
    except TextRefused as refused:
        return person_page(person, Refused(team=typed[:200], errors={"team": str(refused)}))
    if team_id is None:
        return person_page(person, Refused(errors={"team": NO_TEAM}))
    team = db.session.get_one(Team, team_id)
    if time_in(team_id, person.id) is None:
        add_member(team_id, person.id, clock.now())
        note("put a person into a team", f"{person.email}: {team.name}", person.id)
    if request.form.get("leads") == "yes":
        _lead(person, team, True)
    return _done(person, f"{person.name} is in {team.name} now.")


@bp.post("/people/<int:person_id>/teams/<int:joined_id>/leading")
def lead_team(person_id: int, joined_id: int) -> ResponseReturnValue:
    """Leading a team needs the manager's role; who leads none any more keeps it until it is taken away."""
    wait_for_turn()
    person, leads = held_person(person_id), request.form.get("leads") == "yes"
    team = db.session.get(Team, joined_id)
    if team is None or time_in(joined_id, person.id) is None:
        abort(404)
    _lead(person, team, leads)
    return _done(
        person, f"{person.name} leads {team.name} now." if leads else f"{person.name} leads {team.name} no more."
    )


@bp.post("/people/<int:person_id>/teams/<int:joined_id>/leaving")
def leave_team(person_id: int, joined_id: int) -> ResponseReturnValue:
    wait_for_turn()
    person, team = find_person(person_id), db.session.get(Team, joined_id)
    if team is None:
        abort(404)
    if time_in(joined_id, person.id) is not None:
        end_membership(joined_id, person.id, clock.now())
        note("took a person out of a team", f"{person.email}: {team.name}", person.id)
    return _done(person, f"{person.name} is not in {team.name} any more. What they did there stays.")


def _lead(person: User, team: Team, leads: bool) -> None:
    there = time_in(team.id, person.id)
    if there is None or there.manages == leads:
        return
    there.manages = leads
    if leads:
        person.grant("manager")
    note(
        "made a person lead a team" if leads else "took a team from its leader",
        f"{person.email}: {team.name}",
        person.id,
    )


def _done(person: User, words: str) -> ResponseReturnValue:
    roster.follow([person.id], clock.now())
    db.session.commit()
    return back_to(person.id, words, "teams")
