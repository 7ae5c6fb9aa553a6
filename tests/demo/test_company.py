"""Larkfield Supply moves in: believable people at different points, everything through the usual doors."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from support.demo import NOW, empty_site, move_in

from rapport import config
from rapport.assignments.campaign import OVER, RUNNING, state_of
from rapport.assignments.reaction import Reaction
from rapport.catalogue import shelf
from rapport.coaching.observation import Observation
from rapport.coaching.ride_along import ride_alongs_of, waiting_for
from rapport.database import db
from rapport.demo import company
from rapport.demo.people import CAMPAIGN, CAST, EVERYBODY
from rapport.demo.ride_along import RIDES
from rapport.learning.entry import Entry, entries_of
from rapport.learning.known import TABLES
from rapport.people.team import Membership, Team
from rapport.people.user import User
from rapport.progress.activity import active_days
from rapport.progress.campaign_lines import campaigns_for
from rapport.progress.follow_ups import follow_ups_of
from rapport.progress.of_rep import next_lesson, progress_of, running_exercises, standing
from rapport.progress.progress import Progress
from rapport.progress.record import record

LIBRARY = Path(__file__).parent.parent / "library"


def rosa() -> User:
    return db.session.scalars(select(User).where(User.email == "rosa@demo.example")).one()


def test_everybody_moves_in(moved_in: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(User)) == len(EVERYBODY)


def test_the_command_leaves_a_site_with_people_alone(moved_in: Flask) -> None:
    answer = moved_in.test_cli_runner().invoke(args=["demo"])
    assert "already has people" in answer.output
    assert db.session.scalar(select(func.count()).select_from(User)) == len(EVERYBODY)


def test_moving_in_says_how_far_it_is(app: Flask) -> None:
    empty_site()
    told: list[tuple[int, int]] = []
    company.fill(NOW, lambda done, total: told.append((done, total)))
    assert told == [(number, len(EVERYBODY)) for number in range(1, len(EVERYBODY) + 1)]


def test_the_cast_has_the_promised_addresses(moved_in: Flask) -> None:
    addresses = set(db.session.scalars(select(User.email).where(User.password_hash.is_not(None))))
    assert (
        addresses
        == {person.email for person in CAST}
        == {f"{name}@demo.example" for name in ("rosa", "ravi", "mona", "tess", "ada", "viktor")}
    )


def test_rosa_is_in_the_middle_of_her_calls(moved_in: Flask) -> None:
    progress = progress_of(rosa().id)
    running = {item.exercise["key"]: item.count for item in running_exercises(shelf.shelf(), progress)}
    assert running["call-ten"] == 7
    following = next_lesson(shelf.shelf(), progress)
    assert following is not None
    assert following.module_key == "thirty-day-stance"


def test_rosa_has_a_promise_to_keep_today(moved_in: Flask) -> None:
    due = [item for item in follow_ups_of(rosa()) if item.state == "open" and item.due_on == NOW.date()]
    assert [item.text for item in due] == ["Ring about the new delivery day"]


def test_people_stand_at_different_points(moved_in: Flask) -> None:
    lessons = shelf.shelf().by_id
    states = {standing(lessons[row.lesson_id], row).state for row in db.session.scalars(select(Progress))}
    assert states == {"in progress", "done"}
    learners = set(db.session.scalars(select(Progress.rep_id)))
    assert 0 < len(learners) < len(EVERYBODY)


@pytest.mark.parametrize(("content", "facts"), [(Path(config.ROOT), 1500), (LIBRARY, 50)])
def test_no_fact_of_the_demo_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch, content: Path, facts: int) -> None:
    seen: list[str] = []

    def noting(*arguments: object) -> object:
        results = record(*arguments)  # type: ignore[arg-type]
        seen.extend(result.status for result in results)
        return results

    monkeypatch.setattr(company, "record", noting)
    move_in(content)
    assert len(seen) > facts
    assert set(seen) == {"stored"}


@pytest.mark.parametrize("kind", TABLES)
def test_nothing_happens_in_the_future(moved_in: Flask, kind: str) -> None:
    newest = db.session.scalar(select(func.max(TABLES[kind].at)))
    assert newest is not None
    assert newest <= NOW


def test_luca_has_been_through_everything(moved_in: Flask) -> None:
    luca = of_rep("Luca Ferri")
    assert next_lesson(shelf.shelf(), progress_of(luca.id)) is None
    assert min(active_days(luca)) < NOW.date() - timedelta(days=85)


def test_every_exercise_has_been_done_by_somebody(moved_in: Flask) -> None:
    shipped = {exercise["key"] for lesson in shelf.shelf().lessons for exercise in lesson.exercises}
    assert shipped == set(db.session.scalars(select(Entry.exercise_key).distinct()))


def test_rosa_has_audited_and_thanked(moved_in: Flask) -> None:
    done = {entry.exercise_key for entry in entries_of(rosa().id)}
    assert {"promise-audit", "three-thank-yous", CAMPAIGN} <= done


def test_a_campaign_is_under_way_in_north(moved_in: Flask) -> None:
    told = [entry for entry in on_the_wall() if entry.rep_id in members("North")]
    assert Counter(said(entry, "What became") for entry in told) == {"honoured": 40, "not possible": 12, "later": 6}
    assert len({said(entry, "What did they ask") for entry in told}) == len(told)
    assert len({entry.rep_id for entry in told}) == 12
    assert min(entry.at for entry in told) > NOW - timedelta(days=21)


def test_nobody_logs_a_request_before_they_have_read_of_it(moved_in: Flask) -> None:
    read = {(row.rep_id, row.lesson_id): row.read_at for row in db.session.scalars(select(Progress))}
    assert len({entry.rep_id for entry in on_the_wall() if entry.rep_id in members("South")}) >= 3
    for entry in on_the_wall():
        read_at = read[entry.rep_id, entry.lesson_id]
        assert read_at is not None
        assert read_at < entry.at


def test_some_promises_are_for_today_some_are_late_and_some_renewals_are_far(moved_in: Flask) -> None:
    is_open = [
        item for user in db.session.scalars(select(User)) for item in follow_ups_of(user) if item.state == "open"
    ]
    ahead = [(item.due_on - NOW.date()).days for item in is_open]
    assert sum(days == 0 for days in ahead) >= 3
    assert sum(days < 0 for days in ahead) >= 5
    renewals = [days for item, days in zip(is_open, ahead, strict=True) if item.reminds == (90, 60, 30)]
    assert min(renewals) >= 25
    assert max(renewals) >= 90


def of_rep(name: str) -> User:
    return db.session.scalars(select(User).where(User.name == name)).one()


def members(team: str) -> set[int]:
    found = select(Membership.user_id).join(Team, Team.id == Membership.team_id).where(Team.name == team)
    return set(db.session.scalars(found))


def on_the_wall() -> list[Entry]:
    return list(db.session.scalars(select(Entry).where(Entry.exercise_key == CAMPAIGN)))


def said(entry: Entry, label: str) -> str:
    return next(str(item["value"]) for item in entry.values if item["label"].startswith(label))


def test_managers_rode_along_and_one_sheet_waits_for_rosa(moved_in: Flask) -> None:
    seen = ride_alongs_of(rosa().id)
    assert [item.by_name for item in seen] == ["Mona Adler", "Mona Adler"]
    assert [bool(item.latest.countersigned_at) for item in seen] == [False, True]
    assert all(item.since.isoweekday() <= 5 and item.since < NOW for item in seen)
    assert len(waiting_for(rosa().id)) == 1
    assert db.session.scalar(select(func.count()).select_from(Observation)) == len(RIDES), "a sheet has changed"


def test_a_campaign_runs_in_north_and_one_is_debriefed_in_south(moved_in: Flask) -> None:
    ravi = db.session.scalars(select(User).where(User.email == "ravi@demo.example")).one()
    (north,), (south,) = (campaigns_for(person, shelf.shelf(), NOW.date()) for person in (rosa(), ravi))
    assert (north.team, state_of(north.campaign, NOW.date())) == ("North", RUNNING)
    assert 40 < north.notes < north.campaign.goal
    assert (south.team, state_of(south.campaign, NOW.date())) == ("South", OVER)
    assert south.notes >= south.campaign.goal
    assert south.campaign.to_keep
    assert db.session.scalar(select(func.count()).select_from(Reaction)) > 20
