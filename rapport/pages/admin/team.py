"""One team: its name, its place in the tree, making it part of another one, taking it away."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.database import db
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.team_pick import TeamPick
from rapport.pages.admin.teams import TOP, WORDS_LIMIT, lines_of, paged
from rapport.people import team_change, team_list
from rapport.people.outline import Outline, outline
from rapport.people.team import Team
from rapport.progress import roster, team_merge
from rapport.text import TextRefused

GONE = "team_gone"
NO_TEAM = "Please pick the team that it becomes part of."


@bp.get("/teams/<int:team_id>")
def team(team_id: int) -> ResponseReturnValue:
    return _page(find_team(team_id))


@bp.post("/teams/<int:team_id>/name")
def rename_team(team_id: int) -> ResponseReturnValue:
    one, typed = held_team(team_id), request.form.get("name", "")
    before = one.name
    try:
        team_change.rename(one, typed)
    except TextRefused as refused:
        return _page(one, {"name": str(refused)}, name=typed[:WORDS_LIMIT])
    if one.name != before:
        note("renamed a team", f"{before}, now {one.name}")
    db.session.commit()
    return _back_to(one.id, "Saved.")


@bp.post("/teams/<int:team_id>/place")
def move_team(team_id: int) -> ResponseReturnValue:
    one, tree, typed = held_team(team_id), outline(), request.form.get("parent", "")
    before, concerned = one.parent_id, roster.subtree([team_id])
    try:
        parent_id = tree.meant(typed)
        team_change.move(one, db.session.get_one(Team, parent_id) if parent_id else None)
    except TextRefused as refused:
        return _page(one, {"parent": str(refused)}, parent=typed[:WORDS_LIMIT])
    if one.parent_id != before:
        place = tree.way(one.parent_id) if one.parent_id else "the top"
        note("moved a team", f"{one.name}, now under {place}")
        roster.follow(concerned, clock.now())
    db.session.commit()
    return _back_to(one.id, f"{one.name} has its new place.")


@bp.post("/teams/<int:team_id>/merging")
def merge_team(team_id: int) -> ResponseReturnValue:
    team_change.wait_for_turn()
    one = db.session.get(Team, team_id)
    if one is None:
        return _gone_before(team_id)
    tree, typed = outline(), request.form.get("into", "")
    name, way = one.name, tree.way(one.id)
    try:
        into_id = tree.meant(typed)
        if into_id is None:
            return _page(one, {"into": NO_TEAM})
        into = db.session.get_one(Team, into_id)
        team_merge.merge(one, into, clock.now())
    except TextRefused as refused:
        return _page(one, {"into": str(refused)}, into=typed[:WORDS_LIMIT])
    note("merged a team", f"{way}, into {tree.way(into_id)}")
    db.session.commit()
    return _went(team_id, into_id, f"{name} is part of {tree.by_id[into_id].name} now.")


@bp.post("/teams/<int:team_id>/removal")
def remove_team(team_id: int) -> ResponseReturnValue:
    team_change.wait_for_turn()
    one = db.session.get(Team, team_id)
    if one is None:
        return _gone_before(team_id)
    name, parent_id = one.name, one.parent_id
    try:
        closed = team_merge.remove(one, clock.now())
    except TextRefused as refused:
        return _page(one, {"removal": str(refused)})
    note("removed a team", name)
    db.session.commit()
    links = " The invitations into it let nobody in any more." if closed else ""
    return _went(team_id, parent_id, f"{name} is gone.{links}")


def find_team(team_id: int) -> Team:
    return db.session.get(Team, team_id) or abort(404)


def held_team(team_id: int) -> Team:
    """The same, while nobody else changes the tree."""
    team_change.wait_for_turn()
    return find_team(team_id)


def _back_to(team_id: int, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("admin.team", team_id=team_id), 303)


def _went(team_id: int, next_id: int | None, words: str) -> ResponseReturnValue:
    """Remembered for a second tap on the same button, which is answered as the first."""
    session[GONE] = [team_id, next_id]
    flash(words)
    return redirect(_next_page(next_id), 303)


def _gone_before(team_id: int) -> ResponseReturnValue:
    gone = session.get(GONE)
    return redirect(_next_page(gone[1]), 303) if gone and gone[0] == team_id else abort(404)


def _next_page(team_id: int | None) -> str:
    return url_for("admin.team", team_id=team_id) if team_id else url_for("admin.teams")


def _page(one: Team, errors: dict[str, str] | None = None, **typed: str) -> ResponseReturnValue:
    """The page; with what was refused where it was typed."""
    tree = outline()
    below, found, page, pages = paged(tree, team_list.in_place(one.id))
    itself, *lines = lines_of(tree, [tree.by_id[one.id], *below])
    shown = render_template(
        "admin/team.html",
        team=itself,
        above=tree.above(one.id),
        lines=lines,
        found=found,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("admin.team", team_id=one.id, page=number),
        place=TeamPick(_elsewhere(tree, one.id), typed.get("parent", str(one.parent_id or "")), TOP),
        into=TeamPick(_elsewhere(tree, one.id), typed.get("into", ""), "Pick a team"),
        name=typed.get("name", tree.by_id[one.id].name),
        errors=errors or {},
        tab="people",
    )
    return shown, 422 if errors else 200


def _elsewhere(tree: Outline, team_id: int) -> Outline:
    """The tree without this team and those below it: where it can go."""
    inside = tree.below(team_id)
    return Outline([one for one in tree.by_id.values() if one.id not in inside])
