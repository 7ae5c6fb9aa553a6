"""Work done after the answer: asked for by name, done by the worker, tried again when it fails.

A job says only "go and look": what is to be done stands in the database, so nothing is lost with
the queue and nothing is done twice. Jobs commit for themselves.
"""

import smtplib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from rapport import clock, mail
from rapport.database import db
from rapport.exchange import agreed, upload
from rapport.exchange.sheet import FileRefused
from rapport.people import sign_in, sign_in_try
from rapport.progress import roster

if TYPE_CHECKING:
    from huey import Huey

RETRIES = 5
FIRST_RETRY = 10
LATER_BY = 3
JOBS: dict[str, Callable[..., None]] = {}


def soon(name: str, *args: Any) -> None:
    """Have a job done: after the commit when one is under way, else at once. Tests do it on the spot."""
    if name not in JOBS:
        raise LookupError(f"no job is called {name}")
    if db.session().in_transaction():
        db.session.info.setdefault("jobs", []).append((name, args))
    else:
        _hand_over(name, args)


def job(function: Callable[..., None]) -> Callable[..., None]:
    """Make a function one that `soon` can name."""
    JOBS[function.__name__] = function
    return function


@job
def send_mail(mail_id: int) -> None:
    """Deliver one mail, with no transaction open while the mail server is talking."""
    letter = mail.take(mail_id, clock.now())
    db.session.commit()
    if letter is None:
        return
    smtp_url = current_app.config["SMTP_URL"]
    try:
        mail.deliver(letter, smtp_url, current_app.config["MAIL_FROM"])
    except (OSError, smtplib.SMTPException) as error:
        mail.was_not_sent(mail_id, str(error))
        db.session.commit()
        raise
    mail.was_sent(mail_id, clock.now(), forget_text=bool(smtp_url))
    db.session.commit()


@job
def send_waiting_mails() -> None:
    """Look for mails that were left behind by a crash or a full disk."""
    waiting = mail.waiting(clock.now())
    db.session.rollback()
    for mail_id in waiting:
        soon("send_mail", mail_id)


@job
def apply_upload(upload_id: str) -> None:
    """Do what an admin has agreed to, a part at a time; others may write in between, and see how far it is."""
    taken = upload.take(upload_id, clock.now())
    db.session.commit()
    if taken is None:
        return
    try:
        for done in agreed.apply(taken, clock.now()):
            upload.got_to(upload_id, done, clock.now())
            db.session.commit()
        upload.finish(upload_id)
    except FileRefused:
        db.session.rollback()
        upload.stop(upload_id)
        current_app.logger.exception("cannot apply upload %s", upload_id)
    except BaseException:
        db.session.rollback()
        upload.let_go(upload_id)
        db.session.commit()
        raise
    db.session.commit()


@job
def take_up_uploads() -> None:
    """Look for uploads that a stopped worker has left half done."""
    waiting = upload.waiting(clock.now())
    db.session.rollback()
    for upload_id in waiting:
        soon("apply_upload", upload_id)


@job
def sweep() -> None:
    """Delete what is long over. Facts and the audit are not: they stay."""
    for noun in (sign_in, sign_in_try, mail, upload):
        noun.sweep(clock.now())
    db.session.commit()


@job
def follow_the_day() -> None:
    """Let rounds of what is asked open and end on their day."""
    roster.open_rounds(clock.now())
    db.session.commit()


@job
def look_after_everybody() -> None:
    """Mend what a change of people or teams has left behind, some people at a time."""
    for _mended in roster.reconcile(clock.now()):
        db.session.commit()


def queue(app: Flask) -> "Huey":
    """The application's queue, opened when first needed: a file of its own, or tables in PostgreSQL.

    Huey is loaded on demand: it brings PostgreSQL's driver along, and most web processes never queue.
    """
    if "jobs" not in app.extensions:
        from huey import crontab

        huey = _open(app.config["SQLALCHEMY_DATABASE_URI"], app.config["DATA_DIR"])
        options = {"retries": RETRIES, "retry_delay": FIRST_RETRY, "retry_backoff": LATER_BY}
        run = huey.task(name="run", **options)(partial(_run, app))
        huey.periodic_task(crontab(), name="every_minute")(partial(_run, app, "send_waiting_mails"))
        huey.periodic_task(crontab(), name="every_minute_too")(partial(_run, app, "take_up_uploads"))
        # Not at one hour of the night: a laptop that is open in the afternoon has its turn too.
        huey.periodic_task(crontab(minute="17"), name="every_hour")(partial(_run, app, "sweep"))
        huey.periodic_task(crontab(minute="2"), name="with_the_day")(partial(_run, app, "follow_the_day"))
        huey.periodic_task(crontab(hour="3", minute="33"), name="every_night")(
            partial(_run, app, "look_after_everybody")
        )
        app.extensions["jobs"] = huey, run
    return app.extensions["jobs"][0]


def _open(url: str, folder: str) -> "Huey":
    from huey import PostgresHuey, SqliteHuey

    if url.startswith("sqlite"):
        return SqliteHuey("rapport", filename=str(Path(folder) / "jobs.db"), fsync=True, results=False)
    return PostgresHuey("rapport", dsn=url.replace("+psycopg", "", 1), results=False)


def _run(app: Flask, name: str, *args: Any) -> None:
    with app.app_context():
        JOBS[name](*args)


def _hand_over(name: str, args: tuple[Any, ...]) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.testing:
        _run(app, name, *args)
        return
    try:
        queue(app)
        app.extensions["jobs"][1](name, *args)
    except Exception:
        app.logger.exception("cannot queue %s %s", name, args)


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:
    for name, args in session.info.pop("jobs", []):
        _hand_over(name, args)


@event.listens_for(Session, "after_soft_rollback")
def _after_rollback(session: Session, _previous: Any) -> None:
    session.info.pop("jobs", None)
