"""A company of any size in an empty database, written by the database itself: regions, districts and teams of twelve,
ten modules of five lessons, everybody with something done, some of them late."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.database import db
from rapport.people.team import Membership, Team
from rapport.people.user import User
from rapport.progress import module_progress

MODULES, LESSONS_EACH = 10, 5
IN_A_TEAM = 12
TEAMS_IN_A_DISTRICT = 40
LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)
NOTHING: dict[str, Any] = {"exercises": [], "reflection": {}, "plan": {}, "quiz": {}, "observations": []}
Crowd = tuple[int, int]


def fill(reps: int, now: datetime) -> Crowd:
    """Make it; the region's id and one team's. The manager of the region is user 1, of the team user 2."""
    _library()
    region, teams = _teams(reps)
    leaders = [
        User(
            email=f"m{number}@else.example",
            name=f"Leader {number}",
            roles="manager",
            created_at=LONG_AGO,
            welcomed_at=LONG_AGO,
        )
        for number in (1, 2)
    ]
    db.session.add_all(leaders)
    db.session.flush()
    for leader, team_id in zip(leaders, (region, teams[0]), strict=True):
        db.session.add(Membership(team_id=team_id, user_id=leader.id, manages=True, joined_at=LONG_AGO))
    db.session.commit()
    with _unchecked():
        _people(reps)
        _progress(now)
        _dues(now.date())
        _kept(now)
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("ANALYZE"))
    else:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    db.session.commit()
    return region, teams[0]


@contextmanager
def _unchecked() -> Iterator[None]:
    """Without looking up every foreign key of five million rows."""
    on_postgres = db.engine.dialect.name != "sqlite"
    if on_postgres:
        _run("SET session_replication_role = replica")
    yield
    if on_postgres:
        _run("SET session_replication_role = DEFAULT")


def _library() -> None:
    number = 0
    for place in range(1, MODULES + 1):
        module = Module(
            key=f"module-{place}", title=f"Module {place}", summary="", position=place, html="", fingerprint="x"
        )
        db.session.add(module)
        db.session.flush()
        for _ in range(LESSONS_EACH):
            number += 1
            fingerprint = f"edition{number}"
            db.session.add(
                Lesson(
                    module_id=module.id, key=f"lesson-{number}", position=number, title=f"Lesson {number}", summary="",
                    objective="", minutes=2, sources=[], html="<p>Read.</p>", fingerprint=fingerprint, **NOTHING,
                )
            )  # fmt: skip
            db.session.flush()
            db.session.add(
                Edition(
                    fingerprint=fingerprint,
                    lesson_id=number,
                    lesson_text="",
                    quiz_text="",
                    published_at=LONG_AGO,
                    **NOTHING,
                )
            )
    db.session.add(Publication(at=LONG_AGO, changes={}))
    db.session.flush()


def _teams(reps: int) -> tuple[int, list[int]]:
    region = Team(name="Region")
    db.session.add(region)
    db.session.flush()
    found: list[int] = []
    count = -(-reps // IN_A_TEAM)
    for start in range(0, count, TEAMS_IN_A_DISTRICT):
        district = Team(name=f"District {start // TEAMS_IN_A_DISTRICT + 1}", parent_id=region.id)
        db.session.add(district)
        db.session.flush()
        some = [
            Team(name=f"Team {number + 1}", parent_id=district.id)
            for number in range(start, min(start + TEAMS_IN_A_DISTRICT, count))
        ]
        db.session.add_all(some)
        db.session.flush()
        found += [team.id for team in some]
    return region.id, found


def _people(reps: int) -> None:
    """Teams have consecutive numbers, but for a district's own between them: so a join by rank finds everybody's."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :reps) "
    _run(
        "INSERT INTO users (email, name, roles, zone, working_days, created_at, welcomed_at) "
        + numbers
        + "SELECT 'r' || i || '@else.example', 'Rep ' || i, 'rep', 'UTC', '12345', :at, :at FROM n",
        reps=reps,
        at=_moment(LONG_AGO),
    )
    _run("ANALYZE")  # or the database would think that its tables are empty, and take its time
    _run(
        "INSERT INTO memberships (team_id, user_id, manages, joined_at) "
        "SELECT t.id, u.id, :no, :at FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place FROM teams "
        "WHERE name LIKE 'Team %') t JOIN (SELECT id, (ROW_NUMBER() OVER (ORDER BY id) - 1) AS place FROM users "
        "WHERE roles = 'rep') u ON u.place / :size = t.place",
        no=False,
        at=_moment(LONG_AGO),
        size=IN_A_TEAM,
    )


def _progress(now: datetime) -> None:
    """Each has begun a different share of the fifty lessons, and done most of those."""
    _run(
        "INSERT INTO progress (rep_id, lesson_id, fingerprint, started_at, last_at, read_at, attempts, exercises, "
        "learnt_at, completed_at, last_read_at) "
        "SELECT u.id, l.id, l.fingerprint, :long_ago, CASE WHEN u.id % 9 = 0 THEN :long_ago ELSE :lately END, :lately, 0, '{}', "
        ":lately, CASE WHEN (u.id + l.id) % 6 > 0 THEN :lately END, :lately "
        "FROM users u JOIN lessons l ON l.id <= 50 AND (l.id * 7 + u.id * 13) % 50 < u.id % 51 WHERE u.roles = 'rep'",
        long_ago=_moment(now - timedelta(days=40)),
        lately=_moment(now - timedelta(days=2)),
    )


def _dues(today: date) -> None:
    """One assignment of two modules for the region: late for one in eight, still ahead for the others."""
    _run(
        "INSERT INTO assignments (form_id, made_by_id, made_at, made_on, why, team_id, rule, due_on) "
        "SELECT 'bench', 1, :at, :made, '', id, 'date', :due FROM teams WHERE name = 'Region'",
        at=_moment(LONG_AGO),
        made=today - timedelta(days=30),
        due=today - timedelta(days=3),
    )
    _run(
        "INSERT INTO assignment_subjects (assignment_id, about, about_id) SELECT 1, 'module', id FROM modules WHERE position <= 2"
    )
    _run(
        "INSERT INTO dues (assignment_id, rep_id, about, about_id, round, since, opens_on, rule_due_on, due_on, done_at, closed_why) "
        "SELECT 1, u.id, 'module', m.id, 1, :made, :made, :late, CASE WHEN u.id % 8 = 0 THEN :late ELSE :ahead END, "
        "CASE WHEN u.id % 3 = 0 THEN :at END, '' FROM users u JOIN modules m ON m.position <= 2 WHERE u.roles = 'rep'",
        made=today - timedelta(days=30),
        late=today - timedelta(days=3),
        ahead=today + timedelta(days=11),
        at=_moment(LONG_AGO),
    )


def _kept(now: datetime) -> None:
    """What is kept with every write, made at once."""
    _run("ANALYZE")
    _run(
        "INSERT INTO reps_below (team_id, rep_id) WITH RECURSIVE up(team_id, rep_id) AS ("
        "SELECT m.team_id, m.user_id FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.roles = 'rep' "
        "UNION ALL SELECT t.parent_id, up.rep_id FROM up JOIN teams t ON t.id = up.team_id WHERE t.parent_id IS NOT NULL) "
        "SELECT team_id, rep_id FROM up"
    )
    module_progress.rebuild()
    _run(
        "INSERT INTO pulses (rep_id, last_at, begun, done, next_due, stuck, waiting, hands) "
        "SELECT u.id, p.last_at, COALESCE(p.begun, 0), COALESCE(p.done, 0), d.next_due, CASE WHEN u.id % 97 = 0 THEN 1 ELSE 0 END, "
        "CASE WHEN u.id % 211 = 0 THEN 2 ELSE 0 END, CASE WHEN u.id % 1009 = 0 THEN 1 ELSE 0 END FROM users u "
        "LEFT JOIN (SELECT rep_id, MAX(last_at) AS last_at, COUNT(*) AS begun, COUNT(completed_at) AS done FROM progress GROUP BY rep_id) p "
        "ON p.rep_id = u.id "
        "LEFT JOIN (SELECT rep_id, MIN(due_on) AS next_due FROM dues WHERE done_at IS NULL GROUP BY rep_id) d ON d.rep_id = u.id "
        "WHERE u.roles = 'rep'"
    )


def _moment(moment: datetime) -> object:
    """As the database keeps it: SQLite forgets time zones."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f") if db.engine.dialect.name == "sqlite" else moment


def _run(statement: str, **values: object) -> None:
    plain = {
        name: value.isoformat()
        if isinstance(value, date) and not isinstance(value, datetime) and db.engine.dialect.name == "sqlite"
        else value
        for name, value in values.items()
    }
    db.session.execute(text(statement), plain)
    db.session.flush()
