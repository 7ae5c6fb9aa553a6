"""Coming in by an invitation: from the link to the first lesson, and whom it keeps out."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport import clock
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.mail import Mail
from rapport.pages.words import counted
from rapport.people.invitation import Invitation, invitation_token, invite, uses_of
from rapport.people.team import Team, teams_of
from rapport.people.user import User, person_with

NADIA = {"name": "Nadia Ångström 😀", "email": "nadia@demo.example"}


@pytest.fixture
def link(app: Flask, cast: dict[str, User]) -> Callable[..., str]:
    """`link()` is the path of a fresh invitation into North."""

    def make(role: str = "rep", days: int = 14, uses: int = 5) -> str:
        north = db.session.scalars(select(Team).where(Team.name == "North")).one()
        one = invite(role, north.id, days, uses, cast["ada"].id, clock.now())
        db.session.commit()
        return "/join/" + invitation_token(one, app.config["SECRET_KEY"])

    return make


def come_in(client: FlaskClient, path: str, **who: str):  # type: ignore[no-untyped-def]
    """Fill in the link's form, then type the code from the mail."""
    asked = client.post(path, data=who or NADIA)
    if asked.status_code != 303:
        return asked
    db.session.rollback()
    text = db.session.scalar(select(Mail.text).order_by(Mail.id.desc()).limit(1))
    return client.post("/sign-in/code", data={"code": re.findall(r"\d{6}", text or "")[0]})


def test_nadia_comes_from_the_link_to_her_first_lesson(
    client: FlaskClient, link: Callable[..., str], library: object
) -> None:
    path = link()
    assert "Welcome to North" in client.get(path).text
    assert come_in(client, path).location == "/welcome"
    first = shelf().lessons[0]
    page = client.get("/welcome").text
    assert 'value="Nadia Ångström 😀"' in page
    assert f"Then your first lesson takes {counted(first.minutes, 'minutes')} to read." in page, (
        "the figure that Today names"
    )
    answer = client.post("/welcome", data={"name": "Nadia", "working_days": ["1", "2", "6"], "zone": "Asia/Tokyo"})
    assert answer.location == f"/lessons/{first.module_key}/{first.key}"
    nadia = person_with("nadia@demo.example")
    assert nadia is not None
    assert (nadia.name, nadia.roles, nadia.working_days, nadia.zone) == ("Nadia", "rep", "126", "Asia/Tokyo")
    assert [team.name for team in teams_of(nadia.id)] == ["North"]
    assert client.get("/welcome").location == "/", "the welcome is for the first visit"


def test_nobody_is_stored_before_the_code(client: FlaskClient, link: Callable[..., str]) -> None:
    assert client.post(link(), data=NADIA).location == "/sign-in/code"
    client.post("/sign-in/code", data={"code": "000000"})
    assert person_with("nadia@demo.example") is None


def test_who_has_an_account_only_joins_the_team(
    client: FlaskClient, cast: dict[str, User], link: Callable[..., str]
) -> None:
    answer = come_in(client, link(), name="Somebody Else", email="Ravi@demo.example")
    assert answer.location == "/"
    assert [team.name for team in teams_of(cast["ravi"].id)] == ["North", "South"]
    ravi = person_with("ravi@demo.example")
    assert ravi is not None
    assert ravi.name == "Ravi Menon"


def test_who_is_signed_in_joins_with_one_tap(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User], link: Callable[..., str]
) -> None:
    ravi, path = sign_in("ravi"), link()
    assert "as Ravi" in ravi.get(path).text
    assert ravi.post(path).location == "/"
    assert [team.name for team in teams_of(cast["ravi"].id)] == ["North", "South"]
    assert ravi.post(path).location == "/", "a second tap changes nothing"
    assert uses_of(db.session.scalars(select(Invitation)).one().id) == 1


def test_a_manager_leads_the_team(client: FlaskClient, link: Callable[..., str]) -> None:
    come_in(client, link(role="manager"))
    nadia = person_with("nadia@demo.example")
    assert nadia is not None
    assert nadia.has("manager")
    from rapport.people.access import people_below

    assert [person.name for person in people_below(nadia)] == ["Rosa Lind"]


@pytest.mark.parametrize("how", ["expired", "used up", "revoked", "forged", "nonsense"])
def test_a_closed_link_says_one_kind_sentence(
    app: Flask, client: FlaskClient, link: Callable[..., str], how: str
) -> None:
    path = link(uses=1)
    one = db.session.scalars(select(Invitation)).one()
    if how == "expired":
        one.expires_at = clock.now()
    if how == "used up":
        come_in(app.test_client(), path, name="Quick", email="quick@demo.example")
    if how == "revoked":
        one.revoked_at = clock.now()
    db.session.commit()
    path = {"forged": path[:-2] + "xx", "nonsense": "/join/😀"}.get(how, path)
    for answer in (client.get(path), client.post(path, data=NADIA)):
        assert answer.status_code == 410
        assert "no longer works. Please ask" in answer.text
    assert person_with("nadia@demo.example") is None


def test_the_last_place_is_given_once(app: Flask, client: FlaskClient, link: Callable[..., str]) -> None:
    """Two people have the form open; the one who types the code first is in."""
    path = link(uses=1)
    client.post(path, data=NADIA)
    digits = re.findall(r"\d{6}", db.session.scalar(select(Mail.text)) or "")[0]
    come_in(app.test_client(), path, name="Quick", email="quick@demo.example")
    answer = client.post("/sign-in/code", data={"code": digits})
    assert answer.status_code == 410
    assert person_with("nadia@demo.example") is None


def test_a_link_expires_while_the_code_travels(client: FlaskClient, link: Callable[..., str]) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        path = link(days=1)
        travel.shift(timedelta(days=1) - timedelta(minutes=5))
        client.post(path, data=NADIA)
        digits = re.findall(r"\d{6}", db.session.scalar(select(Mail.text)) or "")[0]
        travel.shift(timedelta(minutes=6))
        assert client.post("/sign-in/code", data={"code": digits}).status_code == 410


@pytest.mark.parametrize(
    ("name", "email", "sentence"),
    [
        ("", "nadia@demo.example", "tell us your name"),
        ("   ", "nadia@demo.example", "tell us your name"),
        ("\x00\x01", "nadia@demo.example", "tell us your name"),
        ("x" * 81, "nadia@demo.example", "under 80 characters"),
        ("Nadia", "", "type your e-mail address"),
        ("Nadia", "nadia at home", "does not look like an e-mail address"),
    ],
)
def test_what_is_refused_is_kept_in_the_form(
    client: FlaskClient, link: Callable[..., str], name: str, email: str, sentence: str
) -> None:
    answer = client.post(link(), data={"name": name, "email": email})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{email}"' in answer.text
    assert db.session.scalar(select(Mail)) is None


@pytest.mark.parametrize("name", ["مريم الزهراء", "👩‍👩‍👧‍👦", "O'Brien <b>", "Zoë\u200d"])
def test_names_of_the_world_are_kept(client: FlaskClient, link: Callable[..., str], name: str) -> None:
    come_in(client, link(), name=name, email="nadia@demo.example")
    nadia = person_with("nadia@demo.example")
    assert nadia is not None
    assert nadia.name == name
    assert "<b>" not in client.get("/welcome").text


def test_a_closed_account_cannot_come_back_by_a_link(
    client: FlaskClient, cast: dict[str, User], link: Callable[..., str]
) -> None:
    ravi = db.session.get_one(User, cast["ravi"].id)
    ravi.deactivated_at = clock.now()
    db.session.commit()
    answer = come_in(client, link(), name="Ravi", email=ravi.email)
    assert answer.status_code == 410
    assert "is closed" in answer.text
    assert client.get("/me/settings").status_code == 303


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"working_days": []}, "at least one working day"),
        ({"working_days": ["8", "x"]}, "at least one working day"),
        ({"zone": "Mars/Olympus"}, "pick a time zone"),
        ({"zone": "../../etc/passwd"}, "pick a time zone"),
        ({"zone": ""}, "pick a time zone"),
        ({"name": ""}, "tell us your name"),
    ],
)
def test_the_welcome_page_keeps_what_it_refuses(
    client: FlaskClient, link: Callable[..., str], wrong: dict, sentence: str
) -> None:  # type: ignore[type-arg]
    come_in(client, link())
    answer = client.post("/welcome", data={"name": "Nadia B", "working_days": ["3"], "zone": "Asia/Tokyo", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    nadia = person_with("nadia@demo.example")
    assert nadia is not None
    assert nadia.welcomed_at is None
    assert nadia.name == NADIA["name"]


def test_the_welcome_page_is_for_people_who_are_in(client: FlaskClient, cast: dict[str, User]) -> None:
    assert client.get("/welcome").location == "/sign-in?next=/welcome"
    assert client.post("/welcome", data={"name": "X"}).location == "/sign-in?next=/welcome"
