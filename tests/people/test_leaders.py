"""Who leads whom, from below."""

from sqlalchemy import select

from rapport import clock
from rapport.database import db
from rapport.people.leaders import leaders_of
from rapport.people.team import Team, add_member, end_membership
from rapport.people.user import User

Cast = dict[str, User]


def leaders(cast: Cast, name: str) -> list[str]:
    return [person.first_name for person in leaders_of(cast[name].id)]


def team(name: str) -> int:
    return db.session.scalars(select(Team.id).where(Team.name == name)).one()


def test_the_nearest_manager_leads(cast: Cast) -> None:
    found = {name: leaders(cast, name) for name in cast}
    assert {name: names for name, names in found.items() if names} == {
        "rosa": ["Mona"],
        "ravi": ["Petra"],
        "mona": ["Viktor"],
        "petra": ["Viktor"],
    }


def test_without_one_in_the_team_it_is_the_one_above(cast: Cast) -> None:
    end_membership(team("North"), cast["mona"].id, clock.now())
    assert leaders(cast, "rosa") == ["Viktor"]


def test_who_manages_one_team_and_is_a_member_of_another_is_led_there(cast: Cast) -> None:
    add_member(team("South"), cast["mona"].id, clock.now())
    assert leaders(cast, "mona") == ["Petra"]
