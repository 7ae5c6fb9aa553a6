"""Choosing a file of people; what is in it is kept for a look before anything is changed."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock
from rapport.database import db
from rapport.exchange import upload as uploads
from rapport.exchange.people_change import refuse_to_conclude
from rapport.exchange.people_file import read_people
from rapport.exchange.sheet import FileRefused, Sheet
from rapport.exchange.spreadsheet import read_spreadsheet
from rapport.pages.admin.blueprint import bp
from rapport.pages.admin.upload_example import COLUMNS
from rapport.pages.rep.posted import posted_id
from rapport.text import TextRefused, clean

NO_FILE = "Please choose a file first."


@bp.get("/upload")
def upload() -> ResponseReturnValue:
    return upload_page()


@bp.post("/upload")
def choose_file() -> ResponseReturnValue:
    """Keep what the file says; a second tap finds it kept."""
    by_id, others_left = current_user.id, request.form.get("others_left") == "yes"
    db.session.rollback()  # others may write while the file is read
    try:
        name, sheet = _chosen(others_left)
    except FileRefused as refused:
        return upload_page(str(refused), others_left)
    kept = uploads.keep(posted_id(), by_id, name, sheet, others_left, clock.now())
    if kept.by_id != by_id:
        abort(404)
    db.session.commit()
    return redirect(url_for("admin.upload_picture", upload_id=kept.id), 303)


def upload_page(error: str = "", others_left: bool = False) -> ResponseReturnValue:
    """The page; with why the file was not taken, where there was one."""
    page = render_template(
        "admin/upload.html",
        error=error,
        others_left=others_left,
        columns=COLUMNS,
        lately=[(one, told(uploads.counts_of(one))) for one in uploads.lately(current_user.id)],
        today=clock.today(current_user.zone),
        tab="people",
    )
    return page, 422 if error else 200


def told(counts: dict[str, int]) -> str:
    """ "3 added, 1 new team"."""
    return ", ".join(f"{count:,} {what.rstrip('s') if count == 1 else what}" for what, count in counts.items() if count)


def _chosen(others_left: bool) -> tuple[str, Sheet]:
    """The file's name and its table. Raises FileRefused when nothing can be made of it."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise FileRefused(NO_FILE)
    data = file.read()
    file.close()
    sheet = read_spreadsheet(data)
    people = read_people(sheet)
    if others_left:
        refuse_to_conclude(people)
    return _name(file.filename), sheet


def _name(typed: str) -> str:
    """The last part is what people know a file by."""
    try:
        return clean(typed.replace("\\", "/").rpartition("/")[2][-uploads.FILE_NAME_LIMIT :], 200, one_line=True)
    except TextRefused:
        return "file"
