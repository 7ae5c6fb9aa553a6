"""What Rosa is told, in one statement: who asks and why, what is new, what she chose."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from support.deeds import asked

from rapport import clock
from rapport.assignments.assignment import Assignment, extend
from rapport.assignments.choice import choose, chosen_by, put_aside
from rapport.assignments.news import Maker, has_seen, told
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.people.user import User

Cast = dict[str, User]


def test_who_asks_and_why(cast: Cast) -> None:
    one, two = asked(cast["mona"], why="It pays."), asked(cast["viktor"], team="Field")
    found = told(cast["rosa"].id, clock.now())
    assert found.makers == {one: Maker("Mona Adler", "It pays."), two: Maker("Viktor Hahn", "")}
    assert [(news.assignment_id, news.what, news.by) for news in found.news] == [
        (two, "made", "Viktor Hahn"),
        (one, "made", "Mona Adler"),
    ]
    assert told(cast["otto"].id, clock.now()).makers == {}


def test_of_one_assignment_the_latest_is_told_with_all_it_asks_for(cast: Cast) -> None:
    modules = tuple(("module", module.id) for module in shelf().modules)
    one = asked(cast["mona"], subjects=modules)
    row, far = db.session.get_one(Assignment, one), clock.today("UTC") + timedelta(days=50)
    extend(row, cast["mona"], [cast["rosa"].id], far, str(uuid4()), clock.now())
    (news,) = told(cast["rosa"].id, clock.now()).news
    assert (news.what, news.until, sorted(news.subjects)) == ("extended", far, sorted(modules))


def test_what_was_seen_stays_seen_and_never_goes_back(cast: Cast) -> None:
    asked(cast["mona"])
    rosa, now = cast["rosa"].id, clock.now()
    has_seen(rosa, now)
    has_seen(rosa, now - timedelta(days=1))
    assert told(rosa, clock.now()).news == []
    asked(cast["mona"])
    assert len(told(rosa, clock.now()).news) == 1


def test_ones_own_doing_is_no_news(cast: Cast) -> None:
    asked(cast["viktor"], team=None, person_ids=(cast["petra"].id,))
    asked(cast["petra"], team=None, person_ids=(cast["petra"].id,))
    assert [news.by for news in told(cast["petra"].id, clock.now()).news] == ["Viktor Hahn"]


def test_whose_account_is_gone_leaves_the_asking_behind(cast: Cast) -> None:
    one = asked(cast["mona"], why="It pays.")
    db.session.execute(User.__table__.delete().where(User.id == cast["mona"].id))
    assert told(cast["rosa"].id, clock.now()).makers == {one: Maker("", "It pays.")}


def test_the_latest_choice_comes_first_and_what_was_put_aside_is_gone(cast: Cast) -> None:
    first, second = (module.id for module in shelf().modules)
    rosa, now = cast["rosa"].id, clock.now()
    choose(rosa, first, now)
    choose(rosa, second, now + timedelta(minutes=1))
    choose(rosa, first, now + timedelta(minutes=2))
    assert chosen_by(rosa) == told(rosa, now).chosen == [second, first], "chosen already, it stays where it was"
    put_aside(rosa, second, now)
    put_aside(rosa, second, now)
    assert chosen_by(rosa) == told(rosa, now).chosen == [first]
    choose(rosa, second, now + timedelta(minutes=3))
    assert chosen_by(rosa) == [second, first]
    assert chosen_by(cast["ravi"].id) == []


def test_it_is_one_statement(cast: Cast, statements: Any) -> None:
    for _ in range(5):
        asked(cast["mona"])
    with statements() as seen:
        told(cast["rosa"].id, clock.now())
    assert len(seen) == 1
