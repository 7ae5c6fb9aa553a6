"""Mona's team page and Viktor's region, from what people did and were asked for."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from support.deeds import did
from support.lessons import exercise, make_lesson, quiz
from support.quiz_page import words

from rapport import clock
from rapport.assignments.assignment import Ask, assign
from rapport.coaching.help import raise_hand
from rapport.database import db
from rapport.people.team import Team, add_member, end_membership
from rapport.people.user import User
from rapport.progress import pulse, roster

SignIn = Callable[[str], FlaskClient]
DAY = timedelta(days=1)


@pytest.fixture
def lesson(app: Any) -> Any:
    """A module of one lesson, with a quiz and calls."""
    return make_lesson("calls", module="calling", exercises=[exercise("ring")], quiz=quiz())


def team_id(name: str) -> int:
    return db.session.scalars(select(Team.id).where(Team.name == name)).one()


def ask(by: User, about_id: int, due_in: int, about: str = "module", **whom: Any) -> None:
    """Something was asked twenty days ago."""
    made = clock.now() - 20 * DAY
    due_on = clock.today("UTC") + due_in * DAY
    wanted = Ask(((about, about_id),), rule="date", due_on=due_on, **whom)
    row = assign(by, wanted, str(uuid4()), made.date(), made)
    roster.after_assignment(row.id, made)
    db.session.commit()


def crowd(team: str, number: int, name: str = "Nora") -> list[int]:
    """So many more people in a team."""
    now = clock.now()
    people = [
        User(email=f"{name}{one}@demo.example", name=f"{name} {one:02}", roles="rep", created_at=now, welcomed_at=now)
        for one in range(number)
    ]
    db.session.add_all(people)
    db.session.flush()
    for person in people:
        add_member(team_id(team), person.id, now)
    ids = [person.id for person in people]
    roster.follow(ids, now)
    db.session.commit()
    return ids


def grid(browser: FlaskClient, path: str = "/team") -> list[str]:
    """The rows of the people, in words."""
    section = browser.get(path).text.split('id="people"')[1]
    return [words(row) for row in re.findall(r"<tr.*?</tr>", section, re.DOTALL)[1:] if "grid__together" not in row]


def test_a_manager_sees_the_people_of_her_team_and_no_others(sign_in: SignIn) -> None:
    page = sign_in("mona").get("/team").text
    assert "<h1><bdi>North</bdi></h1>" in page
    assert "Rosa Lind" in page
    for stranger in ("Ravi", "Petra", "Otto"):
        assert stranger not in page
    assert [row.split(" Not")[0] for row in grid(sign_in("petra"))] == ["Ravi Menon"]


def test_a_team_that_is_not_hers_does_not_exist(sign_in: SignIn) -> None:
    mona, ids = sign_in("mona"), {name: team_id(name) for name in ("North", "South", "Field", "Harbour")}
    assert {name: mona.get(f"/team/{one}").status_code for name, one in ids.items()} == {
        "North": 200,
        "South": 404,
        "Field": 404,
        "Harbour": 404,
    }
    assert mona.get("/team/999999").status_code == 404


def test_viktor_sees_his_teams_rolled_up_and_steps_down(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    for kind, content in (("completion", {}), ("attempt", {"answers": [{"question": "q1", "response": "yes"}]})):
        did(cast["rosa"], kind, "calls", **content)
    viktor = sign_in("viktor")
    page = viktor.get("/team").text
    read = words(page)
    assert "4 people in 2 teams" in read
    assert "North 1 person 0 % done 0 of 1 done" in read
    assert f'href="/team/{team_id("North")}"' in page
    below = viktor.get(f"/team/{team_id('North')}").text
    assert f'href="/team/{team_id("Field")}"' in below
    assert "Rosa Lind" in below
    assert "Ravi" not in below


def test_what_is_late_is_said_and_comes_first(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    crowd("North", 1)
    ask(cast["mona"], lesson.module_id, -3, person_ids=(cast["rosa"].id,))
    page = sign_in("mona").get("/team").text
    assert "“Calling” has been late for 3 days." in words(page)
    first, second = grid(sign_in("mona"))
    assert first.startswith("Rosa Lind Not begun 1 late")
    assert "Late 0 of 1, due" in first
    assert second.startswith("Nora 00")
    assert len(grid(sign_in("mona"), "/team?only=late")) == 1


def test_what_is_asked_and_not_late_has_its_day(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    ask(cast["mona"], lesson.module_id, 200, team_id=team_id("North"))
    [rosa] = grid(sign_in("mona"))
    due = clock.today("UTC") + 200 * DAY
    assert f"Not started by {due.day} {due:%b}" in rosa
    assert grid(sign_in("mona"), "/team?only=late") == []


def test_the_day_of_what_is_done_is_not_the_modules(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    visits = make_lesson("visits", module="calling")
    did(cast["rosa"], "completion", "visits")
    ask(cast["mona"], visits.id, -3, about="lesson", team_id=team_id("North"))
    [rosa] = grid(sign_in("mona"))
    assert "1 of 2" in rosa
    assert " by " not in rosa


def test_a_raised_hand_reaches_her(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    hand_up(cast["rosa"].id, lesson.id, "Whom do I ring first?")
    read = words(sign_in("mona").get("/team").text)
    assert "Rosa Lind Asks for help with “Made”: “Whom do I ring first?” Answer" in read
    assert "Asked for help" in grid(sign_in("mona"))[0]


def test_nobody_needs_her_when_nothing_is_amiss(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    did(cast["rosa"], "completion", "calls")
    assert "Nobody needs you right now." in words(sign_in("mona").get("/team").text)
    assert "0 of 1" in grid(sign_in("mona"), "/team?module=calling")[0]


def test_names_are_found_sorted_and_paged(sign_in: SignIn) -> None:
    crowd("North", 60)
    mona = sign_in("mona")
    assert [row[:7] for row in grid(mona, "/team?search=nora+1&sort=name")] == [f"Nora {one}" for one in range(10, 20)]
    assert len(grid(mona, "/team?sort=name")) == 50
    assert len(grid(mona, "/team?sort=name&page=2")) == 11
    assert grid(mona, "/team?sort=name&page=99") == grid(mona, "/team?sort=name&page=2")
    assert "Page 2 of 2" in words(mona.get("/team?sort=name&page=2").text)
    assert "Nobody’s name fits “zzz”." in words(mona.get("/team?search=zzz").text)


def test_whoever_searches_finds_at_once(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    hand_up(cast["rosa"].id, lesson.id)
    viktor = sign_in("viktor")
    assert "Needs you" in words(viktor.get("/team?sort=name").text)
    page = viktor.get("/team?search=rosa").text
    assert 'id="needs-title"' not in page
    assert 'id="teams"' not in page
    assert [row.split(" Today")[0].split(" Not")[0] for row in grid(viktor, "/team?search=rosa")] == ["Rosa Lind"]


def test_who_leads_two_teams_sees_both_together(sign_in: SignIn, cast: dict[str, User]) -> None:
    harbour = team_id("Harbour")
    add_member(harbour, cast["mona"].id, clock.now(), manages=True)
    db.session.commit()
    mona = sign_in("mona")
    page = mona.get("/team").text
    assert "<h1><bdi>Your teams</bdi></h1>" in page
    assert "2 people in 2 teams" in words(page)
    assert f'href="/team/{harbour}"' in page
    assert [row.split(" Not")[0] for row in grid(mona, "/team?sort=name")] == ["Otto Brandis", "Rosa Lind"]


def test_a_manager_of_no_team_is_told_what_will_be_here(sign_in: SignIn, cast: dict[str, User]) -> None:
    end_membership(team_id("North"), cast["mona"].id, clock.now())
    db.session.commit()
    read = words(sign_in("mona").get("/team").text)
    assert "Nobody here yet" in read
    assert "Rosa" not in read


def test_a_manager_without_people_is_told_what_will_be_here(sign_in: SignIn, cast: dict[str, User]) -> None:
    db.session.get_one(User, cast["rosa"].id).deactivated_at = clock.now()
    roster.follow([cast["rosa"].id], clock.now())
    db.session.commit()
    assert "Nobody here yet" in words(sign_in("mona").get("/team").text)


@pytest.mark.parametrize("path", ["/team", "/team?search=a&only=late&sort=last&module=calling"])
@pytest.mark.parametrize("who", ["mona", "viktor"])
def test_sixty_people_take_as_many_statements_as_five(
    sign_in: SignIn, cast: dict[str, User], statements: Any, lesson: Any, who: str, path: str
) -> None:
    browser = sign_in(who)
    crowd("North", 4)
    ask(cast["mona"], lesson.module_id, -3, team_id=team_id("North"))
    hand_up(cast["rosa"].id, lesson.id)
    browser.get(path)
    with statements() as few:
        browser.get(path)
    for rep_id in crowd("North", 60, "Anna"):
        hand_up(rep_id, lesson.id)
    with statements() as many:
        browser.get(path)
    assert len(few) == len(many) <= 19


def hand_up(rep_id: int, lesson_id: int, said: str = "Help?") -> None:
    raise_hand(str(uuid4()), rep_id, lesson_id, "", said, clock.now())
    pulse.refresh([rep_id], clock.now())
    db.session.commit()


def test_what_she_taps_is_on_the_card(sign_in: SignIn, cast: dict[str, User], lesson: Any) -> None:
    hand_up(cast["rosa"].id, lesson.id)
    mona = sign_in("mona")
    [(path, place)] = re.findall(r'href="(/team/people/\d+)#([\w-]+)"', mona.get("/team").text)
    assert f'id="{place}"' in mona.get(path).text
