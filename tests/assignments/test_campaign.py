"""A campaign: started once, one at a time, changed and ended; and kind words that stand once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from support.campaigns import asked, begun, in_days, make_wall, team_id
from support.deeds import did

from rapport import clock
from rapport.assignments.campaign import (
    CALLED_OFF,
    COMING,
    OVER,
    RUNNING,
    Campaign,
    StillOpenError,
    Terms,
    campaign_led_by,
    campaign_of,
    conclude,
    end_early,
    settle,
    start,
    state_of,
)
from rapport.assignments.reaction import KINDS, give, reactions_to, take_back
from rapport.catalogue.lesson import Lesson
from rapport.database import db
from rapport.people.team import Team, add_member, end_membership
from rapport.people.user import User
from rapport.progress.team_merge import merge

Cast = dict[str, User]


@pytest.fixture
def lesson(app: Flask) -> Lesson:
    made = make_wall()
    db.session.refresh(made)
    db.session.expunge(made)
    return made


def terms(first: int = 0, last: int = 13, **more: object) -> Terms:
    return Terms(**{"title": "Yes! We can", "starts_on": in_days(first), "ends_on": in_days(last), **more})  # type: ignore[arg-type]


def started(by: User, lesson: Lesson, settled: Terms, form_id: str = "", team: str = "North") -> Campaign:
    made = start(by, team_id(team), (lesson.id, "wall"), settled, form_id or str(uuid4()), in_days(0), clock.now())
    db.session.commit()
    return made


def test_a_form_that_comes_twice_starts_one(lesson: Lesson, cast: Cast) -> None:
    form_id = str(uuid4())
    first = started(cast["mona"], lesson, terms(), form_id)
    assert started(cast["mona"], lesson, terms(), form_id).id == first.id
    assert db.session.query(Campaign).count() == 1


def test_a_team_has_one_with_an_exercise_until_that_is_over(lesson: Lesson, cast: Cast) -> None:
    first = started(cast["mona"], lesson, terms())
    with pytest.raises(StillOpenError):
        started(cast["viktor"], lesson, terms())
    started(cast["petra"], lesson, terms(), team="South")
    started(cast["viktor"], lesson, terms(), team="Field")
    end_early(first, in_days(0), clock.now())
    assert started(cast["mona"], lesson, terms()).id != first.id


def test_what_is_over_by_its_days_makes_room_by_itself(lesson: Lesson, cast: Cast) -> None:
    old = begun(cast["mona"], starts_on=in_days(-20), ends_on=in_days(-1))
    assert started(cast["mona"], lesson, terms()).id != old.id


@pytest.mark.parametrize(
    ("first", "last", "state"), [(1, 9, COMING), (0, 9, RUNNING), (-9, 0, RUNNING), (-9, -1, OVER)]
)
def test_its_state_follows_from_its_days(lesson: Lesson, cast: Cast, first: int, last: int, state: str) -> None:
    assert state_of(started(cast["mona"], lesson, terms(first, last)), in_days(0)) == state


def test_ending_one_early_makes_today_its_last_day_and_calls_off_what_has_not_begun(lesson: Lesson, cast: Cast) -> None:
    running = started(cast["mona"], lesson, terms(-3))
    coming = started(cast["petra"], lesson, terms(3), team="South")
    for one in (running, coming):
        end_early(one, in_days(0), clock.now())
    assert (running.ends_on, state_of(running, in_days(0))) == (in_days(0), OVER)
    assert state_of(coming, in_days(0)) == CALLED_OFF
    ended = running.ended_at
    end_early(running, in_days(5), clock.now() + timedelta(days=5))
    assert (running.ends_on, running.ended_at) == (in_days(0), ended), "a second tap changes nothing"


def test_it_is_settled_anew_and_concluded(lesson: Lesson, cast: Cast) -> None:
    one = started(cast["mona"], lesson, terms())
    settle(one, terms(last=20, goal=40, limits="Up to 15", limit_per_rep=3))
    conclude(one, "The wall", "The limits")
    db.session.commit()
    db.session.refresh(one)
    assert (one.goal, one.limits, one.limit_per_rep, one.ends_on) == (40, "Up to 15", 3, in_days(20))
    assert (one.to_keep, one.to_change) == ("The wall", "The limits")


def test_its_team_and_those_who_lead_it_reach_it_and_nobody_else(lesson: Lesson, cast: Cast) -> None:
    north = begun(cast["mona"])
    assert {name for name in cast if campaign_led_by(cast[name], north.id)} == {"mona", "viktor"}
    assert {name for name in cast if campaign_of(cast[name], north.id)} == {"rosa", "mona"}
    field = begun(cast["viktor"], "Field")
    assert {name for name in cast if campaign_of(cast[name], field.id)} == {"rosa", "ravi", "mona", "petra", "viktor"}
    assert {name for name in cast if campaign_led_by(cast[name], field.id)} == {"viktor"}


def test_who_joins_reaches_it_and_who_left_does_not(lesson: Lesson, cast: Cast) -> None:
    north = begun(cast["mona"])
    end_membership(team_id("North"), cast["rosa"].id, clock.now())
    add_member(team_id("North"), cast["otto"].id, clock.now())
    assert campaign_of(cast["rosa"], north.id) is None
    assert campaign_of(cast["otto"], north.id)


def test_of_two_teams_that_become_one_the_first_ones_twin_ends(lesson: Lesson, cast: Cast) -> None:
    south, north = begun(cast["petra"], "South", title="South"), begun(cast["mona"], title="North")
    asked(cast["ravi"], "A cooler")
    one, other = (db.session.get_one(Team, team_id(name)) for name in ("South", "North"))
    merge(one, other, clock.now())
    db.session.commit()
    ended, running = (db.session.get_one(Campaign, row.id) for row in (south, north))
    assert (ended.team_id, state_of(ended, in_days(0))) == (other.id, OVER)
    assert (running.team_id, state_of(running, in_days(0))) == (other.id, RUNNING)


def test_a_kind_word_said_twice_stands_once_and_can_be_taken_back(lesson: Lesson, cast: Cast) -> None:
    root = asked(cast["rosa"], "A cooler")
    for _ in range(2):
        give(root, cast["mona"].id, "thank you", clock.now())
    give(root, cast["viktor"].id, "thank you", clock.now() + timedelta(seconds=1))
    said = reactions_to([root])
    assert {kind: list(by.values()) for kind, by in said[root].items()} == {"thank you": ["Mona", "Viktor"]}
    for _ in range(2):
        take_back(root, cast["mona"].id, "thank you")
    assert list(reactions_to([root])[root]["thank you"].values()) == ["Viktor"]
    assert reactions_to([]) == {}


def test_a_kind_word_stays_with_a_note_that_is_corrected(lesson: Lesson, cast: Cast) -> None:
    root = asked(cast["rosa"], "A cooler")
    give(root, cast["mona"].id, "well done", clock.now())
    asked(cast["rosa"], "A cooler, by Friday", root=root)
    did(cast["rosa"], "entry", "weeks", root=root, withdrawn=True)
    assert reactions_to([root])[root]["well done"]
    assert all(len(kind) <= 12 for kind in KINDS), "they fit into their column"
