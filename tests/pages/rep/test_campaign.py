"""A campaign as its team meets it: the bar, the two lists, kind words, limits, and never a count of anybody else."""

import re
from collections.abc import Callable
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.campaigns import asked, begun, days_ago, in_days, make_wall, team_id
from support.deeds import did

from rapport import clock
from rapport.assignments.campaign import Campaign, conclude
from rapport.assignments.reaction import Reaction, give
from rapport.database import db
from rapport.pages.rep.campaign_line import limit_words
from rapport.people.team import add_member
from rapport.people.user import User

Cast = dict[str, User]
SignIn = Callable[[str], FlaskClient]
WALL = "/lessons/made/weeks/exercises/wall"


@pytest.fixture
def north(app: Flask, cast: Cast) -> Campaign:
    make_wall()
    return begun(cast["mona"], goal=4, why="We write it down.", limits="Up to 15 a request.", limit_per_rep=2)


@pytest.fixture
def mei(cast: Cast) -> User:
    """Rosa's mate in North."""
    return joined("Mei Tan", "North")


def joined(name: str, team: str) -> User:
    person = User(email=f"{uuid4()}@demo.example", name=name, created_at=clock.now(), welcomed_at=clock.now())
    db.session.add(person)
    db.session.flush()
    add_member(team_id(team), person.id, days_ago(1))
    db.session.commit()
    db.session.refresh(person)
    db.session.expunge(person)
    return person


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def page(browser: FlaskClient, campaign: Campaign, query: str = "") -> str:
    return words(browser.get(f"/campaigns/{campaign.id}{query}").text.split("<main")[1])


def test_the_team_sees_how_far_it_is_together(north: Campaign, cast: Cast, mei: User, sign_in: SignIn) -> None:
    asked(cast["rosa"], "A cooler")
    asked(mei, "Sunday", "not possible", why="Nobody drives")
    for name in ("rosa", "mona", "viktor"):
        seen = page(sign_in(name), north)
        assert "Yes! We can We write it down." in seen
        assert "2 of 4 notes" in seen
        assert "Honoured: 50 percent of what is decided." in seen
        assert "Up to 15 a request. Each of us says yes up to two times a week." in seen
    for name in ("ravi", "otto", "petra", "tess"):
        assert sign_in(name).get(f"/campaigns/{north.id}").status_code == 404


def test_what_was_not_possible_is_as_much_to_be_seen_as_what_was_honoured(
    north: Campaign, cast: Cast, mei: User, sign_in: SignIn
) -> None:
    for number in range(5):
        asked(mei, f"Yes {number}")
        asked(mei, f"No {number}", "not possible", why=f"Reason {number}")
    seen = page(sign_in("rosa"), north)
    assert "Honoured 5 Yes 4" in seen
    assert "Not possible 5 No 4" in seen
    assert "Reason 4" in seen
    assert "No 1" not in seen
    assert seen.count("All 5") == 2
    only = page(sign_in("rosa"), north, "?only=not+possible")
    assert "No 0 Not possible Reason 0" in only
    assert "Yes 4" not in only
    assert "1 to 5 of 5" not in only, "where all are on the page, nothing leads on"


def test_many_come_a_page_at_a_time(north: Campaign, mei: User, sign_in: SignIn) -> None:
    for number in range(43):
        asked(mei, f"Request {number:02}")
    rosa = sign_in("rosa")
    first, last = page(rosa, north, "?only=all"), page(rosa, north, "?only=all&page=3")
    assert "1 to 20 of 43 Show more" in first
    assert "Request 42" in first
    assert "41 to 43 of 43 Newer ones" in last
    for odd in ("99", "9" * 40):
        assert page(rosa, north, f"?only=all&page={odd}") == last
    for odd in ("0", "-1", "x"):
        assert page(rosa, north, f"?only=all&page={odd}") == first
    assert page(rosa, north, "?only=made+up") == page(rosa, north)


def test_a_goal_that_is_reached_is_a_joy(north: Campaign, cast: Cast, mei: User, sign_in: SignIn) -> None:
    for number in range(5):
        asked(mei, f"Request {number}", "later")
    assert "You did it together" in page(sign_in("rosa"), north)
    assert "5 of 4 notes" in page(sign_in("rosa"), north)
    assert "Reached, together: 5 of 4 notes" in words(sign_in("rosa").get("/").text)


def test_kind_words_are_said_once_taken_back_and_shown_to_the_author(
    north: Campaign, cast: Cast, mei: User, sign_in: SignIn
) -> None:
    note = asked(mei, "A cooler")
    rosa, door = sign_in("rosa"), f"/campaigns/{north.id}/notes/{note}/reactions"
    for _ in range(2):
        answer = rosa.post(door, data={"give": "thank you", "only": "all", "page": "1"})
        assert answer.status_code == 303
        assert answer.location == f"/campaigns/{north.id}?only=all#note-{note}"
    assert db.session.query(Reaction).count() == 1
    assert (
        'name="take_back" value="thank you" data-kind="thank you" aria-pressed="true"'
        in rosa.get(f"/campaigns/{north.id}").text
    )
    data = rosa.get("/me/data.json").json
    assert [(row["root_id"], row["kind"]) for row in data["reactions"]] == [(note, "thank you")]
    rosa.post(door, data={"take_back": "thank you"})
    assert db.session.query(Reaction).count() == 0


def test_ones_own_note_shows_who_said_what_and_has_no_buttons(
    north: Campaign, cast: Cast, mei: User, sign_in: SignIn
) -> None:
    note = asked(cast["rosa"], "A cooler")
    for who in (mei, cast["mona"]):
        give(note, who.id, "will try", clock.now())
    db.session.commit()
    rosa = sign_in("rosa")
    assert "I will try this: Mei and Mona" in page(rosa, north)
    assert "data-kind-words id=" not in rosa.get(f"/campaigns/{north.id}").text
    assert rosa.post(f"/campaigns/{north.id}/notes/{note}/reactions", data={"give": "thank you"}).status_code == 404


def test_nothing_is_said_to_what_one_cannot_read(north: Campaign, cast: Cast, mei: User, sign_in: SignIn) -> None:
    field = begun(cast["viktor"], "Field")
    note, gone, other = asked(mei, "A cooler"), asked(mei, "Gone"), asked(cast["ravi"], "South’s")
    did(mei, "entry", "weeks", root=gone, withdrawn=True)
    for name, campaign, root in (
        ("ravi", north, note), ("ravi", field, note), ("rosa", field, other), ("rosa", north, gone), ("rosa", north, str(uuid4())),
    ):  # fmt: skip
        answer = sign_in(name).post(f"/campaigns/{campaign.id}/notes/{root}/reactions", data={"give": "thank you"})
        assert answer.status_code == 404, (name, root)
    assert (
        sign_in("rosa").post(f"/campaigns/{north.id}/notes/{note}/reactions", data={"give": "boo"}).status_code == 400
    )
    assert db.session.query(Reaction).count() == 0


def test_a_rep_reads_only_what_their_own_team_wrote_in_a_campaign_of_the_region(
    north: Campaign, cast: Cast, sign_in: SignIn
) -> None:
    field = begun(cast["viktor"], "Field", title="Region")
    asked(cast["ravi"], "South’s secret")
    seen = page(sign_in("rosa"), field, "?only=all")
    assert "South’s secret" not in seen
    assert "1 note so far" in seen
    assert "You read what your own team wrote; the bar counts everybody." in seen
    assert "South’s secret" in page(sign_in("viktor"), field, "?only=all")


def test_nobody_is_counted_or_ranked(north: Campaign, cast: Cast, mei: User, sign_in: SignIn) -> None:
    for person, count in ((mei, 7), (cast["rosa"], 3)):
        for number in range(count):
            asked(person, f"Request {person.first_name} {number}", "later")
    for name in ("rosa", "mona"):
        seen = page(sign_in(name), north)
        assert "10 of 4 notes" in seen
        assert not re.search(r"(Mei|Rosa)\W+[37]\b|[37] (from|by) ", seen)


def test_today_says_it_in_one_line_and_the_exercise_tells_the_limits(
    north: Campaign, cast: Cast, mei: User, sign_in: SignIn
) -> None:
    asked(mei, "A cooler")
    rosa = sign_in("rosa")
    assert "Yes! We can 1 of 4 notes until" in words(rosa.get("/").text)
    assert f'href="/campaigns/{north.id}"' in rosa.get("/").text
    seen = words(rosa.get(WALL).text)
    assert "Up to 15 a request. Agreed: up to two a week each." in seen
    assert "Yes! We can" not in words(sign_in("ravi").get(WALL).text)
    assert "Yes! We can" not in words(rosa.get(WALL.replace("/wall", "/calls")).text)


def test_more_than_agreed_is_said_kindly_and_logged_all_the_same(north: Campaign, cast: Cast, sign_in: SignIn) -> None:
    rosa, form = sign_in("rosa"), {"field.what": "A cooler", "field.became": "honoured"}
    for _ in range(3):
        answer = rosa.post(WALL, data={**form, "fact_id": str(uuid4())})
        assert answer.status_code == 303
    seen = words(rosa.get(answer.location).text)
    assert "You are at three this week. It is logged all the same; talk it over before the next yes." in seen
    assert "3 of 4 notes" in seen
    rosa.post(WALL, data={"field.what": "Sunday", "field.became": "not possible", "fact_id": str(uuid4())})
    assert "You are at three this week." in words(rosa.get(WALL).text), "a no is never too much"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (0, "Agreed: up to two a week each."),
        (1, "Agreed: up to two a week each. You have given one this week."),
        (2, "Agreed: up to two a week each. You have given them this week; talk the next one over first."),
    ],
)
def test_how_the_week_stands(given: int, said: str) -> None:
    assert limit_words(2, given) == said


def test_an_entry_of_last_week_does_not_count_for_this_one(north: Campaign, cast: Cast, sign_in: SignIn) -> None:
    asked(cast["rosa"], "Long ago", at=days_ago(9))
    assert "Agreed: up to two a week each. You" not in words(sign_in("rosa").get(WALL).text)


def test_when_it_is_over_the_team_reads_what_it_came_to(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    make_wall()
    over = begun(cast["mona"], starts_on=in_days(-9), ends_on=in_days(-2))
    asked(cast["rosa"], "A cooler", at=days_ago(3))
    conclude(db.session.get_one(Campaign, over.id), "The wall stays.", "The limits grow.")
    db.session.commit()
    rosa = sign_in("rosa")
    seen = page(rosa, over)
    assert "What you did together" in seen
    assert "We keep The wall stays." in seen
    assert "We change The limits grow." in seen
    assert "1 note so far over" in words(rosa.get("/").text)
    assert "Yes! We can" not in words(rosa.get(WALL).text)


def test_empty_ones_are_kind(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    make_wall()
    coming = begun(cast["mona"], starts_on=in_days(3), ends_on=in_days(9))
    running = begun(cast["viktor"], "Field")
    assert "The wall fills from the first day on." in page(sign_in("rosa"), coming)
    assert "Nobody has logged one yet. The first one takes less than a minute." in page(sign_in("rosa"), running)


def test_words_are_shown_as_typed_and_never_as_marks(north: Campaign, mei: User, cast: Cast, sign_in: SignIn) -> None:
    evil = "<script>alert(1)</script>"
    asked(mei, evil, "not possible", who=evil, why=evil)
    for name, path in (("rosa", ""), ("mona", "/gaps"), ("mona", "/debrief")):
        text = sign_in(name).get(f"/campaigns/{north.id}{path}").text
        assert evil not in text
