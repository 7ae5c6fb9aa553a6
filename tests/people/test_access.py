"""Who may see whom, through nested teams."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from rapport.database import db
from rapport.people.access import may_see, people_below, person_seen_by, team_for
from rapport.people.team import Team, add_member, add_team, end_membership, nest, people_in_tree
from rapport.people.user import User
from rapport.text import TextRefused

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Cast = dict[str, User]


def team(name: str) -> Team:
    return db.session.query(Team).filter_by(name=name).one()


def names(people: list[User]) -> list[str]:
    return [person.first_name for person in people]


def test_everyone_sees_themselves_and_no_stranger(cast: Cast) -> None:
    for name in cast:
        assert may_see(cast[name], cast[name].id)
    seen = {
        (viewer, seen) for viewer in cast for seen in cast if viewer != seen and may_see(cast[viewer], cast[seen].id)
    }
    everybody_in_field = {("viktor", name) for name in ("mona", "petra", "ravi", "rosa")}
    assert seen == {("mona", "rosa"), ("petra", "ravi"), *everybody_in_field}, "nobody else anybody, not even the admin"
    assert not may_see(cast["mona"], 999_999)


def test_a_manager_sees_the_whole_subtree(cast: Cast) -> None:
    harbour_floor = add_team("Floor", add_team("Pier", team("North")))
    add_member(harbour_floor.id, cast["otto"].id, NOW)
    assert names(people_below(cast["mona"])) == ["Otto", "Rosa"]
    assert person_seen_by(cast["mona"], cast["otto"].id) is not None
    assert team_for(cast["mona"], harbour_floor.id) is harbour_floor


def test_nobody_sees_upwards_or_sideways(cast: Cast) -> None:
    assert team_for(cast["mona"], team("Field").id) is None
    assert team_for(cast["mona"], team("South").id) is None
    assert team_for(cast["rosa"], team("North").id) is None


def test_the_manager_of_the_region_sees_managers_below_but_not_fellows(cast: Cast) -> None:
    kim = User(email="kim@demo.example", name="Kim Arden", roles="manager", created_at=NOW)
    db.session.add(kim)
    db.session.flush()
    add_member(team("Field").id, kim.id, NOW, manages=True)
    assert names(people_below(kim)) == ["Mona", "Petra", "Ravi", "Rosa"]
    add_member(team("North").id, kim.id, NOW, manages=True)
    assert not may_see(cast["mona"], kim.id)


def test_who_left_or_is_closed_is_out_of_sight(cast: Cast) -> None:
    end_membership(team("North").id, cast["rosa"].id, NOW)
    assert people_below(cast["mona"]) == []
    add_member(team("North").id, cast["rosa"].id, NOW)
    assert names(people_below(cast["mona"])) == ["Rosa"]
    db.session.get_one(User, cast["rosa"].id).deactivated_at = NOW
    assert people_below(cast["mona"]) == []


def test_who_no_longer_leads_sees_nobody(cast: Cast) -> None:
    end_membership(team("North").id, cast["mona"].id, NOW)
    assert people_below(cast["mona"]) == []


def test_leading_takes_the_role_too(cast: Cast) -> None:
    cast["mona"].roles = "rep"
    assert people_below(cast["mona"]) == []


def test_a_person_in_two_teams_of_the_tree_is_there_once(cast: Cast) -> None:
    add_member(add_team("Pier", team("North")).id, cast["rosa"].id, NOW)
    assert names(people_in_tree(team("North").id)) == ["Mona", "Rosa"]
    assert names(people_below(cast["mona"])) == ["Rosa"]


def test_teams_do_not_go_round_in_circles(app: Flask) -> None:
    nest(team("Harbour"), team("South"))
    with pytest.raises(TextRefused, match="South is part of Field"):
        nest(team("Field"), team("South"))
    with pytest.raises(TextRefused):
        nest(team("South"), team("Harbour"))
    nest(team("Harbour"), None)
    nest(team("South"), team("Harbour"))
    assert team("South").parent_id == team("Harbour").id


def test_joining_twice_is_joining_once(cast: Cast) -> None:
    first = add_member(team("South").id, cast["rosa"].id, NOW)
    assert add_member(team("South").id, cast["rosa"].id, NOW) is first
    assert add_member(team("South").id, cast["rosa"].id, NOW, manages=True).manages
