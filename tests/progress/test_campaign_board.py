"""What counts in a campaign, for whom, and that every way of counting says the same."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from support.campaigns import asked, begun, days_ago, in_days, make_wall, team_id, wall_exercise
from support.deeds import did, retire
from support.lessons import change_lesson

from rapport import clock
from rapport.assignments.campaign import Campaign
from rapport.catalogue.lesson import Lesson
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.people.team import add_member, end_membership
from rapport.people.user import User
from rapport.progress.campaign_board import Board, board_of, people_asked
from rapport.progress.campaign_lines import campaigns_for, counts_of
from rapport.progress.wall import said_in

Cast = dict[str, User]


@pytest.fixture
def lesson(app: Flask) -> Lesson:
    made = make_wall()
    db.session.refresh(made)
    db.session.expunge(made)
    return made


@pytest.fixture
def north(lesson: Lesson, cast: Cast) -> Campaign:
    return begun(cast["mona"])


def board(campaign: Campaign, reader: User, leads: bool = True) -> Board:
    return board_of(campaign, reader, leads, shelf())


def read(campaign: Campaign, reader: User, leads: bool = True, answer: str = "") -> list[str]:
    """What this reader reads, the newest first."""
    lines = board(campaign, reader, leads).readable(answer)
    said = said_in(line.id for line in lines)
    return [next(item["value"] for item in said[line.id][1] if item["key"] == "what") for line in lines]


def test_it_counts_what_its_team_logs_on_its_days_and_nothing_else(lesson: Lesson, cast: Cast) -> None:
    north = begun(cast["mona"], starts_on=in_days(-3), ends_on=in_days(-1))
    asked(cast["rosa"], "Too early", at=days_ago(4))
    asked(cast["rosa"], "The first day", at=days_ago(3))
    asked(cast["mona"], "The last day", "not possible", at=days_ago(1))
    asked(cast["rosa"], "Too late")
    asked(cast["ravi"], "South’s", at=days_ago(2))
    did(cast["rosa"], "entry", "weeks", days_ago(2), exercise="calls", values={"who": "K."})
    found = board(north, cast["mona"])
    assert read(north, cast["mona"]) == ["The last day", "The first day"]
    assert found.answers == {"honoured": 1, "not possible": 1, "later": 0}
    assert (found.granted, found.refused, found.share, found.took_part) == ("honoured", "not possible", 50, 2)


def test_a_campaign_of_the_region_counts_all_its_teams_but_a_rep_reads_only_their_own(
    lesson: Lesson, cast: Cast
) -> None:
    field = begun(cast["viktor"], "Field")
    asked(cast["rosa"], "North’s")
    asked(cast["ravi"], "South’s")
    asked(cast["otto"], "Harbour’s")
    assert read(field, cast["viktor"]) == ["South’s", "North’s"]
    for name, own in (("rosa", "North’s"), ("mona", "North’s"), ("ravi", "South’s")):
        assert read(field, cast[name], leads=False) == [own]
        assert board(field, cast[name], leads=False).notes == 2


def test_the_latest_correction_counts_on_the_day_it_was_first_logged(lesson: Lesson, cast: Cast) -> None:
    over = begun(cast["mona"], starts_on=in_days(-9), ends_on=in_days(-3))
    first, second = asked(cast["rosa"], "Sunday", at=days_ago(4)), asked(cast["rosa"], "Monday", at=days_ago(4))
    asked(cast["rosa"], "Sunday at noon", "not possible", root=first)
    did(cast["rosa"], "entry", "weeks", root=second, withdrawn=True)
    assert read(over, cast["mona"]) == ["Sunday at noon"]
    assert read(over, cast["mona"], answer="honoured") == []


def test_what_was_logged_before_joining_or_after_leaving_is_not_counted(north: Campaign, cast: Cast) -> None:
    ravi = cast["ravi"]
    asked(ravi, "In South")
    add_member(team_id("North"), ravi.id, clock.now())
    db.session.commit()
    asked(ravi, "In North")
    assert read(north, cast["mona"]) == ["In North"]
    end_membership(team_id("North"), ravi.id, clock.now())
    db.session.commit()
    asked(ravi, "Gone")
    assert read(north, cast["mona"]) == ["In North"], "what was logged for the team stays counted"
    assert read(north, cast["rosa"], leads=False) == [], "it stands on its author’s wall no more"
    assert not board(north, cast["mona"]).lines[0].here


def test_who_is_in_two_of_its_teams_counts_once(lesson: Lesson, cast: Cast) -> None:
    field = begun(cast["viktor"], "Field")
    add_member(team_id("South"), cast["rosa"].id, days_ago(2))
    db.session.commit()
    asked(cast["rosa"], "Once")
    assert board(field, cast["viktor"]).notes == 1
    assert people_asked(field) == 4


def test_what_was_logged_when_it_was_not_shared_is_not_counted(lesson: Lesson, north: Campaign, cast: Cast) -> None:
    change_lesson(lesson, exercises=[wall_exercise(shared=False)])
    private = asked(cast["rosa"], "For my manager")
    assert read(north, cast["mona"]) == []
    change_lesson(lesson, exercises=[wall_exercise()])
    asked(cast["rosa"], "For all")
    assert read(north, cast["mona"]) == ["For all"]
    asked(cast["rosa"], "For my manager, corrected", root=private)
    assert read(north, cast["mona"]) == ["For all"]


def test_people_asked_are_the_reps_who_were_there_on_its_days(lesson: Lesson, cast: Cast) -> None:
    north, field = begun(cast["mona"]), begun(cast["viktor"], "Field")
    assert people_asked(north) == 2, "Rosa, and Mona, who sells too"
    assert people_asked(field) == 4, "Viktor does not sell"
    db.session.get_one(User, cast["rosa"].id).deactivated_at = days_ago(300)
    db.session.commit()
    assert people_asked(north) == 1


def test_its_weeks_begin_with_its_first_day(lesson: Lesson, cast: Cast) -> None:
    long = begun(cast["mona"], starts_on=in_days(-9), ends_on=in_days(10))
    asked(cast["rosa"], "First", at=days_ago(9))
    asked(cast["rosa"], "Second", "later", at=days_ago(2))
    first, second = board(long, cast["mona"]).weeks(in_days(0))
    assert (first.first, first.last, first.notes) == (in_days(-9), in_days(-3), 1)
    assert (second.first, second.last, second.answers) == (
        in_days(-2),
        in_days(0),
        {"honoured": 0, "not possible": 0, "later": 1},
    )
    assert len(board(long, cast["mona"]).weeks(in_days(90))) == 3
    assert board(long, cast["mona"]).weeks(in_days(-20)) == []


def test_a_form_that_counts_nothing_has_no_answers_and_no_share(app: Flask, cast: Cast) -> None:
    make_wall(fields=[field for field in wall_exercise()["fields"] if field["key"] in ("who", "what")])
    campaign = begun(cast["mona"])
    did(cast["rosa"], "entry", "weeks", exercise="wall", values={"what": "A cooler"})
    found = board(campaign, cast["mona"])
    assert (found.notes, found.answers, found.granted, found.refused, found.share) == (1, {}, "", "", None)


def test_a_persons_campaigns_are_those_that_run_or_have_just_ended_above_them(lesson: Lesson, cast: Cast) -> None:
    begun(cast["viktor"], "Field", title="Region")
    begun(cast["mona"], "North", title="Ended", starts_on=in_days(-20), ends_on=in_days(-2))
    begun(cast["petra"], "South", title="Long over", starts_on=in_days(-20), ends_on=in_days(-4))
    begun(cast["petra"], "South", title="Coming", starts_on=in_days(2), ends_on=in_days(9))
    asked(cast["rosa"], "One")
    asked(cast["ravi"], "Two", at=days_ago(5))
    names = {
        name: [(one.campaign.title, one.notes) for one in campaigns_for(cast[name], shelf(), in_days(0))]
        for name in cast
    }
    assert names["rosa"] == names["mona"] == [("Region", 1), ("Ended", 0)]
    assert names["ravi"] == [("Region", 1)]
    assert names["otto"] == names["tess"] == []


def test_every_way_of_counting_says_the_same(lesson: Lesson, north: Campaign, cast: Cast) -> None:
    for number in range(7):
        root = asked(cast["rosa"], f"Request {number}", at=clock.now() - timedelta(minutes=number))
        if number % 3:
            did(
                cast["rosa"],
                "entry",
                "weeks",
                root=root,
                withdrawn=number % 3 == 1,
                exercise="wall",
                values={"what": "x", "became": "later"},
            )
    total = board(north, cast["mona"]).notes
    assert total == 5
    assert campaigns_for(cast["rosa"], shelf(), in_days(0))[0].notes == total
    assert counts_of([north], shelf()) == {north.id: total}


def test_a_campaign_of_a_lesson_that_is_retired_keeps_its_numbers_and_leaves_today(
    lesson: Lesson, north: Campaign, cast: Cast
) -> None:
    asked(cast["rosa"], "A cooler")
    retire(lesson)
    assert board(north, cast["mona"]).notes == 1
    assert counts_of([north], shelf()) == {north.id: 1}
    assert campaigns_for(cast["rosa"], shelf(), in_days(0)) == []


def test_a_busy_campaign_asks_no_more_often_than_a_quiet_one(north: Campaign, cast: Cast, statements: Any) -> None:
    board(north, cast["rosa"])
    with statements() as quiet:
        board(north, cast["rosa"])
    for number in range(20):
        asked(cast["rosa"], f"Request {number}")
    with statements() as busy:
        board(north, cast["rosa"])
    assert len(quiet) == len(busy) == 2, "the shelf’s version, and all that counts"


def test_an_answer_that_was_spelt_otherwise_is_counted_with_the_others(
    lesson: Lesson, north: Campaign, cast: Cast
) -> None:
    asked(cast["rosa"], "A cooler", "not possible")
    fields = [
        {**field, "options": ["Honoured", "Not possible"]} if field["key"] == "became" else field
        for field in wall_exercise()["fields"]
    ]
    change_lesson(lesson, exercises=[wall_exercise(fields=fields)])
    asked(cast["rosa"], "A boat", "Not possible")
    asked(cast["rosa"], "A train", "Honoured")
    found = board(north, cast["mona"])
    assert found.answers == {"Honoured": 1, "Not possible": 2}
    assert len(found.readable("Not possible")) == 2
