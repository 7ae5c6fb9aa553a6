"""An assignment and what its managers do with it: Mona leads North (Rosa), Viktor Field above it, Petra South (Ravi)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from support.deeds import asked, did

from rapport import clock
from rapport.assignments.change import AssignmentChange
from rapport.assignments.due import owed_by
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.people.audit import newest
from rapport.people.team import Team, add_member, end_membership
from rapport.people.user import User
from rapport.progress import roster

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]


@pytest.fixture
def sign_in(sign_in: SignIn) -> SignIn:
    """What the test has done so far is kept first: signing in writes as well."""

    def after_that(name: str) -> FlaskClient:
        db.session.commit()
        return sign_in(name)

    return after_that


def in_days(days: int) -> date:
    return clock.today("UTC") + timedelta(days=days)


def days_left(person: User) -> list[int]:
    """In how many days what somebody is asked for is due."""
    today = clock.today("UTC")
    return [(one.due_on - today).days for one in owed_by(person.id, today)]


def act(browser: FlaskClient, path: str, **boxes: Any) -> Any:
    return browser.post(path, data={"fact_id": str(uuid4()), **boxes}, follow_redirects=True)


def north() -> int:
    return db.session.scalars(select(Team.id).where(Team.name == "North")).one()


def lesson_id(key: str) -> int:
    return shelf().by_key[key].id


def test_the_list_says_what_whom_until_when_and_how_far(sign_in: SignIn, cast: Cast) -> None:
    asked(cast["mona"], why="Why.")
    asked(cast["mona"], "leaving", rule="joining", days=30)
    over = asked(cast["mona"], "leaving", team=None, person_ids=(cast["rosa"].id,))
    mona = sign_in("mona")
    act(mona, f"/assignments/{over}/withdrawal")
    page = mona.get("/assignments").text
    running, waiting, past = (page.index(f'id="{name}"') for name in ("running", "coming", "over"))
    assert running < page.index("0 of 1 person done") < waiting
    assert waiting < page.index("within 30 days of joining") < past < page.index("Rosa Lind, until") < len(page)
    assert "Withdrawn" in page


def test_many_assignments_are_paged(sign_in: SignIn, cast: Cast) -> None:
    for number in range(13):
        asked(cast["mona"], why=f"No {number}")
    page = sign_in("mona").get("/assignments").text
    assert page.count("Keeping customers") == 12
    assert "Page 1 of 2" in page
    assert sign_in("mona").get("/assignments?page=2").text.count("Keeping customers") == 1


def test_late_is_said_in_numbers_and_names_come_first(sign_in: SignIn, cast: Cast) -> None:
    add_member(north(), cast["ravi"].id, clock.now() - timedelta(days=100))
    roster.follow([cast["ravi"].id], clock.now())
    asked(cast["mona"], "keeping", at=clock.now() - timedelta(days=20))
    did(cast["ravi"], "completion", "listening")
    db.session.commit()
    mona = sign_in("mona")
    assert "2 late" in mona.get("/assignments").text
    page = mona.get("/assignments/1").text
    assert "Late, not started" in page
    assert "Late, 1 of 2 lessons" in page


def test_a_manager_sees_what_is_asked_of_their_people_from_above(sign_in: SignIn, cast: Cast) -> None:
    above = asked(cast["viktor"], team="Field")
    page = sign_in("mona").get(f"/assignments/{above}").text
    assert "Rosa Lind" in page
    assert "Ravi Menon" not in page
    assert "For everybody" not in page, "it is Viktor's to change"
    assert "Asked by Viktor Hahn" in page
    assert "Asked by Viktor Hahn" in sign_in("mona").get("/assignments").text
    assert "Asked by" not in sign_in("viktor").get("/assignments").text
    assert "Ravi Menon" in sign_in("viktor").get(f"/assignments/{above}").text
    for path in ("due", "withdrawal", "return", "extension"):
        assert act(sign_in("mona"), f"/assignments/{above}/{path}", until=in_days(50)).status_code == 404
    act(sign_in("mona"), f"/assignments/{above}/extension", person=cast["rosa"].id, until=in_days(50))
    assert days_left(cast["rosa"]) == [50]
    assert days_left(cast["ravi"]) == [14]


def test_other_teams_assignments_are_not_there(sign_in: SignIn, cast: Cast) -> None:
    mine = asked(cast["mona"])
    by_name = asked(cast["viktor"], team=None, person_ids=(cast["rosa"].id,))
    petra = sign_in("petra")
    assert petra.get(f"/assignments/{mine}").status_code == petra.get(f"/assignments/{by_name}").status_code == 404
    assert "Nothing is asked of your people yet" in petra.get("/assignments").text
    assert sign_in("mona").get(f"/assignments/{by_name}").status_code == 200


def test_of_people_named_each_manager_sees_their_own(sign_in: SignIn, cast: Cast) -> None:
    both = asked(cast["viktor"], team=None, person_ids=(cast["rosa"].id, cast["ravi"].id))
    page = sign_in("mona").get(f"/assignments/{both}").text
    assert "Rosa Lind" in page
    assert "Ravi" not in page
    assert act(sign_in("mona"), f"/assignments/{both}/withdrawal").status_code == 404
    act(sign_in("petra"), f"/assignments/{both}/extension", person=cast["ravi"].id, until=in_days(30))
    assert "Petra Vogel gave Ravi Menon until" in sign_in("petra").get(f"/assignments/{both}").text
    assert "Ravi" not in sign_in("mona").get(f"/assignments/{both}").text
    assert "Withdrawn." in act(sign_in("viktor"), f"/assignments/{both}/withdrawal").text


def test_one_person_gets_a_week_more(sign_in: SignIn, cast: Cast) -> None:
    one = asked(cast["mona"])
    mona = sign_in("mona")
    week = in_days(21).isoformat()
    assert f'name="until" value="{week}">1 week' in mona.get(f"/assignments/{one}").text
    for _tap in range(2):
        page = act(mona, f"/assignments/{one}/extension", person=cast["rosa"].id, until=week).text
        assert "Rosa has until" in page
    assert days_left(cast["rosa"]) == [21]
    assert "extended" in page
    assert page.count("Mona Adler gave Rosa Lind until") == 1
    assert [(row.what, row.about) for row in newest()] == [("gave more time", "rosa@demo.example")]


def test_everybody_gets_more_time(sign_in: SignIn, cast: Cast) -> None:
    one = asked(cast["viktor"], team="Field")
    page = act(sign_in("viktor"), f"/assignments/{one}/extension", until=in_days(28)).text
    assert "gave everybody who still had to do it until" in page
    assert days_left(cast["rosa"]) == days_left(cast["ravi"]) == [28]


def test_more_time_for_whoever_is_late_counts_from_today(sign_in: SignIn, cast: Cast) -> None:
    one = asked(cast["mona"], at=clock.now() - timedelta(days=40))
    assert f'value="{in_days(7).isoformat()}">1 week' in sign_in("mona").get(f"/assignments/{one}").text


@pytest.mark.parametrize("person", ["x", "0", "-1", "9" * 30, "999999", "²"])
def test_more_time_for_nobody_in_particular_is_for_nobody(sign_in: SignIn, cast: Cast, person: str) -> None:
    one = asked(cast["mona"])
    answer = act(sign_in("mona"), f"/assignments/{one}/extension", person=person, until=in_days(50))
    assert answer.status_code == 404
    assert days_left(cast["rosa"]) == [14]


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01", "9999-12-31"])
def test_an_odd_day_changes_nothing(sign_in: SignIn, cast: Cast, day: str) -> None:
    one, mona = asked(cast["mona"]), sign_in("mona")
    assert act(mona, f"/assignments/{one}/extension", until=day).status_code == 422
    answer = act(mona, f"/assignments/{one}/due", due_on=day)
    assert answer.status_code == 422
    assert "Please pick a day from today on, within two years." in answer.text
    assert days_left(cast["rosa"]) == [14]
    assert newest() == []


def test_the_day_moves_for_everybody_but_who_was_given_longer(sign_in: SignIn, cast: Cast) -> None:
    one = asked(cast["viktor"], team="Field")
    viktor = sign_in("viktor")
    act(viktor, f"/assignments/{one}/extension", person=cast["rosa"].id, until=in_days(40))
    page = act(viktor, f"/assignments/{one}/due", due_on=in_days(10)).text
    assert "Viktor Hahn moved the day to" in page
    assert days_left(cast["rosa"]) == [40]
    assert days_left(cast["ravi"]) == [10]


def test_withdrawn_and_brought_back(sign_in: SignIn, cast: Cast) -> None:
    one, mona = asked(cast["mona"]), sign_in("mona")
    page = act(mona, f"/assignments/{one}/withdrawal").text
    assert "Ask for it again" in page
    assert "Extend" not in page
    assert "Rosa Lind" in page, "what was done under it can still be read"
    assert days_left(cast["rosa"]) == []
    page = act(mona, f"/assignments/{one}/return").text
    assert "Mona Adler asked for it again." in page
    assert days_left(cast["rosa"]) == [14]
    assert [row.what for row in newest()] == ["brought an assignment back", "withdrew an assignment"]
    assert {row.about for row in newest()} == {f"Keeping customers (assignment {one})"}, "an admin knows it by its name"


def test_whoever_leaves_the_team_is_not_in_it_any_more(sign_in: SignIn, cast: Cast) -> None:
    one = asked(cast["viktor"], team="Field")
    end_membership(north(), cast["rosa"].id, clock.now())
    roster.follow([cast["rosa"].id], clock.now())
    page = sign_in("viktor").get(f"/assignments/{one}").text
    assert "Rosa" not in page
    assert "0 of 1 person done" in page


def test_done_is_done(sign_in: SignIn, cast: Cast) -> None:
    did(cast["rosa"], "completion", "listening")
    one = asked(cast["mona"], subjects=(("lesson", lesson_id("listening")),))
    page = sign_in("mona").get(f"/assignments/{one}").text
    assert "1 of 1 person done" in page
    assert '<span class="status done">Done</span>' in page
    assert "Extend" not in page
    assert 'id="over"' in sign_in("mona").get("/assignments").text


def test_many_people_are_paged_and_searched_with_the_same_statements(
    sign_in: SignIn, cast: Cast, statements: Any
) -> None:
    one, mona = asked(cast["mona"]), sign_in("mona")
    path = f"/assignments/{one}"
    mona.get(path)
    with statements() as few:
        mona.get(path)
    people = [User(email=f"p{n}@demo.example", name=f"Person {n:03}", created_at=clock.now()) for n in range(95)]
    db.session.add_all(people)
    db.session.flush()
    for person in people:
        add_member(north(), person.id, clock.now())
    roster.follow([person.id for person in people], clock.now())
    mona.get(path)
    with statements() as many:
        page = mona.get(path).text
    assert len(few) == len(many)
    assert "0 of 96 people done" in page
    assert "Page 1 of 4" in page
    assert "Rosa Lind" in mona.get(f"{path}?page=4").text
    found = mona.get(f"{path}?search=SON+07").text
    assert "Person 070" in found
    assert "Person 080" not in found
    assert "Nobody it asks has “%_” in their name." in mona.get(f"{path}?search=%25_").text
    for odd in ("page=x", "page=-1", f"page={'9' * 40}", "search=%00", "search=" + "x" * 500):
        assert mona.get(f"{path}?{odd}").status_code == 200


def test_every_act_is_told_once_however_often_it_was_sent(sign_in: SignIn, cast: Cast) -> None:
    one, mona, form = asked(cast["mona"]), sign_in("mona"), str(uuid4())
    for _tap in range(2):
        mona.post(f"/assignments/{one}/due", data={"fact_id": form, "due_on": in_days(20).isoformat()})
    whats = list(db.session.scalars(select(AssignmentChange.what).order_by(AssignmentChange.id)))
    assert whats == ["made", "moved"]


def test_a_refresher_comes_round_again_with_the_first_round_in_the_history(sign_in: SignIn, cast: Cast) -> None:
    did(cast["rosa"], "completion", "listening")
    one = asked(cast["mona"], subjects=(("lesson", lesson_id("listening")),), every_months=12)
    mona = sign_in("mona")
    assert 'id="coming"' in mona.get("/assignments").text
    with time_machine.travel(clock.now() + timedelta(days=365)):
        roster.open_rounds(clock.now())
        roster.follow([cast["rosa"].id], clock.now())
        mona = sign_in("mona")
        page = mona.get(f"/assignments/{one}").text
        assert "0 of 1 person done" in page
        assert str(clock.today("UTC").year) not in page.split("every year")[0].split("until")[-1], "this round's day"
        assert 'id="running"' in mona.get("/assignments").text
