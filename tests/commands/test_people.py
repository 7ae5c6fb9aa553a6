"""flask people: inviting from the command line."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rapport.database import db
from rapport.people.audit import newest
from rapport.people.invitation import Invitation
from rapport.people.team import Team
from rapport.people.user import User


def run(app: Flask, *args: str):  # type: ignore[no-untyped-def]
    db.session.commit()
    return app.test_cli_runner().invoke(args=["people", *args])


def test_invite_prints_a_link_that_works(app: Flask, client: FlaskClient) -> None:
    said = run(app, "invite", "--team", "North", "--uses", "3")
    path = re.fullmatch(r"https?://[^/]+(/join/\S+)\n", said.stdout)
    assert re.fullmatch(r"Rep in North, 3 uses, until \d+ \w+( \d{4})?\.\n", said.stderr)
    assert path
    assert "Welcome to North" in client.get(path[1]).text
    one = db.session.query(Invitation).one()
    assert (one.role, one.max_uses) == ("rep", 3)
    assert [(row.what, row.by_id) for row in newest()] == [("made an invitation", None)]


def test_a_team_is_made_when_there_is_none(app: Flask) -> None:
    said = run(app, "invite", "--role", "manager", "--team", "West")
    assert said.exit_code == 0
    assert said.stderr.startswith("Manager in West (a new team), 1 use, until ")
    assert db.session.query(Team).filter_by(name="West").count() == 1


@pytest.mark.parametrize("slip", ["Nort", "north"])
def test_a_name_that_is_nearly_another_teams_is_asked_about(app: Flask, slip: str) -> None:
    said = run(app, "invite", "--team", slip)
    assert (said.exit_code, said.stdout) == (1, "")
    assert f"There is no team {slip}. Did you mean North? Add --new-team to make a new one." in said.stderr
    assert db.session.query(Team).filter_by(name=slip).count() == 0
    assert db.session.query(Invitation).count() == 0
    assert f"Rep in {slip} (a new team), 1 use" in run(app, "invite", "--team", slip, "--new-team").stderr
    assert db.session.query(Team).filter_by(name=slip).count() == 1


def test_without_a_team_none_is_named(app: Flask) -> None:
    assert run(app, "invite", "--role", "trainer").stderr.startswith("Trainer, 1 use, until ")


def test_what_makes_no_sense_is_refused(app: Flask) -> None:
    for wrong in (["--role", "king"], ["--role", "manager"], ["--days", "0"], ["--uses", "99999"]):
        assert run(app, "invite", *wrong).exit_code == 2
    assert db.session.query(Invitation).count() == 0


def test_list_shows_everybody(app: Flask, cast: dict[str, User]) -> None:
    lines = run(app, "list").output.splitlines()
    assert len(lines) == len(cast)
    assert "rosa@demo.example\tRosa Lind\trep\tactive" in lines
