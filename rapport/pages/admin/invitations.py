"""Making an invitation, showing its link and QR code, and taking it back."""

import segno
from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from rapport import clock
from rapport.database import db
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.invitation_list import Line, invitation_list, line
from rapport.pages.admin.invite_form import InviteForm
from rapport.people.invitation import PAGE, Invitation, came_by, how_many, invite, just_made, lock, uses_of
from rapport.people.team import Team

WORDS_LIMIT = 200


@bp.get("/invitations")
def invitations() -> ResponseReturnValue:
    return _page(InviteForm.blank(request.args.get("team", "")[:WORDS_LIMIT]))


@bp.post("/invitations")
def make_invitation() -> ResponseReturnValue:
    form = InviteForm(request.form).with_teams()
    if not form.validate():
        return _page(form, form.sentences, 422)
    wanted = (form.role.data, form.team_id, form.days.data or 1, form.uses.data or 1, current_user.id, clock.now())
    one = just_made(*wanted)
    if one is None:
        one = invite(*wanted)
        until = f"{one.expires_at:%Y-%m-%d}"
        note("made an invitation", f"invitation {one.id}: {one.role}, for {one.max_uses}, until {until}")
    db.session.commit()
    return redirect(url_for("admin.invitation", invitation_id=one.id), 303)


@bp.get("/invitations/<int:invitation_id>")
def invitation(invitation_id: int) -> ResponseReturnValue:
    shown, team = _found(invitation_id)
    came = came_by(invitation_id)
    return render_template(
        "admin/invitation.html",
        line=shown,
        team=team,
        qr=_qr(shown.link),
        people=came,
        local=_is_local(),
        tab="people",
    )


@bp.get("/invitations/<int:invitation_id>/poster")
def poster(invitation_id: int) -> ResponseReturnValue:
    """One sheet of paper for the wall, as long as the link lets people in."""
    shown, team = _found(invitation_id)
    if shown.standing != "open":
        return redirect(url_for("admin.invitation", invitation_id=invitation_id), 303)
    return render_template(
        "admin/poster.html", line=shown, team=team, qr=_qr(shown.link), local=_is_local(), tab="people"
    )


@bp.post("/invitations/<int:invitation_id>/revocation")
def revoke_invitation(invitation_id: int) -> ResponseReturnValue:
    one = lock(invitation_id)
    if one is None:
        abort(404)
    if one.revoked_at is None:
        one.revoked_at = clock.now()
        note("revoked an invitation", f"invitation {one.id}")
    db.session.commit()
    flash("This link lets nobody in any more.")
    return redirect(url_for("admin.invitation", invitation_id=invitation_id), 303)


def _page(form: InviteForm, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    """The invitations; with a refused form among them where there is one."""
    count = how_many()
    pages = max(1, -(-count // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = render_template(
        "admin/invitations.html",
        form=form,
        errors=errors or {},
        lines=invitation_list(page),
        count=count,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("admin.invitations", page=number),
        tab="people",
    )
    return shown, status


def _found(invitation_id: int) -> tuple[Line, str]:
    """The invitation as a line, and the name of its team."""
    one = db.session.get(Invitation, invitation_id)
    if one is None:
        abort(404)
    team = db.session.get(Team, one.team_id) if one.team_id else None
    name = team.name if team else ""
    return line(one, uses_of(one.id), name), name


def _qr(link: str) -> Markup:
    """The link as an SVG that a strict content policy lets through: attributes only, no style."""
    return Markup(
        segno.make(link, error="m").svg_inline(
            scale=1, border=3, dark="#000", light="#fff", omitsize=True, svgclass="qr"
        )
    )


def _is_local() -> bool:
    """Whether the link says 127.0.0.1, which works on this very machine only."""
    return any(name in current_app.config["BASE_URL"] for name in ("//127.", "//localhost", "//0.0.0.0"))
