"""The teams: the whole tree while it is small, else one level at a time, or those of a name; and a new one."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rapport.database import db
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.team_pick import TeamPick
from rapport.people import team_list
from rapport.people.outline import Branch, Outline, leaders_of, outline, people_below
from rapport.people.team import Team
from rapport.people.team_change import new_team, wait_for_turn
from rapport.people.user import User
from rapport.text import TextRefused, clean

WORDS_LIMIT = 100
TOP = "At the top"
DEEPEST = 4  # as far as a phone can show it


@dataclass(frozen=True)
class Line:
    """A team in a list; `way` is what stands above it, `below` how many teams stand under it."""

    id: int
    name: str
    way: str
    depth: int
    people: int
    below: int
    leaders: list[User]


@bp.get("/teams")
def teams() -> ResponseReturnValue:
    return teams_page(outline())


@bp.post("/teams")
def add_team() -> ResponseReturnValue:
    wait_for_turn()
    tree, typed, place = outline(), request.form.get("name", ""), request.form.get("parent", "")
    field = "parent"
    try:
        parent_id = tree.meant(place)
        field = "name"
        parent = db.session.get_one(Team, parent_id) if parent_id else None
        team, is_new = new_team(typed, parent)
    except TextRefused as refused:
        return teams_page(tree, {field: str(refused)}, typed[:WORDS_LIMIT], place[:WORDS_LIMIT])
    if is_new:
        note("made a team", team.name)
    db.session.commit()
    flash(f"{team.name} is there.")
    return redirect(url_for("admin.team", team_id=team.id), 303)


def teams_page(
    tree: Outline, errors: dict[str, str] | None = None, name: str = "", place: str = ""
) -> ResponseReturnValue:
    """The page; with what was typed for a new team and refused, where there is such."""
    words = clean(request.args.get("q", "")[:WORDS_LIMIT], WORDS_LIMIT, one_line=True)
    branches, found, page, pages = _found(tree, words)
    shown = render_template(
        "admin/teams.html",
        lines=lines_of(tree, branches, with_way=bool(words)),
        words=words,
        count=len(tree),
        found=found,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("admin.teams", q=words or None, page=number),
        pick=TeamPick(tree, place, TOP),
        errors=errors or {},
        name=name,
        tab="people",
    )
    return shown, 422 if errors else 200


def _found(tree: Outline, words: str) -> tuple[list[Branch], int, int, int]:
    """The lines of this page, how many there are in all, and which of how many pages it is."""
    if tree.is_small and not words:
        return list(tree.lines()), len(tree), 1, 1
    return paged(tree, team_list.called(words) if words else team_list.in_place(None))


def paged(tree: Outline, wanted: Any) -> tuple[list[Branch], int, int, int]:
    """A page of the teams that a query finds."""
    found = team_list.how_many(wanted)
    pages = max(1, -(-found // team_list.PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return [tree.by_id[one] for one in team_list.some(wanted, page) if one in tree.by_id], found, page, pages


def lines_of(tree: Outline, branches: list[Branch], with_way: bool = False) -> list[Line]:
    ids = [one.id for one in branches]
    people, leaders = people_below(ids), leaders_of(ids)
    return [
        Line(
            id=one.id,
            name=one.name,
            way=" / ".join(above.name for above in tree.above(one.id)) if with_way else "",
            depth=min(one.depth, DEEPEST),
            people=people.get(one.id, 0),
            below=len(tree.below(one.id)) - 1,
            leaders=leaders.get(one.id, []),
        )
        for one in branches
    ]
