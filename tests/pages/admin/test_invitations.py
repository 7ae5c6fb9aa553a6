"""Letting people in: a link, a QR code, a poster; and taking it back."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport.database import db
from rapport.people.audit import AuditRow, newest
from rapport.people.invitation import Invitation
from rapport.people.team import Team


def north() -> int:
    return db.session.scalars(select(Team.id).where(Team.name == "North")).one()


def invitation(admin: FlaskClient, **more: object):  # type: ignore[no-untyped-def]
    return admin.post(
        "/admin/invitations", data={"role": "rep", "team": str(north()), "days": "14", "uses": "20", **more}
    )


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
    assert "Rep, without a team" in ada.get(invitation(ada, team="").location).text


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


def test_the_list_takes_the_same_statements_for_many(
    sign_in: Callable[[str], FlaskClient], statements: Callable
) -> None:  # type: ignore[type-arg]
    ada = sign_in("ada")
    ada.get("/admin/invitations")
    with statements() as few:
        ada.get("/admin/invitations")
    for _ in range(5):
        invitation(ada)
    with statements() as many:
        ada.get("/admin/invitations")
    assert len(few) == len(many) <= 6
