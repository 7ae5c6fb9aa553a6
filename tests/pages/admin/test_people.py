"""The admin's pages: people, invitations, and the trace that every act leaves."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport.database import db
from rapport.pages.admin.invite_form import NO_TEAM
from rapport.people.audit import AuditRow, newest
from rapport.people.invitation import Invitation
from rapport.people.team import Team
from rapport.people.user import User

PAGES = ["/admin/people", "/admin/invitations/1"]
ACTS = [
    "/admin/invitations",
    "/admin/invitations/1/revocation",
    "/admin/people/1/deactivation",
    "/admin/people/1/reactivation",
]


def north() -> int:
    return db.session.scalars(select(Team.id).where(Team.name == "North")).one()


def invitation(admin: FlaskClient, **more: object):  # type: ignore[no-untyped-def]
    return admin.post(
        "/admin/invitations", data={"role": "rep", "team": str(north()), "days": "14", "uses": "20", **more}
    )


@pytest.mark.parametrize("who", ["rosa", "mona", "tess", "otto"])
def test_for_everyone_else_these_pages_do_not_exist(sign_in: Callable[[str], FlaskClient], who: str) -> None:
    invitation(sign_in("ada"))
    somebody = sign_in(who)
    assert {somebody.get(path).status_code for path in PAGES} == {404}
    assert {somebody.post(path).status_code for path in ACTS} == {404}


def test_strangers_are_asked_to_sign_in(client: FlaskClient, cast: dict[str, User]) -> None:
    assert client.get("/admin/people").location == "/sign-in?next=/admin/people"
    assert client.post("/admin/invitations").status_code == 401


def test_ada_sees_everybody(sign_in: Callable[[str], FlaskClient]) -> None:
    page = sign_in("ada").get("/admin/people").text
    for words in ("Rosa Lind", "rosa@demo.example", "North (leads)", "Otto Brandis", "Harbour"):
        assert words in page


def test_ada_makes_an_invitation_with_a_link_and_a_qr_code(
    sign_in: Callable[[str], FlaskClient], client: FlaskClient
) -> None:
    ada = sign_in("ada")
    page = ada.get(invitation(ada).location).text
    found = re.search(r'readonly value="http://[^/]+(/join/[^"]+)"', page)
    assert found
    assert "Rep in North" in page
    assert client.get(found[1]).status_code == 200
    svg = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert svg
    assert "style" not in re.search(r'<svg[^>]*class="qr".*?</svg>', page, re.DOTALL)[0]
    assert [row.what for row in newest()] == ["made an invitation"]


def test_an_invitation_without_a_team_says_so(sign_in: Callable[[str], FlaskClient]) -> None:
    ada = sign_in("ada")
    assert "Rep, without a team" in ada.get(invitation(ada, team=NO_TEAM[0]).location).text


def test_taking_it_back_closes_the_link(sign_in: Callable[[str], FlaskClient], client: FlaskClient) -> None:
    ada = sign_in("ada")
    where = invitation(ada).location
    link = re.search(r'readonly value="http://[^/]+(/join/[^"]+)"', ada.get(where).text)
    assert link
    assert ada.post(where + "/revocation").status_code == 303
    ada.post(where + "/revocation")
    assert client.get(link[1]).status_code == 410
    assert "Revoked" in ada.get(where).text
    assert [row.what for row in newest()] == ["revoked an invitation", "made an invitation"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "king"},
        {"role": ""},
        {"team": "999999"},
        {"team": "x"},
        {"role": "manager", "team": ""},
        {"days": "0"},
        {"days": "366"},
        {"days": "many"},
        {"days": ""},
        {"uses": "0"},
        {"uses": "10001"},
        {"uses": "9" * 30},
    ],
)
def test_a_refused_invitation_changes_nothing(sign_in: Callable[[str], FlaskClient], wrong: dict[str, str]) -> None:
    answer = invitation(sign_in("ada"), **wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert db.session.scalar(select(Invitation)) is None
    assert db.session.scalar(select(AuditRow)) is None


def test_a_closed_account_is_out_at_once_and_can_come_back(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User]
) -> None:
    ada, rosa, path = sign_in("ada"), sign_in("rosa"), f"/admin/people/{cast['rosa'].id}"
    ada.post(path + "/deactivation")
    assert rosa.get("/me/settings").status_code == 303
    assert "Closed" in ada.get("/admin/people").text
    ada.post(path + "/reactivation")
    assert rosa.get("/me/settings").status_code == 303, "she signs in anew"
    assert sign_in("rosa").get("/me/settings").status_code == 200
    assert [(row.what, row.about, row.by_id) for row in newest()] == [
        ("opened an account again", "rosa@demo.example", cast["ada"].id),
        ("closed an account", "rosa@demo.example", cast["ada"].id),
    ]


def test_ada_does_not_lock_herself_out(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    assert sign_in("ada").post(f"/admin/people/{cast['ada'].id}/deactivation").status_code == 404
    assert sign_in("ada").post("/admin/people/999999/deactivation").status_code == 404


def test_the_list_takes_the_same_statements_for_many(
    sign_in: Callable[[str], FlaskClient], statements: Callable
) -> None:  # type: ignore[type-arg]
    ada = sign_in("ada")
    ada.get("/admin/people")
    with statements() as few:
        ada.get("/admin/people")
    for _ in range(5):
        invitation(ada)
    with statements() as many:
        ada.get("/admin/people")
    assert len(few) == len(many) <= 6
