"""What the managers of the demo company did, so that every state of their pages can be seen."""

from typing import Any

import pytest
from sqlalchemy import func, select
from support.demo import NOW

from rapport.assignments.assignment import Assignment
from rapport.assignments.change import AssignmentChange
from rapport.assignments.due import Due, owed_by
from rapport.catalogue.shelf import shelf
from rapport.coaching.note import Note
from rapport.coaching.nudge import Nudge
from rapport.coaching.sign_off import SignOff, waiting_of
from rapport.coaching.thread import unseen
from rapport.database import db
from rapport.demo.assignments import ASKED
from rapport.demo.people import EVERYBODY
from rapport.people.audit import AuditRow
from rapport.people.team import Team
from rapport.people.user import User
from rapport.progress.board import Board, Query
from rapport.progress.of_team import board

pytestmark = pytest.mark.usefixtures("moved_in")


def person(name: str) -> User:
    return db.session.scalars(select(User).where(User.name.startswith(name))).one()


def board_of(name: str, only: str = "") -> Board:
    manager = person(name)
    team = db.session.scalar(select(Team).where(Team.name == next(p.team for p in EVERYBODY if p.name == manager.name)))
    return board(manager, team, Query(only=only), NOW.date())


def test_three_people_need_mona_each_for_another_reason() -> None:
    needs = board_of("Mona").needs
    assert [(need.name.split()[0], need.reason) for need in needs] == [
        ("Sofia", "help"),
        ("Birgitta", "sign_off"),
        ("Jonas", "late"),
    ]


def test_every_state_of_the_grid_can_be_seen() -> None:
    found = board_of("Mona")
    cells = [cell for line in found.lines for cell in line.cells]
    assert {cell.state for cell in cells} == {"not started", "in progress", "done"}
    assert any(cell.late for cell in cells)
    assert any(cell.again and cell.state == "done" for cell in cells)
    assert any(cell.asked and not cell.late and cell.state != "done" for cell in cells)
    assert {line.name.split()[0] for line in board_of("Mona", "late").lines} == {"Jonas", "Oluwaseun"}


def test_viktor_sees_two_teams_and_people_in_each_who_need_somebody() -> None:
    found = board_of("Viktor")
    assert [child.name for child in found.children] == ["North", "South"]
    assert all(child.needs for child in found.children)
    assert found.people == 20


def test_all_was_asked_for_that_is_told() -> None:
    made = list(db.session.scalars(select(Assignment)))
    assert len(made) == len(ASKED)
    assert {one.rule for one in made} == {"date", "days", "joining"}
    assert [one.every_months for one in made if one.every_months] == [3]
    assert len([one for one in made if one.withdrawn_at]) == 1
    assert {"made", "moved", "extended", "withdrawn"} <= set(db.session.scalars(select(AssignmentChange.what)))


def test_whoever_got_more_time_is_not_late_and_whoever_joined_late_has_time() -> None:
    today = NOW.date()
    assert not any(one.is_late(today) for one in owed_by(person("Marek").id, today))
    assert not any(one.is_late(today) for one in owed_by(person("Sven").id, today))
    assert [one.about for one in owed_by(person("Sven").id, today) if one.due_on < today.replace(day=30)] == [
        "lesson"
    ] * 2


def test_the_refresher_comes_round_for_those_who_were_there_the_first_time() -> None:
    lesson = shelf().by_key["sixty-eight-percent"]
    rounds = {
        name: [
            one.round
            for one in owed_by(person(name).id, NOW.date())
            if one.about_id == lesson.id and one.about == "lesson"
        ]
        for name in ("Luca", "Sven")
    }
    assert rounds["Luca"] == [2]
    first = select(Due.done_at).where(Due.rep_id == person("Luca").id, Due.about_id == lesson.id, Due.round == 1)
    assert all(db.session.scalars(first)), "and the first time stays done"


def test_what_waits_for_a_sign_off_is_what_is_told() -> None:
    reps = {one.id: one.name.split()[0] for one in db.session.scalars(select(User))}
    waits = {reps[rep]: count for rep, count in waiting_of(reps).items()}
    assert waits.pop("Fatou"), "nobody leads her team"
    assert waits == {"Birgitta": 2, "Tomás": 1}
    assert set(db.session.scalars(select(SignOff.result))) == {"signed", "sent back"}


def test_rosa_reads_on_today_what_mona_said() -> None:
    said = unseen(person("Rosa").id)
    assert {one.kind for one in said} >= {"reply"}
    assert {one.by for one in said} == {"Mona Adler"}


def test_jonas_has_a_nudge_on_a_working_day() -> None:
    [nudge] = db.session.scalars(select(Nudge))
    assert nudge.rep_id == person("Jonas").id
    assert nudge.at.isoweekday() <= 5


@pytest.mark.parametrize(
    "moment", [SignOff.at, Note.at, Nudge.at, AuditRow.at, AssignmentChange.at, Assignment.made_at]
)
def test_nothing_happened_in_the_future(moment: Any) -> None:
    newest = db.session.scalar(select(func.max(moment)))
    assert newest is not None
    assert newest <= NOW


def test_every_act_of_a_manager_is_in_the_audit() -> None:
    acts = set(db.session.scalars(select(AuditRow.what)))
    assert acts >= {
        "asked for modules",
        "gave more time",
        "withdrew an assignment",
        "signed off",
        "sent back",
        "nudged",
    }
