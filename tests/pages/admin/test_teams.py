"""The tree of teams: making, renaming, moving, merging and removing, and finding one among thousands."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from support.site import Site

from rapport import clock
from rapport.database import db
from rapport.people.audit import newest
from rapport.people.invitation import Invitation, invite
from rapport.people.outline import outline
from rapport.people.team import Membership, Team
from rapport.people.user import User
from rapport.progress.module_progress import RepBelow

SignIn = Callable[[str], FlaskClient]


def team_id(name: str) -> int:
    found = db.session.scalars(select(Team.id).where(Team.name == name)).one()
    db.session.rollback()
    return found


def tree() -> list[str]:
    """Every team with the way to it."""
    db.session.rollback()
    now = outline()
    db.session.rollback()
    return sorted(now.way(one.id) for one in now.lines())


def members(name: str) -> set[tuple[str, bool]]:
    db.session.rollback()
    now = select(User.name, Membership.manages).join_from(User, Membership).join(Team, Team.id == Membership.team_id)
    return {
        (row[0].split()[0], row[1])
        for row in db.session.execute(now.where(Team.name == name, Membership.left_at.is_(None)))
    }


def post(ada: FlaskClient, team: str, way: str, **form: str):  # type: ignore[no-untyped-def]
    return ada.post(f"/admin/teams/{team_id(team)}/{way}", data=form)


def acts() -> list[str]:
    db.session.rollback()
    return [row.what for row in newest()][::-1]


def below(name: str) -> set[str]:
    """The reps below this team, as the managers' pages count them."""
    db.session.rollback()
    found = select(User.name).join(RepBelow, RepBelow.rep_id == User.id).join(Team, Team.id == RepBelow.team_id)
    return {one.split()[0] for one in db.session.scalars(found.where(Team.name == name))}


def test_the_tree_with_its_counts_and_leaders(sign_in: SignIn) -> None:
    page = re.sub(r"<[^>]+>|\s+", " ", sign_in("ada").get("/admin/teams").text)
    page = re.sub(r"\s+", " ", page)
    assert "4 teams" in page
    assert "Field Led by Viktor Hahn 5 people, 2 teams below" in page
    assert "North Led by Mona Adler 2 people" in page
    assert "Harbour Nobody leads it 1 person" in page


def test_a_new_team_is_made_once(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    answers = [ada.post("/admin/teams", data={"name": " West ", "parent": "Field"}) for _twice in range(2)]
    assert answers[0].status_code == 303
    assert answers[0].location == answers[1].location
    assert "Field / West" in tree()
    ada.post("/admin/teams", data={"name": "Abroad", "parent": ""})
    ada.post("/admin/teams", data={"name": "Abroad", "parent": ""})
    assert tree().count("Abroad") == 1
    assert acts() == ["made a team", "made a team"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": ""}, "Please give the team a name."),
        ({"name": "x" * 81}, "Please keep this under 80"),
        ({"name": "A / B"}, "Please leave out the /"),
        ({"name": "West", "parent": "Nowhere"}, "no team of this name"),
    ],
)
def test_a_team_that_cannot_be(sign_in: SignIn, form: dict[str, str], sentence: str) -> None:
    answer = sign_in("ada").post("/admin/teams", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{form["name"]}"' in answer.text
    assert len(tree()) == 4


def test_renaming(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    post(ada, "North", "name", name="Far North")
    assert "Field / Far North" in tree()
    refused = post(ada, "South", "name", name="Far North")
    assert refused.status_code == 422
    assert "another team called Far North" in refused.text
    assert post(ada, "South", "name", name="South").status_code == 303
    assert acts() == ["renamed a team"]


def test_moving_takes_the_people_along(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    post(ada, "North", "place", parent="Harbour")
    post(ada, "North", "place", parent="Harbour")
    assert "Harbour / North" in tree()
    assert "Rosa" in below("Harbour")
    assert "Rosa" not in below("Field")
    post(ada, "North", "place", parent="")
    assert "North" in tree()
    assert "Rosa" not in below("Harbour")
    assert acts() == ["moved a team", "moved a team"]


@pytest.mark.parametrize(
    ("name", "parent", "sentence"),
    [
        ("Field", "North", "North is part of Field"),
        ("Field", "Field", "cannot stand under itself"),
        ("North", "Nowhere", "no team of this name"),
    ],
)
def test_a_place_that_cannot_be(sign_in: SignIn, name: str, parent: str, sentence: str) -> None:
    before = tree()
    answer = post(sign_in("ada"), name, "place", parent=parent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert tree() == before


def test_moving_beside_a_team_of_the_same_name(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    ada.post("/admin/teams", data={"name": "South", "parent": "Harbour"})
    answer = ada.post(f"/admin/teams/{team_id_of('Harbour / South')}/place", data={"parent": "Field"})
    assert "another team called South" in answer.text
    assert "Harbour / South" in tree()


def team_id_of(way: str) -> int:
    now = outline()
    found = now.meant(way)
    db.session.rollback()
    assert found
    return found


def test_merging_brings_everything_along(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, north, south = sign_in("ada"), team_id("North"), team_id("South")
    ada.post("/admin/teams", data={"name": "Coast", "parent": "North"})
    link = invite("rep", north, 5, 5, cast["ada"].id, clock.now())
    db.session.add(Membership(team_id=south, user_id=cast["rosa"].id, joined_at=clock.now()))
    db.session.add(Membership(team_id=north, user_id=cast["tess"].id, joined_at=clock.now(), left_at=clock.now()))
    db.session.commit()
    link_id = link.id
    answers = [ada.post(f"/admin/teams/{north}/merging", data={"into": "South"}) for _twice in range(2)]
    assert [answer.location for answer in answers] == [f"/admin/teams/{south}"] * 2
    assert tree() == ["Field", "Field / South", "Field / South / Coast", "Harbour"]
    assert members("South") == {("Rosa", False), ("Ravi", False), ("Petra", True), ("Mona", True)}
    times = {one.user_id: one for one in db.session.scalars(select(Membership).where(Membership.team_id == south))}
    assert times[cast["rosa"].id].joined_at.year == 2026
    assert times[cast["rosa"].id].joined_at.month == 1, "since the earlier day of the two"
    assert times[cast["tess"].id].left_at is not None, "time that is over stays on record"
    assert db.session.get_one(Invitation, link_id).team_id == south
    assert below("Field") == {"Rosa", "Ravi", "Mona", "Petra"}
    assert below("South") == {"Rosa", "Ravi"}
    assert acts()[-1] == "merged a team"


def test_merging_into_the_team_above(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    ada.post("/admin/teams", data={"name": "North", "parent": str(team_id("North"))})
    ada.post(f"/admin/teams/{team_id_of('Field / North')}/merging", data={"into": "Field"})
    assert tree() == ["Field", "Field / North", "Field / South", "Harbour"]
    assert ("Rosa", False) in members("Field")


@pytest.mark.parametrize(
    ("name", "into", "sentence"),
    [
        ("North", "", "Please pick the team"),
        ("North", "North", "North is part of North"),
        ("Field", "North", "North is part of Field"),
        ("North", "Nowhere", "no team of this name"),
    ],
)
def test_a_merge_that_cannot_be(sign_in: SignIn, name: str, into: str, sentence: str) -> None:
    before = tree()
    answer = post(sign_in("ada"), name, "merging", into=into)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert tree() == before
    assert acts() == []


def test_two_of_a_name_below_come_first(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    for parent in ("North", "South"):
        ada.post("/admin/teams", data={"name": "Coast", "parent": parent})
    assert "Both have a team called Coast" in post(ada, "North", "merging", into="South").text
    assert "Field / North" in tree()


def test_an_empty_team_goes_with_its_invitations(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada = sign_in("ada")
    ada.post("/admin/teams", data={"name": "West", "parent": "Field"})
    west = team_id("West")
    link_id = invite("rep", west, 5, 5, cast["ada"].id, clock.now()).id
    db.session.commit()
    answers = [ada.post(f"/admin/teams/{west}/removal") for _twice in range(2)]
    assert [answer.location for answer in answers] == [f"/admin/teams/{team_id('Field')}"] * 2
    assert "Field / West" not in tree()
    assert db.session.get_one(Invitation, link_id).revoked_at is not None
    assert ada.get(f"/admin/teams/{west}").status_code == 404


def test_a_team_with_anything_in_it_stays(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada = sign_in("ada")
    ada.post("/admin/teams", data={"name": "West", "parent": "Field"})
    now = clock.now()
    db.session.add(Membership(team_id=team_id("West"), user_id=cast["tess"].id, joined_at=now, left_at=now))
    db.session.commit()
    for name, sentence in {
        "Field": "teams below it",
        "North": "People are in this team",
        "West": "People were",
    }.items():
        answer = post(ada, name, "removal")
        assert answer.status_code == 422
        assert sentence in answer.text
    assert len(tree()) == 5


def test_with_thousands_only_one_level_is_opened_and_names_are_found(
    sign_in: SignIn,
    statements: Callable,  # type: ignore[type-arg]
) -> None:
    ada = sign_in("ada")
    ada.get("/admin/teams")
    with statements() as few:
        ada.get("/admin/teams?q=north")
    field = team_id("Field")
    db.session.add_all(
        [Team(name=f"Shop {number:04}", parent_id=field if number % 2 else None) for number in range(2000)]
    )
    db.session.commit()
    with statements() as many:
        page = ada.get("/admin/teams?q=north")
    assert len(few) == len(many)
    assert "1 team found" in page.text
    first = ada.get("/admin/teams").text
    assert len(first) < 60_000
    assert "Page 1 of 21" in first
    assert "Page 1 of 21" in ada.get(f"/admin/teams/{field}").text
    found = ada.get("/admin/teams?q=shop+0007").text
    assert "Shop 0007" in found
    assert "Field" in found


def test_for_a_chain_of_teams_as_deep_as_it_gets(sign_in: SignIn) -> None:
    ada, parent = sign_in("ada"), None
    for number in range(150):
        team = Team(name=f"Level {number}", parent_id=parent)
        db.session.add(team)
        db.session.flush()
        parent = team.id
    db.session.commit()
    assert ada.get("/admin/teams").status_code == 200
    assert ada.get(f"/admin/teams/{parent}").status_code == 200


def test_two_moves_at_once_make_no_circle(app: Flask, site: Site, cast: dict[str, User]) -> None:
    """North under South and South under North, again and again, in the same moment: never both."""
    north, south = team_id("North"), team_id("South")
    browsers = [site.signed_in(cast["ada"]) for _ in range(2)]

    def move(browser: FlaskClient, team: int, under: int) -> int:
        with app.app_context():
            return browser.post(f"/admin/teams/{team}/place", data={"parent": str(under)}).status_code

    for _again in range(5):
        with ThreadPoolExecutor(2) as pool:
            found = [pool.submit(move, *one) for one in ((browsers[0], north, south), (browsers[1], south, north))]
            assert sorted(one.result() for one in found) == [303, 422]
        assert len(tree()) == 4, "nothing fell off the tree"
        for one in (north, south):
            assert browsers[0].post(f"/admin/teams/{one}/place", data={"parent": ""}).status_code == 303
