"""The people who were found, as a file to keep."""

from collections.abc import Iterator
from typing import Any

from flask import Response
from flask_login import current_user

from rapport.pages.admin.blueprint import bp
from rapport.pages.admin.people import STATE_WORDS, asked_for, led
from rapport.pages.download import ENDING, download
from rapport.people.directory import Place, Search, batches, state_of, teams_by_person
from rapport.people.outline import Outline, outline
from rapport.people.user import User
from rapport.reports.table import Column, Table

COLUMNS = (
    Column("Name"),
    Column("E-mail"),
    Column("Roles"),
    Column("Teams"),
    Column("Account"),
    Column("First day", "day"),
    Column("On the site since", "moment"),
)


@bp.get(f"/people.{ENDING}")
def people_file(ending: str) -> Response:
    """All who match, not only those on one page."""
    tree = outline()
    asked = asked_for(tree)
    rows = iter(()) if asked.error else _rows(asked.search, tree)
    return download(Table("people", "People", COLUMNS, rows, current_user.zone), ending)


def _rows(search: Search, tree: Outline) -> Iterator[list[Any]]:
    for people in batches(search):
        teams = teams_by_person(person.id for person in people)
        yield from (_row(person, teams.get(person.id, []), tree) for person in people)


def _row(person: User, teams: list[Place], tree: Outline) -> list[Any]:
    return [
        person.name,
        person.email,
        person.roles.replace(",", ", "),
        "; ".join(led(tree.way(place.team_id), place.leads) for place in teams),
        STATE_WORDS[state_of(person)],
        person.starts_on,
        person.created_at,
    ]
