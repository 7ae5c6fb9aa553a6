"""Everybody on the site: found by name, e-mail, role, team and account, some at a time."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport.pages.admin.blueprint import bp
from rapport.pages.admin.team_pick import TeamPick
from rapport.people.directory import PAGE, STATES, Search, how_many, some, state_of, teams_by_person
from rapport.people.outline import Outline, outline
from rapport.people.user import ROLES, User
from rapport.text import TextRefused, clean

STATE_WORDS = {"active": "Active", "invited": "Not begun", "closed": "Closed", "erased": "Erased"}
WORDS_LIMIT = 100


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the search, the team as it was typed, and why that team is none."""

    search: Search
    team: str
    error: str = ""

    @property
    def address(self) -> dict[str, Any]:
        """The search as the query of an address."""
        parts = {"q": self.search.words, "role": self.search.role, "team": self.team, "account": self.search.state}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    email: str
    roles: str
    teams: str
    state: str


@bp.get("/people")
def people() -> ResponseReturnValue:
    tree = outline()
    asked = asked_for(tree)
    found = 0 if asked.error else how_many(asked.search)
    pages = max(1, -(-found // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = some(asked.search, page) if found else []
    return render_template(
        "admin/people.html",
        asked=asked,
        pick=TeamPick(tree, asked.team, "Any team"),
        rows=_rows(shown),
        found=found,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("admin.people", **asked.address, page=number),
        states=STATE_WORDS,
        tab="people",
    )


def asked_for(tree: Outline) -> Asked:
    """What the address asks for; parts that make no sense are left out, a team that is none is told."""
    given = {name: _words(name) for name in ("q", "role", "team", "account")}
    role = given["role"] if given["role"] in ROLES else ""
    state = given["account"] if given["account"] in STATES else ""
    try:
        return Asked(Search(given["q"], role, tree.meant(given["team"]), state), given["team"])
    except TextRefused as refused:
        return Asked(Search(given["q"], role, None, state), given["team"], str(refused))


def _words(name: str) -> str:
    return clean(request.args.get(name, "")[:WORDS_LIMIT], WORDS_LIMIT, one_line=True)


def _rows(people: list[User]) -> list[Row]:
    teams = teams_by_person([person.id for person in people])
    return [_row(person, [led(place.name, place.leads) for place in teams.get(person.id, ())]) for person in people]


def _row(person: User, teams: list[str]) -> Row:
    roles = person.roles.replace(",", ", ").capitalize()
    return Row(person.id, person.name, person.email, roles, ", ".join(teams), state_of(person))


def led(name: str, leads: bool) -> str:
    return f"{name} (leads)" if leads else name
