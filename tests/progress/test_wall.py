"""The team wall: whose entries stand on it, for whom, and what is counted."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from support.deeds import did
from support.lessons import REFLECTION, change_lesson, exercise, form_field, make_lesson

from rapport import clock
from rapport.catalogue.lesson import Lesson
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.learning.entry import Entry
from rapport.people.team import Team, add_member, end_membership
from rapport.people.user import User
from rapport.progress.wall import Wall, notes_of, wall_for

FIELDS = [
    form_field("who"),
    form_field("what", required=True),
    form_field("became", "choice", options=["honoured", "not possible", "later"], required=True),
    form_field("why", "long"),
]


@pytest.fixture
def lesson(app: Any) -> Lesson:
    return make_lesson("weeks", exercises=[shared(), exercise("calls")], reflection=REFLECTION)


@pytest.fixture
def mei(cast: dict[str, User]) -> User:
    """Rosa's mate in North."""
    return newcomer("Mei Tan", "North")


def shared(**settings: Any) -> dict[str, Any]:
    return exercise("wall", **{"goal": None, "unit": "", "shared": True, "fields": FIELDS, **settings})


def republish(changed: dict[str, Any]) -> None:
    change_lesson(db.session.scalars(select(Lesson).where(Lesson.key == "weeks")).one(), exercises=[changed])


def newcomer(name: str, team: str, manages: bool = False) -> User:
    person = User(email=f"{uuid4()}@demo.example", name=name, created_at=clock.now(), welcomed_at=clock.now())
    db.session.add(person)
    db.session.flush()
    joins(person, team, manages)
    db.session.refresh(person)
    db.session.expunge(person)
    return person


def joins(person: User, team: str, manages: bool = False) -> None:
    add_member(team_of(team).id, person.id, clock.now() - timedelta(minutes=5), manages)
    db.session.commit()


def leaves(person: User, team: str) -> None:
    end_membership(team_of(team).id, person.id, clock.now())
    db.session.commit()


def team_of(name: str) -> Team:
    return db.session.scalars(select(Team).where(Team.name == name)).one()


def asked(person: User, what: str, became: str = "honoured", **more: Any) -> str:
    return did(person, "entry", "weeks", exercise="wall", values={"what": what, "became": became}, **more)


def wall(person: User, key: str = "wall") -> Wall | None:
    return wall_for(person, shelf().by_key["weeks"], key)


def read(person: User) -> list[str]:
    """What this person reads on the wall, the own entries too."""
    found = wall(person)
    notes = notes_of(found.lines) if found else []
    return [next(item["value"] for item in note.values if item["key"] == "what") for note in notes]


def test_a_team_reads_and_counts_what_its_people_log_and_nobody_else_does(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    asked(cast["rosa"], "Hers")
    asked(mei, "Sunday", "not possible")
    asked(mei, "Monday")
    asked(cast["ravi"], "South’s")
    asked(cast["otto"], "Harbour’s", "later")
    for person in (cast["rosa"], mei, cast["mona"]):
        found = wall(person)
        assert found
        assert found.teams == ("North",)
        assert found.answers == {"honoured": 2, "not possible": 1, "later": 0}
        assert read(person) == ["Monday", "Sunday", "Hers"]
    assert [read(cast[name]) for name in ("ravi", "otto")] == [["South’s"], ["Harbour’s"]]
    assert [wall(cast[name]) for name in ("tess", "ada")] == [None, None]


def test_a_manager_of_the_region_is_in_no_team_and_has_no_wall_of_its_own(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    asked(mei, "Sunday")
    assert read(newcomer("Rita Region", "Field", manages=True)) == []


def test_own_entries_count_and_stand_apart(lesson: Lesson, cast: dict[str, User], mei: User) -> None:
    asked(cast["rosa"], "Hers")
    asked(mei, "Sunday", "later")
    found = wall(cast["rosa"])
    assert found
    assert found.own == 1
    assert [(note.name, note.line.answer) for note in notes_of(found.of_others())] == [("Mei", "later")]
    assert found.of_others("honoured") == []


def test_the_latest_correction_counts_and_what_is_withdrawn_is_gone(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    first, second = asked(mei, "Sunday"), asked(mei, "Monday")
    asked(mei, "Sunday at noon", "not possible", root=first)
    did(mei, "entry", "weeks", root=second, withdrawn=True)
    found = wall(cast["rosa"])
    assert found
    assert read(cast["rosa"]) == ["Sunday at noon"]
    assert found.answers == {"honoured": 0, "not possible": 1, "later": 0}


def test_a_corrected_entry_keeps_its_place(lesson: Lesson, cast: dict[str, User], mei: User) -> None:
    first = asked(mei, "Sunday", at=clock.now() - timedelta(minutes=2))
    asked(mei, "Monday", at=clock.now() - timedelta(minutes=1))
    asked(mei, "Sunday at noon", root=first)
    assert read(cast["rosa"]) == ["Monday", "Sunday at noon"]


def test_who_moves_takes_the_entries_off_one_wall_and_brings_none_to_the_other(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    asked(mei, "In North", at=clock.now() - timedelta(hours=1))
    asked(mei, "Still in North", at=clock.now() - timedelta(minutes=4))
    assert read(cast["rosa"]) == ["Still in North"], "an entry from before she joined is nobody’s here"
    leaves(mei, "North")
    add_member(team_of("South").id, mei.id, clock.now())
    db.session.commit()
    assert read(cast["rosa"]) == []
    assert read(cast["ravi"]) == []
    asked(mei, "In South")
    assert read(cast["ravi"]) == read(mei) == ["In South"]
    assert read(cast["rosa"]) == []


def test_who_is_in_two_teams_reads_both_and_each_reads_its_own(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    joins(mei, "South")
    asked(cast["rosa"], "Hers")
    asked(cast["ravi"], "His")
    asked(mei, "Both")
    found = wall(mei)
    assert found
    assert found.teams == ("North", "South")
    assert read(mei) == ["Both", "His", "Hers"]
    assert read(cast["rosa"]) == ["Both", "Hers"]
    assert read(cast["ravi"]) == ["Both", "His"]


def test_who_has_left_the_site_stays_counted_without_a_name(lesson: Lesson, cast: dict[str, User], mei: User) -> None:
    asked(mei, "Sunday")
    db.session.get_one(User, mei.id).deactivated_at = clock.now()
    db.session.commit()
    found = wall(cast["rosa"])
    assert found
    assert [(note.name, note.line.answer) for note in notes_of(found.lines)] == [("", "honoured")]


def test_an_exercise_that_is_not_shared_has_no_wall(lesson: Lesson, cast: dict[str, User], mei: User) -> None:
    did(mei, "entry", "weeks", exercise="calls", values={"who": "K."})
    did(mei, "reflection", "weeks", text="Mine", shared=True)
    assert wall(cast["rosa"], "calls") is None
    assert wall(cast["rosa"], "thought") is None


def test_what_was_logged_when_it_was_not_shared_stays_with_the_manager(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    republish(shared(shared=False))
    asked(mei, "For my manager")
    assert wall(cast["rosa"]) is None
    republish(shared())
    asked(mei, "For all")
    assert read(cast["rosa"]) == ["For all"]


def test_an_answer_that_the_form_no_longer_offers_is_still_counted(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    asked(mei, "Sunday", "later")
    asked(mei, "Monday")
    fields = [*FIELDS[:2], {**FIELDS[2], "options": ["Honoured", "Not possible"]}]
    republish(shared(fields=fields))
    found = wall(cast["rosa"])
    assert found
    assert found.answers == {"Honoured": 1, "Not possible": 0, "later": 1}


def test_a_form_without_a_choice_that_all_must_make_counts_nothing(
    lesson: Lesson, cast: dict[str, User], mei: User
) -> None:
    republish(shared(fields=[*FIELDS[:2], {**FIELDS[2], "required": False}]))
    asked(mei, "Sunday")
    found = wall(cast["rosa"])
    assert found
    assert (found.key, found.answers, read(cast["rosa"])) == ("", {}, ["Sunday"])


def test_a_busy_wall_asks_no_more_often_than_a_quiet_one(
    lesson: Lesson, cast: dict[str, User], statements: Any
) -> None:
    crowd = [newcomer(f"Person {number}", "North") for number in range(5)]
    now, values = clock.now(), values_of("A cooler that runs without power, and somebody who knows how it works")
    here = db.session.scalars(select(Lesson).where(Lesson.key == "weeks")).one()

    def asked_for(wanted: int) -> int:
        db.session.execute(insert(Entry), [row(crowd[number % 5], here, now, values) for number in range(wanted)])
        db.session.commit()
        with statements() as seen:
            wall(cast["rosa"])
        return len(seen)

    asked_for(1)
    assert asked_for(1) == asked_for(500)
    found = wall(cast["rosa"])
    assert found
    assert found.answers["honoured"] == 502


def values_of(what: str) -> list[dict[str, Any]]:
    said = {"who": "Green Door School", "what": what, "became": "honoured", "why": "Two calls and a van " * 4}
    return [
        {"key": item["key"], "label": item["label"], "kind": item["kind"], "value": said[item["key"]]}
        for item in FIELDS
    ]


def row(person: User, lesson: Lesson, now: Any, values: list[dict[str, Any]]) -> dict[str, Any]:
    key = str(uuid4())
    about = {"lesson_id": lesson.id, "fingerprint": lesson.fingerprint, "exercise_key": "wall", "withdrawn": False}
    when = {"at": now, "received_at": now, "day": now.date()}
    return {"id": key, "root_id": key, "rep_id": person.id, **about, **when, "values": values}
