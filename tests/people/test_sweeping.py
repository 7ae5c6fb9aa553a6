"""What is long over is swept away; what still counts, or could still be asked for, stays."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rapport import clock, jobs, mail
from rapport.database import db
from rapport.mail import Mail
from rapport.people import audit, sign_in, sign_in_try
from rapport.people.sign_in import SignIn, device_label
from rapport.people.sign_in_code import SignInCode, new_code
from rapport.people.sign_in_try import SignInTry, begin_try
from rapport.people.user import User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEVER = None


def signed_in(person: User, label: str, seen: int, expires: int, revoked: int | None = NEVER) -> None:
    """A sign-in by its days from now: last seen, its end, and when it was revoked."""
    moments = [NOW + timedelta(days=days) for days in (seen, seen, expires)]
    names = dict(zip(("created_at", "last_seen_at", "expires_at"), moments, strict=True))
    ended = NOW + timedelta(days=revoked) if revoked is not None else None
    db.session.add(SignIn(token_hash=label, user_id=person.id, device=device_label(""), revoked_at=ended, **names))


def sign_ins() -> set[str]:
    return set(db.session.scalars(select(SignIn.token_hash)))


def test_a_sign_in_goes_thirty_days_after_its_end(app: Flask, cast: dict[str, User]) -> None:
    signed_in(cast["rosa"], "in use", seen=0, expires=90)
    signed_in(cast["rosa"], "expired long ago", seen=-121, expires=-31)
    signed_in(cast["rosa"], "expired lately", seen=-119, expires=-29)
    signed_in(cast["ravi"], "revoked long ago", seen=-40, expires=50, revoked=-31)
    signed_in(cast["ravi"], "revoked lately", seen=-40, expires=50, revoked=-29)
    sign_in.sweep(NOW)
    assert sign_ins() == {"in use", "expired lately", "revoked lately"}


def test_a_clock_that_jumps_years_ahead_signs_nobody_out_for_good(app: Flask, cast: dict[str, User]) -> None:
    """A site on which nobody was seen for a month has a wrong clock, or nothing worth sweeping."""
    signed_in(cast["rosa"], "hers", seen=0, expires=90)
    sign_in.sweep(NOW + timedelta(days=3650))
    assert sign_ins() == {"hers"}


def test_a_try_goes_after_two_days(app: Flask) -> None:
    for hours in (1, 47, 49, 2000):
        begin_try("code", f"after{hours}@demo.example", "203.0.113.9", False, NOW - timedelta(hours=hours))
    sign_in_try.sweep(NOW)
    assert set(db.session.scalars(select(SignInTry.email))) == {"after1@demo.example", "after47@demo.example"}


@pytest.mark.parametrize(
    ("days", "sent", "tries", "stays"),
    [
        (29, True, 1, True),
        (31, True, 1, False),
        (31, False, mail.MOST_TRIES, False),  # given up; its text may hold a link
        (29, False, mail.MOST_TRIES, True),
        (31, False, 1, True),  # still to be sent: nobody did the jobs for a month
    ],
)
def test_a_mail_goes_thirty_days_after_it_was_sent_or_given_up(
    app: Flask, days: int, sent: bool, tries: int, stays: bool
) -> None:
    then = NOW - timedelta(days=days)
    one = mail.write("rosa@demo.example", "Hello", "Good morning", then)
    one.sent_at, one.tries = then if sent else None, tries
    mail.sweep(NOW)
    assert (db.session.scalar(select(Mail.subject)) == "Hello") is stays


def test_the_job_sweeps_all_three_and_leaves_codes_and_the_audit(app: Flask, cast: dict[str, User]) -> None:
    long_ago = clock.now() - timedelta(days=400)
    signed_in(cast["rosa"], "over", seen=-400, expires=-310, revoked=-400)
    mail.write("rosa@demo.example", "Hello", "", long_ago).sent_at = long_ago
    begin_try("code", "rosa@demo.example", "203.0.113.9", False, long_ago)
    new_code("rosa@demo.example", "secret", long_ago)
    audit.note(None, "made an invitation", "invitation 1", "command line", long_ago)
    db.session.commit()
    jobs.sweep()
    db.session.rollback()  # what was not committed would be back
    counts = {table.__tablename__: db.session.query(table).count() for table in (SignIn, Mail, SignInTry)}
    assert set(counts.values()) == {0}, counts
    assert db.session.query(SignInCode).count() == 1
    assert len(audit.newest()) == 1
