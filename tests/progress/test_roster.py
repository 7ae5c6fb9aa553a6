"""Whatever people do and wherever they move: what is kept for managers says the same as when it is made anew."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from support.lessons import change_lesson, exercise, make_lesson, question, quiz

from rapport.catalogue.lesson import Lesson
from rapport.database import db, table_of
from rapport.people.team import Team, add_member, add_team, end_membership, nest
from rapport.people.user import User
from rapport.progress import module_progress, pulse, roster
from rapport.progress.module_progress import ModuleProgress, RepBelow, TeamStanding
from rapport.progress.pulse import Pulse
from rapport.progress.record import record

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
KEPT = (ModuleProgress, RepBelow, TeamStanding, Pulse)
NAMES = ("rosa", "ravi", "mona", "otto")
TEAMS = ("Field", "North", "South", "Harbour", "Pier")


@pytest.fixture
def place(app: Any, cast: dict[str, User]) -> dict[str, Any]:
    add_team("Pier", team("South"))
    make_lesson("one", "first", quiz=quiz(question("q1"), question("q2")))
    make_lesson("two", "first", exercises=[exercise("calls", sign_off=True)])
    make_lesson("three", "second")
    db.session.commit()
    return {"cast": cast, "id": 0}


def team(name: str) -> Team:
    return db.session.scalars(select(Team).where(Team.name == name)).one()


def kept() -> dict[str, list[Any]]:
    """All rows; a team's line of zeros says the same as none."""
    db.session.expire_all()
    found = {}
    for model in KEPT:
        rows = db.session.execute(select(table_of(model)).order_by(*table_of(model).primary_key.columns)).mappings()
        found[model.__tablename__] = [dict(row) for row in rows if row.get("begun", 1) or model is not TeamStanding]
    return found


def made_anew() -> dict[str, list[Any]]:
    db.session.execute(table_of(RepBelow).delete())
    db.session.execute(table_of(Pulse).delete())
    module_progress.rebuild()
    list(roster.reconcile(NOW))
    return kept()


facts = st.tuples(
    st.just("fact"),
    st.sampled_from(NAMES),
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from(["completion", "right", "wrong", "entry", "withdrawn"]),
)
moves = st.one_of(
    st.tuples(st.just("join"), st.sampled_from(NAMES), st.sampled_from(TEAMS), st.booleans()),
    st.tuples(st.just("leave"), st.sampled_from(NAMES), st.sampled_from(TEAMS)),
    st.tuples(st.just("nest"), st.sampled_from(TEAMS), st.sampled_from([*TEAMS, None])),
    st.tuples(st.just("close"), st.sampled_from(NAMES)),
    st.tuples(st.just("open"), st.sampled_from(NAMES)),
)


@pytest.mark.timeout(300)
@settings(max_examples=15)
@given(story=st.lists(st.one_of(facts, moves), min_size=1, max_size=25))
def test_what_is_kept_is_what_would_be_made(site: Any, place: dict[str, Any], story: list[Any]) -> None:
    for number, (what, *words) in enumerate(story):
        STEPS[what](place, number, *words)
        db.session.commit()
    assert kept() == made_anew()
    assert sum(roster.reconcile(NOW)) == 0, "nothing is left to mend"
    back_to_the_start(site)


def back_to_the_start(site: Any) -> None:
    """The next example begins with the same teams and nothing done."""
    db.session.rollback()
    site.restore()
    db.session.expire_all()
    add_team("Pier", team("South"))
    make_lesson("one", "first", quiz=quiz(question("q1"), question("q2")))
    make_lesson("two", "first", exercises=[exercise("calls", sign_off=True)])
    make_lesson("three", "second")
    db.session.commit()


def act(place: dict[str, Any], number: int, name: str, lesson: str, kind: str) -> None:
    place["id"] += 1
    at = NOW - timedelta(days=40) + timedelta(minutes=number)
    raw = {"id": str(UUID(int=place["id"])), "kind": kind, "lesson": lesson, "at": at.isoformat()}
    if kind in ("right", "wrong"):
        answer = "yes" if kind == "right" else "no"
        answers = [{"question": key, "response": answer, "sure": True} for key in ("q1", "q2")]
        raw |= {"kind": "attempt", "answers": answers}
    elif kind == "entry":
        raw |= {"exercise": "calls", "values": {"who": "K."}}
        place["entry", name] = raw["id"]
    elif kind == "withdrawn":
        raw |= {"kind": "entry", "root": place.get(("entry", name)), "withdrawn": True}
    record(db.session.get_one(User, place["cast"][name].id), [raw], NOW)


def join(place: dict[str, Any], _number: int, name: str, to: str, leads: bool) -> None:
    add_member(team(to).id, place["cast"][name].id, NOW, leads)
    roster.follow([place["cast"][name].id], NOW)


def leave(place: dict[str, Any], _number: int, name: str, of: str) -> None:
    end_membership(team(of).id, place["cast"][name].id, NOW)
    roster.follow([place["cast"][name].id], NOW)


def move(_place: dict[str, Any], _number: int, name: str, under: str | None) -> None:
    moving, parent = team(name), team(under) if under else None
    try:
        nest(moving, parent)
    except ValueError:
        return
    roster.follow(roster.subtree([moving.id]), NOW)


def close(place: dict[str, Any], _number: int, name: str) -> None:
    _open_or_close(place, name, NOW)


def reopen(place: dict[str, Any], _number: int, name: str) -> None:
    _open_or_close(place, name, None)


def _open_or_close(place: dict[str, Any], name: str, closed: datetime | None) -> None:
    db.session.get_one(User, place["cast"][name].id).deactivated_at = closed
    roster.follow([place["cast"][name].id], NOW)


STEPS = {"fact": act, "join": join, "leave": leave, "nest": move, "close": close, "open": reopen}


@pytest.fixture
def done(place: dict[str, Any]) -> dict[str, Any]:
    for number, lesson in enumerate(("one", "three")):
        act(place, number, "rosa", lesson, "completion")
    return place


def counts(name: str) -> list[tuple[int, int]]:
    rows = select(TeamStanding).where(TeamStanding.team_id == team(name).id).order_by(TeamStanding.module_id)
    return [(row.begun, row.done) for row in db.session.scalars(rows) if row.begun]


def test_what_rosa_has_done_counts_for_her_team_and_the_one_above(done: dict[str, Any]) -> None:
    assert counts("North") == counts("Field") == [(1, 0), (1, 1)]
    assert counts("South") == []


def test_she_takes_it_along_and_counts_once_above(done: dict[str, Any]) -> None:
    join(done, 9, "rosa", "South", False)
    assert counts("North") == counts("South") == counts("Field") == [(1, 0), (1, 1)]
    leave(done, 9, "rosa", "North")
    assert counts("North") == []
    assert counts("Field") == [(1, 0), (1, 1)]


def test_a_lesson_more_in_the_module_and_it_is_not_done_any_more(done: dict[str, Any]) -> None:
    make_lesson("four", "second")
    list(roster.after_publishing(NOW))
    assert counts("North") == [(1, 0), (1, 0)]
    assert kept() == made_anew()


def test_a_retired_lesson_is_not_counted(done: dict[str, Any]) -> None:
    change_lesson(db.session.scalars(select(Lesson).where(Lesson.key == "three")).one(), retired_at=NOW)
    list(roster.after_publishing(NOW))
    assert counts("North") == [(1, 0)]


def test_three_goes_in_vain_are_stuck_and_sure_but_wrong(place: dict[str, Any]) -> None:
    for number in range(3):
        act(place, number, "rosa", "one", "wrong")
    rosa = db.session.get_one(Pulse, place["cast"]["rosa"].id)
    assert rosa.stuck == 1
    pulse.refresh([rosa.rep_id], NOW - timedelta(days=20))
    db.session.refresh(rosa)
    assert rosa.misjudged_at is not None
    act(place, 5, "rosa", "one", "right")
    db.session.refresh(rosa)
    assert rosa.stuck == 0


def test_an_entry_waits_for_sign_off_until_it_is_withdrawn(place: dict[str, Any]) -> None:
    act(place, 1, "rosa", "two", "entry")
    rosa = db.session.get_one(Pulse, place["cast"]["rosa"].id)
    assert rosa.waiting == 1
    act(place, 2, "rosa", "two", "withdrawn")
    db.session.refresh(rosa)
    assert rosa.waiting == 0
