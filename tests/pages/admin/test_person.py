"""One person, as an admin meets them: who they are, their teams, their days away, their account."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport.database import db
from rapport.people.audit import newest
from rapport.people.directory import teams_by_person
from rapport.people.team import Membership, Team
from rapport.people.user import Leave, User

SignIn = Callable[[str], FlaskClient]
GOOD: dict[str, Any] = {"name": "Rosa Lind", "email": "rosa@demo.example", "roles": ["rep"], "starts_on": ""}


def page_of(person: User) -> str:
    return f"/admin/people/{person.id}"


def acts() -> list[str]:
    db.session.rollback()
    return [row.what for row in newest()][::-1]


def teams(person: User) -> dict[str, bool]:
    db.session.rollback()
    return {place.name: place.leads for place in teams_by_person([person.id]).get(person.id, [])}


def fresh(person: User) -> User:
    db.session.rollback()
    return db.session.get_one(User, person.id)


def team_id(name: str) -> int:
    found = db.session.scalars(select(Team.id).where(Team.name == name)).one()
    db.session.rollback()
    return found


def test_name_address_roles_and_first_day(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, rosa = sign_in("ada"), cast["rosa"]
    form = {"name": " Rosa  Lind-Berg ", "email": "Rosa.Berg@demo.example", "roles": ["trainer", "rep"]}
    answer = ada.post(page_of(rosa) + "/about", data={**form, "starts_on": "2027-01-11"}, follow_redirects=True)
    assert "Saved." in answer.text
    now = fresh(rosa)
    assert (now.name, now.email, now.roles) == ("Rosa Lind-Berg", "rosa.berg@demo.example", "rep,trainer")
    assert str(now.starts_on) == "2027-01-11"
    ada.post(page_of(rosa) + "/about", data={**form, "starts_on": "2027-01-11"})
    assert acts() == ["changed a person"], "the same again changes nothing"
    assert newest()[0].about_id == rosa.id


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Please type a name."),
        ({"name": "x" * 81}, "Please keep this under 80"),
        ({"email": "rosa"}, "does not look like an e-mail"),
        ({"email": "otto@demo.example"}, "Somebody else has this address."),
        ({"roles": []}, "at least one role"),
        ({"roles": ["king"]}, "at least one role"),
        ({"starts_on": "soon"}, "Not a valid date"),
        ({"starts_on": "9999-12-31"}, "of this century"),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    sign_in: SignIn, cast: dict[str, User], wrong: dict[str, Any], sentence: str
) -> None:
    answer = sign_in("ada").post(page_of(cast["rosa"]) + "/about", data={**GOOD, "name": "Rosa L.", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    typed = next(iter(wrong.values()))
    assert not typed or isinstance(typed, list) or f'value="{typed.strip()}"' in answer.text
    assert fresh(cast["rosa"]).name == "Rosa Lind"
    assert acts() == []


def test_ada_keeps_her_own_role(sign_in: SignIn, cast: dict[str, User]) -> None:
    mine = {"name": "Ada B.", "email": "ada@demo.example", "roles": ["rep"]}
    ada = sign_in("ada")
    assert "You run this site." in ada.post(page_of(cast["ada"]) + "/about", data=mine).text
    assert ada.post(page_of(cast["ada"]) + "/about", data={**mine, "roles": ["admin"]}).status_code == 303
    assert fresh(cast["ada"]).roles == "admin"


def test_joining_leading_and_leaving_a_team(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, rosa, south = sign_in("ada"), cast["rosa"], team_id("South")
    for _twice in range(2):
        answer = ada.post(page_of(rosa) + "/teams", data={"team": str(south)}, follow_redirects=True)
    assert "Rosa Lind is in South now." in answer.text
    assert teams(rosa) == {"North": False, "South": False}
    for _twice in range(2):
        ada.post(page_of(rosa) + f"/teams/{south}/leading", data={"leads": "yes"})
    assert teams(rosa) == {"North": False, "South": True}
    assert fresh(rosa).has("manager"), "who leads a team has the manager's pages"
    ada.post(page_of(rosa) + f"/teams/{south}/leading", data={"leads": "no"})
    for _twice in range(2):
        ada.post(page_of(rosa) + f"/teams/{south}/leaving")
    assert teams(rosa) == {"North": False}
    kept = db.session.scalars(
        select(Membership).where(Membership.team_id == south, Membership.user_id == rosa.id)
    ).one()
    assert kept.left_at is not None, "the time in it stays on record"
    assert acts() == [
        "put a person into a team",
        "made a person lead a team",
        "took a team from its leader",
        "took a person out of a team",
    ]


def test_joining_as_a_leader_in_one_go(sign_in: SignIn, cast: dict[str, User]) -> None:
    sign_in("ada").post(page_of(cast["rosa"]) + "/teams", data={"team": "Harbour", "leads": "yes"})
    assert teams(cast["rosa"]) == {"Harbour": True, "North": False}


@pytest.mark.parametrize(
    ("team", "sentence"), [("", "Please pick a team."), ("Nowhere", "no team of this name"), ("9" * 40, "no team")]
)
def test_a_team_that_is_none(sign_in: SignIn, cast: dict[str, User], team: str, sentence: str) -> None:
    answer = sign_in("ada").post(page_of(cast["rosa"]) + "/teams", data={"team": team})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert teams(cast["rosa"]) == {"North": False}


def test_leading_a_team_one_is_not_in(sign_in: SignIn, cast: dict[str, User]) -> None:
    where = page_of(cast["rosa"]) + f"/teams/{team_id('South')}"
    ada = sign_in("ada")
    assert ada.post(where + "/leading", data={"leads": "yes"}).status_code == 404
    assert ada.post(page_of(cast["rosa"]) + "/teams/999999/leaving").status_code == 404


def test_days_away(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, rosa = sign_in("ada"), cast["rosa"]
    for _twice in range(2):
        page = ada.post(
            page_of(rosa) + "/leave",
            data={"first_day": "2190-03-01", "last_day": "2190-03-10"},
            follow_redirects=True,
        ).text
    assert "1 March 2190 to 10 March 2190" in page
    [away] = db.session.scalars(select(Leave.id))
    refused = ada.post(page_of(rosa) + "/leave", data={"first_day": "2190-03-10", "last_day": "2190-03-01"})
    assert refused.status_code == 422
    assert "comes before the first" in refused.text
    assert ada.post(page_of(cast["otto"]) + f"/leave/{away}/removal").status_code == 404, "not his"
    for _twice in range(2):
        assert ada.post(page_of(rosa) + f"/leave/{away}/removal").status_code == 303
    assert db.session.scalar(select(Leave.id)) is None
    assert acts() == ["entered days away", "removed days away"]


def test_a_closed_account_is_out_at_once_and_can_come_back(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, rosa, path = sign_in("ada"), sign_in("rosa"), page_of(cast["rosa"])
    ada.post(path + "/deactivation")
    assert rosa.get("/me/settings").status_code == 303
    assert "Closed" in ada.get(path).text
    ada.post(path + "/reactivation")
    assert rosa.get("/me/settings").status_code == 303, "she signs in anew"
    assert sign_in("rosa").get("/me/settings").status_code == 200
    assert [(row.what, row.about, row.by_id) for row in newest()] == [
        ("opened an account again", "rosa@demo.example", cast["ada"].id),
        ("closed an account", "rosa@demo.example", cast["ada"].id),
    ]


def test_signing_out_everywhere_leaves_the_account_open(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, rosa = sign_in("ada"), sign_in("rosa")
    assert "1 device" in ada.get(page_of(cast["rosa"])).text
    ada.post(page_of(cast["rosa"]) + "/sign-outs")
    assert rosa.get("/me/settings").status_code == 303
    assert sign_in("rosa").get("/me/settings").status_code == 200


def test_ada_does_not_lock_herself_out(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, own = sign_in("ada"), page_of(cast["ada"])
    assert {ada.post(own + way).status_code for way in ("/deactivation", "/sign-outs", "/erasing")} == {404}
    assert ada.get(own + "/erasure").status_code == 404
    assert "This is you." in ada.get(own).text
    assert ada.post("/admin/people/999999/deactivation").status_code == 404


def test_what_was_done_about_a_person_stands_on_their_page(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada = sign_in("ada")
    ada.post(page_of(cast["rosa"]) + "/deactivation")
    assert "Closed an account" in ada.get(page_of(cast["rosa"])).text
    assert "Closed an account" not in ada.get(page_of(cast["otto"])).text


def test_rosa_sees_what_was_done_about_her_but_nobodys_address(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, rosa = sign_in("ada"), cast["rosa"]
    ada.post(page_of(rosa) + "/about", data={**GOOD, "roles": ["rep", "trainer"]})
    own = sign_in("rosa").get("/me/data.json").json
    assert [(act["what"], act["by"]) for act in own["acts_about_me"]] == [("changed a person", "Ada Brandt")]
    theirs = ada.get("/me/data.json").json
    assert {act["about"] for act in theirs["acts"]} == {"somebody else"}
