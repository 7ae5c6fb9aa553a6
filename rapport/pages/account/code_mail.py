"""Asking for a code and typing it in: one way for signing in, joining and setting up.

What is pending (whose address, and what is to happen then) waits in the session of the asking
browser. Nothing about a person is stored before the code has shown that the address is theirs.
"""

from datetime import timedelta
from typing import Any

from flask import current_app, request, session

from rapport import clock, jobs, mail
from rapport.database import db
from rapport.pages.account.presence import is_known_here
from rapport.people import sign_in_code, sign_in_try
from rapport.people.user import User, person_with

PENDING = "pending"
RIGHT = {sign_in_code.Verdict.RIGHT, sign_in_code.Verdict.AGAIN}
NO_WAIT = timedelta(0)
TEXT = """Your code for Rapport is {digits}.

It works for ten minutes, in the browser where you asked for it.
If it was not you who asked, do nothing: without the code nobody gets in.
"""


def send_code(email: str, **then: Any) -> timedelta:
    """Send a code and remember what it is for; returns how long to wait first, when too many were sent.

    `new` says that no account is needed: the person is joining. Commits.
    """
    now, person, before = clock.now(), person_with(email), session.get(PENDING, {})
    tried = sign_in_try.begin_try("mail", email, request.remote_addr or "", is_known_here(person), now)
    if isinstance(tried, timedelta):
        db.session.rollback()
        return tried
    code, digits = sign_in_code.new_code(email, current_app.config["SECRET_KEY"], now, before.get("code"))
    session[PENDING] = {"email": email, "code": code.id, "mail_try": tried.id, **then}
    welcome = then.get("new") or (person is not None and person.is_active)
    letter = mail.write(email, f"{digits} is your code", TEXT.format(digits=digits), now).id if welcome else None
    db.session.commit()
    if letter is not None:
        jobs.soon("send_mail", letter)
    return NO_WAIT


def check_code(typed: str) -> tuple[sign_in_code.Verdict | timedelta, User | None]:
    """Judge a typed code: the verdict (or how long to wait), and the person of that address. The caller
    commits, whatever the verdict."""
    pending, now = session[PENDING], clock.now()
    person = person_with(pending["email"])
    tried = sign_in_try.begin_try("code", pending["email"], request.remote_addr or "", is_known_here(person), now)
    if isinstance(tried, timedelta):
        db.session.rollback()
        return tried, person
    verdict = sign_in_code.try_code(pending["code"], typed, current_app.config["SECRET_KEY"], now)
    if verdict in RIGHT:
        sign_in_try.it_worked(tried.id)
        sign_in_try.it_worked(pending["mail_try"])
    return verdict, person


def wait_words(wait: timedelta) -> str:
    """How long to wait, as one sentence."""
    seconds = int(wait.total_seconds()) + 1
    span = f"{seconds} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"
    return f"That was tried a few times too often. Please wait {span}, then try again."
