"""Before the doors open: the database, the lessons, the demo company. What is already done is skipped."""

import hashlib
import multiprocessing
import os
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from rapport import clock, schema
from rapport.catalogue import shelf
from rapport.catalogue.renderer import renderer
from rapport.commands.readiness import out_of_reach
from rapport.commands.waiting import Waiting, saying
from rapport.database import db
from rapport.people.user import anybody
from rapport.progress import roster

MARK = "published"
ERRORS_SHOWN = 5


def prepare_apart(app: Flask) -> None:
    """Prepare in a process of its own, so that the memory it takes is given back before the site opens."""
    process = multiprocessing.get_context("fork").Process(target=prepare, args=(app,))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(1)


def prepare(app: Flask) -> None:
    """Make the site ready to serve, saying what takes time."""
    with app.app_context():
        try:
            bring_database_up()
        except OperationalError as error:
            click.echo(out_of_reach(error), err=True)
            sys.exit(1)
        publish_lessons()
        if app.config["DEMO"] and shelf.version() and not anybody():
            move_demo_company_in()


def bring_database_up() -> None:
    is_current = schema.is_current()
    db.session.rollback()
    if not is_current:
        with saying("Preparing the database"):
            schema.upgrade()
            _count_anew()


def _count_anew() -> None:
    """An older site's people are not below their teams yet, nor their modules counted."""
    if anybody():
        roster.count_anew()
        for _mended in roster.reconcile(clock.now()):
            db.session.commit()


def publish_lessons() -> None:
    """Publish if the files, or what draws them, are not those of the last time; a broken library leaves what was published."""
    mark = Path(current_app.config["DATA_DIR"]) / MARK
    state = _state_of_files()
    if shelf.version() and mark.exists() and mark.read_text() == state:
        return
    with saying("Publishing the lessons") as waiting:
        faults = _put_out_if_sound(waiting)
        if faults:
            waiting.outcome = "not possible:"
        else:
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text(state)
    for fault in faults:
        click.echo(fault, err=True)


def _put_out_if_sound(waiting: Waiting) -> list[str]:
    """Publish the library; or say, line by line, why it cannot be."""
    from rapport.commands.publishing import put_out  # only now: most starts have nothing to publish
    from rapport.content.library import read_library

    library = read_library(Path(current_app.config["CONTENT_DIR"]))
    faults = [] if library.lessons else [no_lessons()]
    if errors := library.errors:
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        faults += [f"  {problem}" for problem in errors[:ERRORS_SHOWN]]
        faults.append(f"The lessons have {count}, so they stay as published before. `flask content check` shows all.")
    if not faults:
        put_out(library, waiting)
    return faults


def no_lessons() -> str:
    """What to say instead of retiring everything, when a folder is missing or misspelt."""
    folder = current_app.config["CONTENT_DIR"]
    return f"There are no lessons in {folder}/lessons, so nothing was changed. Is CONTENT_DIR right?"


def move_demo_company_in() -> None:
    from rapport.demo import company  # only now: a site is empty once

    with saying("Moving the demo company in") as waiting:
        company.fill(clock.now(), waiting.count)
        db.session.commit()


def _state_of_files() -> str:
    """Names, sizes and times of all content files, which database they went into, and what drew them."""
    digest = hashlib.sha256(f"{current_app.config['SQLALCHEMY_DATABASE_URI']} {renderer()}".encode())
    for folder in ("lessons", "quizzes"):
        for path in sorted(Path(current_app.config["CONTENT_DIR"], folder).rglob("*")):
            stat = path.stat()
            digest.update(f"{path}{os.sep}{stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
