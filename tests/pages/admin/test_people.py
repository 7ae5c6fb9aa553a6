"""Everybody on one page: found by name, e-mail, role, team and account, some at a time, and taken along as a file."""

import csv
from collections.abc import Callable
from io import StringIO
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from rapport import clock
from rapport.database import db
from rapport.people.team import Team
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]


def names(page: str) -> list[str]:
    """The people on the page, in its order."""
    return [
        part.split("<")[0].strip() for part in page.split('<a class="cover"')[1:] for part in [part.split(">", 1)[1]]
    ]


def crowd(number: int) -> None:
    people = [
        User(email=f"p{one}@many.example", name=f"Person {one:03}", created_at=clock.now(), welcomed_at=clock.now())
        for one in range(number)
    ]
    db.session.add_all(people)


def found(browser: FlaskClient, query: str) -> list[str]:
    return names(browser.get(f"/admin/people?{query}").text)


def test_strangers_are_asked_to_sign_in(client: FlaskClient, cast: dict[str, User]) -> None:
    assert client.get("/admin/people").location == "/sign-in?next=/admin/people"
    assert client.post("/admin/invitations").status_code == 401


def test_ada_sees_everybody(sign_in: SignIn) -> None:
    page = sign_in("ada").get("/admin/people").text
    for words in ("Rosa Lind", "rosa@demo.example", "North (leads)", "Otto Brandis", "Harbour", "8 people"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("q=rosa", ["Rosa Lind"]),
        ("q=LIND", ["Rosa Lind"]),
        ("q=lind+ros", ["Rosa Lind"]),
        ("q=otto@demo", ["Otto Brandis"]),
        ("q=%25", []),
        ("q=_osa", []),
        ("q=nobody", []),
        ("role=trainer", ["Tess Harlow"]),
        ("role=manager", ["Mona Adler", "Petra Vogel", "Viktor Hahn"]),
        ("role=king", None),
        ("account=closed", []),
        ("account=invited", []),
        ("team=North", ["Mona Adler", "Rosa Lind"]),
        ("team=field", ["Mona Adler", "Petra Vogel", "Ravi Menon", "Rosa Lind", "Viktor Hahn"]),
        ("team=Field+/+South&role=manager", ["Petra Vogel"]),
        ("team=Nowhere", []),
    ],
)
def test_finding_people(sign_in: SignIn, query: str, who: list[str] | None) -> None:
    assert found(sign_in("ada"), query) == (found(sign_in("ada"), "") if who is None else who)


def test_a_name_beyond_ascii_is_found_whatever_its_case(sign_in: SignIn, cast: dict[str, User]) -> None:
    db.session.execute(update(User).where(User.id == cast["rosa"].id).values(name="Özlem Ünal"))
    db.session.commit()
    ada = sign_in("ada")
    for words in ("özlem", "Özlem", "ünal"):
        assert found(ada, f"q={quote(words)}") == ["Özlem Ünal"]


def test_a_team_that_is_none_is_told(sign_in: SignIn) -> None:
    assert "There is no team of this name." in sign_in("ada").get("/admin/people?team=Nowhere").text


def test_a_team_whose_name_two_have_asks_for_the_way(sign_in: SignIn) -> None:
    harbour = db.session.scalars(select(Team).where(Team.name == "Harbour")).one()
    db.session.add(Team(name="North", parent_id=harbour.id))
    db.session.commit()
    ada = sign_in("ada")
    assert "2 teams are called so" in ada.get("/admin/people?team=North").text
    assert found(ada, "team=Field/North") == ["Mona Adler", "Rosa Lind"]
    assert found(ada, "team=Harbour+/+North") == []


def test_many_come_on_pages(sign_in: SignIn) -> None:
    crowd(120)
    ada = sign_in("ada")
    pages = [found(ada, f"q=person&page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [name for page in pages for name in page] == [f"Person {one:03}" for one in range(120)]
    assert "Page 2 of 3" in ada.get("/admin/people?q=person&page=2").text
    for odd in ("0", "99", "-1", "x", "9" * 5000):
        assert ada.get(f"/admin/people?q=person&page={odd}").status_code == 200


def test_many_take_as_many_statements_as_few(sign_in: SignIn, statements: Callable) -> None:  # type: ignore[type-arg]
    ada = sign_in("ada")
    ada.get("/admin/people")
    with statements() as few:
        ada.get("/admin/people")
    crowd(120)
    ada.get("/admin/people")
    with statements() as many:
        ada.get("/admin/people")
    assert len(few) == len(many) == 5


def test_everybody_who_was_found_goes_into_the_file(sign_in: SignIn) -> None:
    crowd(1200)
    ada = sign_in("ada")
    answer = ada.get("/admin/people.csv?q=many.example")
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Name"] for row in rows] == sorted(f"Person {one:03}" for one in range(1200))
    assert ada.get("/admin/people.xlsx?team=North").status_code == 200
    [mona, _] = list(csv.DictReader(StringIO(ada.get("/admin/people.csv?team=North").text.removeprefix("\ufeff"))))
    assert (mona["Name"], mona["Teams"], mona["Account"]) == ("Mona Adler", "Field / North (leads)", "Active")


def test_with_many_teams_the_name_is_typed(sign_in: SignIn) -> None:
    db.session.add_all([Team(name=f"Team {number}") for number in range(300)])
    ada = sign_in("ada")
    page = ada.get("/admin/people").text
    assert '<select id="f-team"' not in page
    assert len(page) < 30_000
    assert found(ada, "team=North") == ["Mona Adler", "Rosa Lind"]
