"""A look at what a file would change; then doing exactly that, which the worker does while one may watch."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import jobs
from rapport.database import db
from rapport.exchange import agreed
from rapport.exchange.people_change import Plan
from rapport.exchange.people_file import PeopleFile, Slip
from rapport.exchange.upload import Upload, agree, counts_of, upload_of
from rapport.pages.admin.blueprint import bp, note
from rapport.pages.admin.upload import told
from rapport.pages.download import ENDING, download
from rapport.reports.table import Column, Table

SHOWN = 50
SLIPS_SHOWN = 100
CHANGED_MEANWHILE = "Something here has changed since you looked. This is what the file would change now."


@bp.get("/upload/<uuid:upload_id>")
def upload_picture(upload_id: UUID) -> ResponseReturnValue:
    """What would change; once that was agreed to, how far it is."""
    one = _find(upload_id)
    return _picture_page(one) if _may_be_applied(one) else _progress_page(one)


@bp.post("/upload/<uuid:upload_id>/application")
def apply_upload(upload_id: UUID) -> ResponseReturnValue:
    """Have it done, if it is still what was shown, and what is hard to take back was meant."""
    one = _find(upload_id)
    here = redirect(url_for("admin.upload_picture", upload_id=upload_id), 303)
    if not _may_be_applied(one):
        return here
    kept = one.rows or b"", one.others_left, one.by_id
    db.session.rollback()  # others may write while it is read
    file, found = _look(*kept)
    if file.slips or found.is_empty:
        return here
    if request.form.get("picture") != found.picture:
        flash(CHANGED_MEANWHILE)
        return here
    if found.leaving and _typed_number() != len(found.leaving):
        return _picture_page(one, file, found, request.form.get("leaving", "").replace("\x00", "")[:20])
    _agree(one, found)
    return here


@bp.get(f"/upload/<uuid:upload_id>/changes.{ENDING}")
def upload_changes(upload_id: UUID, ending: str) -> ResponseReturnValue:
    """The whole picture as a file; or every cell that needs mending."""
    one = _find(upload_id)
    if not _may_be_applied(one):
        abort(404)
    file, found = _look(one.rows or b"", one.others_left, one.by_id)
    return download(_slip_table(file.slips) if file.slips else _change_table(found), ending)


def _find(upload_id: UUID) -> Upload:
    """An admin's own upload; for anybody else there is no such page."""
    return upload_of(current_user.id, str(upload_id)) or abort(404)


def _may_be_applied(one: Upload) -> bool:
    return one.state == "looked at" and one.rows is not None


def _look(rows: bytes, others_left: bool, by_id: int | None) -> tuple[PeopleFile, Plan]:
    file, _, found = agreed.look(rows, others_left, by_id)
    file.slips.sort(key=lambda slip: slip.row)
    return file, found


def _agree(one: Upload, found: Plan) -> None:
    counts = _counts(found)
    leaving = [person.id for person in found.leaving]
    if agree(one, leaving, found.size, counts, request.remote_addr or ""):
        note("uploaded people", f"{one.file_name}: {told(counts)}")
        jobs.soon("apply_upload", one.id)
    db.session.commit()


def _counts(found: Plan) -> dict[str, int]:
    return {
        "added": len(found.added),
        "changed": len(found.changed),
        "closed": len(found.leaving),
        "new teams": len(found.new_teams),
    }


def _typed_number() -> int | None:
    typed = request.form.get("leaving", "").strip().replace(",", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else None


def _picture_page(
    one: Upload, file: PeopleFile | None = None, found: Plan | None = None, typed: str | None = None
) -> ResponseReturnValue:
    """`typed` is a number of accounts that is not the right one."""
    if file is None or found is None:
        file, found = _look(one.rows or b"", one.others_left, one.by_id)
    template = "admin/upload_slips.html" if file.slips else "admin/upload_picture.html"
    shown = {"shown": SHOWN, "slips_shown": SLIPS_SHOWN, "counts": _counts(found)}
    page = render_template(template, upload=one, file=file, plan=found, typed=typed, tab="people", **shown)
    return page, 200 if typed is None else 422


def _progress_page(one: Upload) -> ResponseReturnValue:
    return render_template("admin/upload_progress.html", upload=one, counts=counts_of(one), tab="people")


def _change_table(found: Plan) -> Table:
    rows: list[tuple[Any, ...]] = [("New team", " / ".join(way), None, None) for way in found.new_teams]
    for word, changes in (("Added", found.added), ("Changed", found.changed)):
        rows += [(word, one.name, one.email, "; ".join(part.words for part in one.differences())) for one in changes]
    rows += [("Closed", one.name, one.email, None) for one in found.leaving]
    rows += [("Stays closed", one.name, one.email, None) for one in found.still_closed]
    columns = (Column("What"), Column("Name"), Column("E-mail"), Column("Change"))
    return Table("upload-changes", "What would change", columns, rows)


def _slip_table(slips: list[Slip]) -> Table:
    columns = (Column("Row", "number"), Column("Where"), Column("What is wrong"))
    return Table("upload-mending", "To be mended", columns, [(one.row, one.place, one.sentence) for one in slips])
