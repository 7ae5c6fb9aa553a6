"""Asking for modules: Mona leads North (Rosa), Viktor leads Field, which is above North and South (Ravi)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from support.lessons import exercise, make_lesson

from rapport import clock
from rapport.assignments.assignment import Assignment
from rapport.assignments.due import owed_by
from rapport.database import db
from rapport.people.audit import newest
from rapport.people.team import Team, add_member, add_team
from rapport.people.user import User
from rapport.progress import roster

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]
NEW = "/assignments/new"


@pytest.fixture
def sign_in(sign_in: SignIn) -> SignIn:
    """What the test has done so far is kept first: signing in writes as well."""

    def after_that(name: str) -> FlaskClient:
        db.session.commit()
        return sign_in(name)

    return after_that


def team(name: str) -> int:
    return db.session.scalars(select(Team.id).where(Team.name == name)).one()


def ask(browser: FlaskClient, **boxes: Any) -> Any:
    """The form as it opens, for North and the module "keeping", with these boxes filled in otherwise."""
    plain = {"fact_id": str(uuid4()), "modules": "keeping", "team": str(team("North")), "until": "14", "days": "30"}
    return browser.post(NEW, data={**plain, **boxes})


def owed(cast: Cast, name: str) -> list[tuple[str, int]]:
    """What somebody is asked for, and in how many days."""
    today = clock.today("UTC")
    return [(one.about, (one.due_on - today).days) for one in owed_by(cast[name].id, today)]


def test_everything_but_the_module_is_picked_already(sign_in: SignIn) -> None:
    page = sign_in("mona").get(NEW).text
    assert f'name="team" value="{team("North")}" data-words="1 person in North" checked' in page
    assert 'name="until" value="14"' in page.split(" checked")[1]
    assert "Ask for it" in page


def test_asking_puts_it_before_the_whole_team(sign_in: SignIn, cast: Cast) -> None:
    answer = ask(sign_in("mona"), why="Half of them leave quietly.")
    assert answer.status_code == 303
    assert owed(cast, "rosa") == [("module", 14)]
    assert owed(cast, "ravi") == []
    assert owed(cast, "mona") == [], "who leads the team is not asked with it"
    page = sign_in("mona").get(answer.location).text
    for words in ("1 person is asked.", "Undo", "Half of them leave quietly.", "Rosa Lind", "Not started"):
        assert words in page
    assert [row.what for row in newest()] == ["asked for modules"]


def test_a_team_above_asks_those_below_too(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in("viktor").get(NEW).text
    assert "2 people, 2 sub-teams" in page
    ask(sign_in("viktor"), team=str(team("Field")))
    assert owed(cast, "rosa") == owed(cast, "ravi") == [("module", 14)]
    assert owed(cast, "otto") == []


def test_a_link_brings_module_team_and_person_along(sign_in: SignIn, cast: Cast) -> None:
    south = team("South")
    page = sign_in("viktor").get(f"{NEW}?module=leaving&team={south}").text
    assert 'value="leaving" data-least="0" data-slowest="" checked' in page
    assert f'value="{south}" data-words="1 person in South" checked' in page
    page = sign_in("viktor").get(f"{NEW}?person={cast['ravi'].id}&module=no-such&lesson=no-such").text
    assert 'value="people" checked' in page
    assert 'data-name="Ravi Menon" checked' in page


@pytest.mark.parametrize(
    "query", ["team=x", "team=999999", "person=x", "person=1&person=2", "module=%00", "lesson=%00"]
)
def test_an_odd_link_opens_the_form_as_ever(sign_in: SignIn, query: str) -> None:
    assert sign_in("mona").get(f"{NEW}?{query}").status_code == 200


def test_people_are_asked_by_name(sign_in: SignIn, cast: Cast) -> None:
    answer = ask(sign_in("viktor"), team="people", people=[cast["ravi"].id, cast["petra"].id])
    assert owed(cast, "ravi") == owed(cast, "petra") == [("module", 14)]
    assert owed(cast, "rosa") == []
    assert "Petra Vogel and Ravi Menon" in sign_in("viktor").get(answer.location).text


def test_somebody_elses_people_are_not_for_the_asking(sign_in: SignIn, cast: Cast) -> None:
    answer = ask(sign_in("mona"), team="people", people=[cast["rosa"].id, cast["ravi"].id])
    assert answer.status_code == 422
    assert "Somebody you picked is not in your teams any more." in answer.text
    assert "Ravi" not in answer.text
    assert owed(cast, "rosa") == []


def test_among_many_one_searches(sign_in: SignIn, cast: Cast) -> None:
    people = [User(email=f"p{one}@demo.example", name=f"Person {one:02}", created_at=clock.now()) for one in range(30)]
    db.session.add_all(people)
    db.session.flush()
    for person in people:
        add_member(team("North"), person.id, clock.now())
    mona = sign_in("mona")
    page = mona.get(f"{NEW}?person={people[29].id}").text
    assert 'data-name="Person 29" checked' in page
    assert 'data-name="Person 25"' not in page
    found = ask(mona, step="find", find="son 25", team="people", people=[people[29].id], why="Kept.")
    assert found.status_code == 200
    assert 'data-name="Person 25">' in found.text
    assert 'data-name="Person 29" checked' in found.text
    assert "Person 24" not in found.text
    assert 'value="Kept."' in found.text
    assert "Nobody of yours has “zzz” in their name." in ask(mona, step="find", find="zzz", team="people").text
    assert db.session.scalar(select(Assignment)) is None


def test_one_lesson_alone(sign_in: SignIn, cast: Cast) -> None:
    answer = ask(sign_in("mona"), modules=[], lesson="first-call")
    assert owed(cast, "rosa") == [("lesson", 14)]
    assert "One lesson" in sign_in("mona").get(answer.location).text


@pytest.mark.parametrize(
    ("boxes", "words", "days"),
    [
        ({"until": "30"}, "until", 30),
        ({"until": "date"}, "until", 5),
        ({"until": "14", "again": "12"}, "every year", 14),
        ({"until": "30", "again": "3"}, "every quarter", 30),
    ],
)
def test_until_when(sign_in: SignIn, cast: Cast, boxes: dict[str, str], words: str, days: int) -> None:
    day = (clock.today("UTC") + timedelta(days=5)).isoformat()
    answer = ask(sign_in("mona"), due_on=day, **boxes)
    assert words in sign_in("mona").get(answer.location).text
    assert owed(cast, "rosa") == [("module", days)]


def test_days_after_joining_asks_those_who_come(sign_in: SignIn, cast: Cast) -> None:
    answer = ask(sign_in("mona"), until="joining", days="20")
    page = sign_in("mona").get(answer.location).text
    assert "within 20 days of joining" in page
    assert "It asks whoever joins from now on." in page
    assert owed(cast, "rosa") == [], "she has been there for long"
    add_member(team("North"), cast["otto"].id, clock.now())
    roster.follow([cast["otto"].id], clock.now())
    assert owed(cast, "otto") == [("module", 20)]


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({"modules": []}, "Please pick a module, or one lesson."),
        ({"modules": ["no-such"]}, "Something you picked has just left the library."),
        ({"lesson": "no-such"}, "Something you picked has just left the library."),
        ({"team": ""}, "Please pick a team, or some people."),
        ({"team": "999999"}, "Please pick a team, or some people."),
        ({"team": "people"}, "Please pick at least one person."),
        ({"until": ""}, "Please say until when."),
        ({"until": "date", "due_on": ""}, "Please pick a day from today on."),
        ({"until": "date", "due_on": "2020-01-01"}, "Please pick a day from today on."),
        ({"until": "date", "due_on": "9999-12-31"}, "Please pick a day within the next two years."),
        ({"until": "joining", "days": "0"}, "Please say how many days, 1 to 365."),
        ({"until": "joining", "days": "9" * 5000}, "Please say how many days, 1 to 365."),
        ({"until": "joining", "days": "²"}, "Please say how many days, 1 to 365."),
        ({"again": "7"}, "Please pick one of these."),
        ({"why": "x" * 201}, "Please keep this under 200 characters (it has 201)."),
    ],
)
def test_what_is_missing_is_said_at_its_box_and_the_rest_is_kept(
    sign_in: SignIn, boxes: dict[str, Any], sentence: str
) -> None:
    answer = ask(sign_in("mona"), **{"why": "My reason.", "modules": ["leaving"], **boxes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Nobody has been asked yet" in answer.text
    assert answer.text.count('class="error"') == 1
    if "why" not in boxes:
        assert 'value="My reason."' in answer.text
    assert db.session.scalar(select(Assignment)) is None


def test_joining_is_for_teams(sign_in: SignIn, cast: Cast) -> None:
    answer = ask(sign_in("mona"), team="people", people=[cast["rosa"].id], until="joining")
    assert answer.status_code == 422
    assert "people you pick have joined already" in answer.text


def test_a_double_tap_asks_once(sign_in: SignIn) -> None:
    mona, form = sign_in("mona"), str(uuid4())
    assert ask(mona, fact_id=form).location == ask(mona, fact_id=form).location
    assert len(list(db.session.scalars(select(Assignment)))) == 1
    assert len(newest()) == 1


def test_another_managers_form_is_not_used_up(sign_in: SignIn, cast: Cast) -> None:
    form = str(uuid4())
    ask(sign_in("mona"), fact_id=form)
    answer = ask(sign_in("viktor"), fact_id=form)
    assert answer.status_code == 422
    assert "Please send it once more." in answer.text
    assert form not in answer.text


def test_what_takes_thirty_working_days_is_told_kindly(sign_in: SignIn) -> None:
    make_lesson("long", module="slow", exercises=[exercise("stance", goal=30, rhythm="working day")])
    mona = sign_in("mona")
    page = mona.get(f"{NEW}?module=slow").text
    assert "its exercises take 30 working days at least" in page
    assert "data-too-short>" in page
    assert "data-too-short hidden>" in mona.get(NEW).text
    made = ask(mona, modules="slow")
    assert "takes 30 working days at least" in mona.get(made.location).text
    longer = ask(mona, modules="slow", until="date", due_on=(clock.today("UTC") + timedelta(days=60)).isoformat())
    assert "working days at least" not in mona.get(longer.location).text


def test_undo_is_as_if_nothing_had_been_asked(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    where = ask(mona).location
    form_id = db.session.scalars(select(Assignment.form_id)).one()
    assert f'name="form_id" value="{form_id}"' in mona.get(where).text
    answer = mona.post("/assignments/undo", data={"form_id": form_id}, follow_redirects=True)
    assert "Undone: nobody was asked." in answer.text
    assert mona.get(where).status_code == 404
    assert owed(cast, "rosa") == []
    assert "What has changed" not in sign_in("rosa").get("/").text
    assert [row.what for row in newest()] == ["undid an assignment", "asked for modules"]


def test_after_ten_seconds_there_is_only_withdrawing(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    where = ask(mona).location
    form_id = db.session.scalars(select(Assignment.form_id)).one()
    with time_machine.travel(clock.now() + timedelta(seconds=15)):
        assert "Undo" not in mona.get(where).text
        assert mona.post("/assignments/undo", data={"form_id": form_id}).location == "/assignments", "a slow network"
    form_id = db.session.get_one(Assignment, int(ask(mona).location.split("/")[-1])).form_id
    with time_machine.travel(clock.now() + timedelta(seconds=25)):
        answer = mona.post("/assignments/undo", data={"form_id": form_id}, follow_redirects=True)
    assert "The ten seconds are over. You can still withdraw it" in answer.text
    assert owed(cast, "rosa") == [("module", 14)]


def test_nobody_undoes_what_another_asked(sign_in: SignIn) -> None:
    ask(sign_in("mona"))
    form_id = db.session.scalars(select(Assignment.form_id)).one()
    assert sign_in("viktor").post("/assignments/undo", data={"form_id": form_id}).status_code == 404


def test_hundreds_of_teams_make_a_list_to_pick_from(sign_in: SignIn, cast: Cast, statements: Any) -> None:
    viktor = sign_in("viktor")
    viktor.get(NEW)
    with statements() as few:
        viktor.get(NEW)
    field = db.session.get_one(Team, team("Field"))
    for number in range(120):
        add_team(f"Team {number:03}", add_team(f"District {number:03}", field) if number % 10 == 0 else field)
    with statements() as many:
        page = viktor.get(NEW).text
    assert len(few) == len(many)
    assert '<select id="f-team" name="team"' in page
    assert "– – Team 110 (0 people)" in page
    assert "Field (2 people, 134 sub-teams)" in page


def test_a_manager_without_a_team_is_told_so(sign_in: SignIn, cast: Cast) -> None:
    db.session.get_one(User, cast["tess"].id).roles = "trainer,manager"
    page = sign_in("tess").get(NEW).text
    assert "You lead no team yet" in page
    assert sign_in("tess").get("/assignments").status_code == 200


def test_more_people_than_a_statement_can_name_are_refused(sign_in: SignIn) -> None:
    answer = ask(sign_in("mona"), team="people", people=[str(number) for number in range(1, 34_000)])
    assert answer.status_code == 422
    assert "Please pick 200 people at most, or a team." in answer.text
