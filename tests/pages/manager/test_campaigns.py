"""Mona starts a campaign, changes it, ends it, and takes its numbers along."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from support.campaigns import asked, begun, days_ago, in_days, make_wall, team_id
from support.deeds import did
from support.lessons import exercise, make_lesson

from rapport import clock
from rapport.assignments.assignment import Assignment
from rapport.assignments.campaign import CALLED_OFF, OVER, RUNNING, Campaign, state_of
from rapport.assignments.reaction import give
from rapport.database import db
from rapport.people.audit import AuditRow
from rapport.people.user import User

Cast = dict[str, User]
SignIn = Callable[[str], FlaskClient]
NEW = "/campaigns/new"


@pytest.fixture(autouse=True)
def lesson(app: Flask) -> None:
    make_wall()


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def form(**more: str) -> dict[str, str]:
    """What Mona sends when she just taps."""
    usual = {"lesson": "weeks", "exercise": "wall", "team": str(team_id("North")), "title": "Yes! We can", "days": "14"}
    db.session.commit()
    return {"fact_id": str(uuid4()), **usual, **more}


def only() -> Campaign:
    return db.session.query(Campaign).one()


def acts() -> list[str]:
    return [row.what for row in db.session.query(AuditRow).order_by(AuditRow.id)]


def test_four_taps_start_one(sign_in: SignIn) -> None:
    mona = sign_in("mona")
    assert f'href="{NEW}"' in mona.get("/campaigns").text
    choice = mona.get(NEW).text
    assert 'href="/campaigns/new?lesson=weeks&amp;exercise=wall"' in choice
    page = mona.get(f"{NEW}?lesson=weeks&exercise=wall").text
    assert f'name="team" value="{team_id("North")}" checked' in page
    assert 'name="days" value="28" checked' in page
    assert 'value="Made"' in page, "it is called like its module"
    answer = mona.post(NEW, data=form())
    assert (answer.status_code, answer.location) == (303, f"/campaigns/{only().id}")
    assert (only().starts_on, only().ends_on) == (in_days(0), in_days(13))
    assert state_of(only(), in_days(0)) == RUNNING
    assert "It is started. Your team sees it on Today." in words(mona.get(answer.location).text)
    assert acts() == ["started a campaign"]
    assert db.session.query(AuditRow).one().about == f"Yes! We can (campaign {only().id})"


def test_a_module_with_one_shared_exercise_leads_straight_to_the_form(sign_in: SignIn) -> None:
    assert "With “The wall”, from Made." in words(sign_in("mona").get(f"{NEW}?module=made").text)


def test_only_where_a_customer_is_told_yes_a_yes_has_a_limit(sign_in: SignIn, cast: Cast) -> None:
    make_lesson("silence", exercises=[exercise("speak", shared=True, unit="messages")])
    mona = sign_in("mona")
    here = begun(cast["mona"], lesson="silence", key="speak").id
    for page in (mona.get(f"{NEW}?lesson=silence&exercise=speak").text, mona.get(f"/campaigns/{here}/terms").text):
        assert "How many messages together." in page
        assert "yeses" not in page
    assert "How many yeses a week." in mona.get(f"{NEW}?lesson=weeks&exercise=wall").text


def test_a_double_tap_starts_one(sign_in: SignIn) -> None:
    mona, twice = sign_in("mona"), form(learn="yes")
    first, second = (mona.post(NEW, data=twice).location for _ in range(2))
    assert first == second
    assert db.session.query(Campaign).count() == db.session.query(Assignment).count() == len(acts()) == 1


def test_it_asks_the_team_for_the_module_by_its_last_day_and_follows_when_that_moves(sign_in: SignIn) -> None:
    mona = sign_in("mona")
    door = mona.post(NEW, data=form(learn="yes")).location
    asked_for = db.session.query(Assignment).one()
    assert (asked_for.due_on, asked_for.team_id, asked_for.id) == (in_days(13), team_id("North"), only().assignment_id)
    mona.post(f"{door}/settling", data={"fact_id": str(uuid4()), "title": "Yes!", "ends_on": in_days(20).isoformat()})
    db.session.expire_all()
    assert db.session.query(Assignment).one().due_on == only().ends_on == in_days(20)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"team": ""}, "Please pick one of your teams."),
        ({"team": "999999"}, "Please pick one of your teams."),
        ({"title": " "}, "Please give it a name."),
        ({"title": "x" * 81}, "Please keep this under 80 characters"),
        ({"days": "3"}, "Please say how long it runs."),
        ({"starts_on": "2020-01-01"}, "Please pick a day from today on, within a year."),
        ({"starts_on": "soon"}, "Please pick a day from today on, within a year."),
        ({"ends_on": "2020-01-01"}, "Please pick a day from the first day on, 200 days later at most."),
        ({"ends_on": "9999-12-31"}, "Please pick a day from the first day on, 200 days later at most."),
        ({"goal": "0"}, "Please type a goal from 1 to 100,000, or leave it empty."),
        ({"goal": "many"}, "Please type a goal from 1 to 100,000, or leave it empty."),
        ({"limit_per_rep": "100"}, "Please type a number from 1 to 99, or leave it empty."),
        ({"limits": "x" * 501}, "Please keep this under 500 characters"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    answer = sign_in("mona").post(NEW, data=form(why="We write it down.", **typed))
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "We write it down." in answer.text
    assert db.session.query(Campaign).count() == 0


def test_a_team_has_one_at_a_time(sign_in: SignIn, cast: Cast) -> None:
    begun(cast["mona"])
    answer = sign_in("mona").post(NEW, data=form())
    assert answer.status_code == 422
    assert "North has a campaign with this exercise that is not over." in words(answer.text)


def test_nobody_starts_one_for_a_team_of_others_or_with_what_is_not_shared(sign_in: SignIn) -> None:
    assert sign_in("petra").post(NEW, data=form()).status_code == 422
    assert sign_in("mona").post(NEW, data=form(exercise="calls")).status_code == 404
    assert sign_in("rosa").post(NEW, data=form()).status_code == 404
    assert db.session.query(Campaign).count() == 0


def test_it_is_changed_while_it_runs_and_its_first_day_stays(sign_in: SignIn, cast: Cast) -> None:
    one = begun(cast["mona"], goal=10)
    mona, door = sign_in("mona"), f"/campaigns/{one.id}/settling"
    assert 'name="starts_on"' not in mona.get(f"/campaigns/{one.id}/terms").text
    change = {
        "title": "Yes!",
        "ends_on": in_days(30).isoformat(),
        "starts_on": in_days(3).isoformat(),
        "goal": "60",
        "limits": "Up to 15",
    }
    assert mona.post(door, data=change).status_code == 303
    db.session.expire_all()
    assert (only().starts_on, only().ends_on, only().goal, only().limits) == (
        one.starts_on,
        in_days(30),
        60,
        "Up to 15",
    )
    assert mona.post(door, data={**change, "ends_on": in_days(-1).isoformat()}).status_code == 422
    assert mona.post(door, data={**change, "title": ""}).status_code == 422
    assert acts() == ["changed a campaign"]


def test_it_is_ended_once_and_then_stays_as_it_is(sign_in: SignIn, cast: Cast) -> None:
    one = begun(cast["mona"])
    mona, door = sign_in("mona"), f"/campaigns/{one.id}"
    assert mona.post(f"{door}/end").location == f"{door}/debrief"
    assert state_of(only(), in_days(0)) == OVER
    assert mona.post(f"{door}/end").location == f"{door}/debrief"
    for answer in (mona.get(f"{door}/terms"), mona.post(f"{door}/settling", data={"title": "x"})):
        assert (answer.status_code, answer.location) == (303, door)
    assert only().title == "Yes! We can"
    assert "What it came to stays as it is." in words(mona.get(door).text)
    assert acts() == ["ended a campaign"]


def test_what_has_not_begun_is_called_off_with_its_assignment(sign_in: SignIn) -> None:
    mona = sign_in("mona")
    door = mona.post(NEW, data=form(starts_on=in_days(3).isoformat(), learn="yes")).location
    assert "It is planned." in words(mona.get(door).text)
    mona.post(f"{door}/end")
    assert state_of(only(), in_days(0)) == CALLED_OFF
    assert db.session.query(Assignment).one().withdrawn_at
    assert "Called off" in words(mona.get("/campaigns").text)


def test_the_list_tells_what_runs_comes_and_is_over(sign_in: SignIn, cast: Cast) -> None:
    begun(cast["mona"], title="Over one", starts_on=in_days(-9), ends_on=in_days(-2))
    begun(cast["mona"], title="Running one", goal=4)
    begun(cast["petra"], "South", title="Coming one", starts_on=in_days(3), ends_on=in_days(9))
    asked(cast["rosa"], "A cooler")
    asked(cast["rosa"], "A boat", at=days_ago(4))
    seen = words(sign_in("viktor").get("/campaigns").text)
    assert seen.index("Running Running one North") < seen.index("1 of 4 notes") < seen.index("Coming Coming one South")
    assert "Over one North" in seen
    assert "Coming one" not in words(sign_in("mona").get("/campaigns").text)
    assert "Coming one" in words(sign_in("petra").get("/campaigns").text)


def test_a_manager_without_campaigns_reads_what_one_is(sign_in: SignIn) -> None:
    assert "None so far A campaign takes an exercise that a team does together" in words(
        sign_in("mona").get("/campaigns").text
    )


def test_the_gap_report_is_a_page_and_a_file_with_the_same_numbers(sign_in: SignIn, cast: Cast) -> None:
    one = begun(cast["mona"])
    for what in ("Delivery on Sunday", "Delivery at six", "=HYPERLINK(1)"):
        asked(cast["rosa"], what, "not possible", who="Bakery Ilse", why="Nobody drives")
    asked(cast["rosa"], "A cooler")
    mona, door = sign_in("mona"), f"/campaigns/{one.id}/gaps"
    seen = words(mona.get(door).text)
    assert "3 of 4 requests were not possible; 25 percent of what is decided were honoured." in seen
    assert "Delivery 2 times Delivery at six Nobody drives Delivery on Sunday" in seen
    assert "Bakery Ilse" not in seen
    assert "Rosa" not in seen.split("Gap report")[-1]
    sheet = load_workbook(BytesIO(mona.get(f"{door}.xlsx").data)).active
    assert [row[2].value for row in sheet.iter_rows(min_row=2)][:2] == ["Delivery at six", "Delivery on Sunday"]
    csv = mona.get(f"{door}.csv").data.decode("utf-8-sig")
    assert "Delivery,2,Delivery at six,Nobody drives" in csv
    assert ",=HYPER" not in csv


def test_a_gap_report_without_gaps_says_so(sign_in: SignIn, cast: Cast) -> None:
    one = begun(cast["mona"])
    asked(cast["rosa"], "A cooler")
    assert "Nothing was refused" in words(sign_in("mona").get(f"/campaigns/{one.id}/gaps").text)


def test_the_debrief_has_its_numbers_and_keeps_two_sentences(sign_in: SignIn, cast: Cast) -> None:
    one = begun(cast["mona"], goal=2, starts_on=in_days(-8), ends_on=in_days(0))
    asked(cast["rosa"], "Delivery on Sunday", "not possible", at=days_ago(7))
    liked = asked(cast["rosa"], "A cooler")
    give(liked, cast["mona"].id, "thank you", clock.now())
    db.session.commit()
    mona, door = sign_in("mona"), f"/campaigns/{one.id}/debrief"
    seen = words(mona.get(door).text)
    assert "The goal is reached, together" in seen
    assert "Notes 2 of 2" in seen
    assert "Honoured, of what is decided 50 % 1 of 2" in seen
    assert "People who took part 1 of 2 asked" in seen
    assert "What the team liked A cooler Honoured Rosa · Thank you 1" in seen
    csv = mona.get(f"{door}.csv").data.decode("utf-8-sig").splitlines()
    assert csv[0] == "Week,First day,Last day,Notes,Honoured,Not possible,Later"
    assert csv[1:] == [f"1,{in_days(-8)},{in_days(-2)},1,0,1,0", f"2,{in_days(-1)},{in_days(0)},1,1,0,0"]
    assert "so far" not in seen.split("Debrief", 2)[2][:200]
    both = {"to_keep": "The wall stays.", "to_change": "The limits grow."}
    for _ in range(2):
        assert mona.post(f"/campaigns/{one.id}/conclusion", data=both).status_code == 303
    assert (only().to_keep, only().to_change) == tuple(both.values())
    assert acts() == ["wrote a debrief"]
    refused = mona.post(f"/campaigns/{one.id}/conclusion", data={"to_keep": "x" * 501, "to_change": "Kept as typed"})
    assert refused.status_code == 422
    assert "Kept as typed" in refused.text
    assert only().to_keep == "The wall stays."


def test_before_its_last_day_the_debrief_says_so_far(sign_in: SignIn, cast: Cast) -> None:
    one = begun(cast["mona"])
    seen = words(sign_in("mona").get(f"/campaigns/{one.id}/debrief").text)
    assert "Debrief, so far" in seen
    assert "These numbers still grow." in seen


def test_what_is_private_is_in_no_part_of_it(sign_in: SignIn, cast: Cast) -> None:
    one = begun(cast["mona"])
    did(cast["rosa"], "entry", "weeks", exercise="calls", values={"who": "Secret caller"})
    asked(cast["rosa"], "A cooler", "not possible")
    mona = sign_in("mona")
    for part in ("", "/gaps", "/gaps.csv", "/debrief"):
        assert "Secret caller" not in mona.get(f"/campaigns/{one.id}{part}").text
