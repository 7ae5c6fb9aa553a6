"""Jobs are done after the commit, once, and are found again when they were left behind."""

from datetime import UTC, datetime, timedelta

import pytest

from rapport import clock, jobs, mail
from rapport.database import db
from rapport.mail import Mail

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def done(monkeypatch):
    """What the job "note" was given, in order."""
    noted: list[str] = []
    monkeypatch.setitem(jobs.JOBS, "note", noted.append)
    return noted


@pytest.fixture
def delivered(monkeypatch):
    """The letters that reached the mail server."""
    letters: list[mail.Letter] = []
    monkeypatch.setattr(mail, "deliver", lambda letter, *_: letters.append(letter))
    return letters


def test_a_job_waits_for_the_commit_that_it_is_about(app, done):
    db.session.add(Mail(to="rosa@demo.example", subject="Hello", text="", created_at=clock.now()))
    db.session.flush()
    jobs.soon("note", "after")
    assert done == []
    db.session.commit()
    assert done == ["after"]
    db.session.commit()
    assert done == ["after"]


def test_a_job_is_forgotten_with_a_rollback(app, done):
    db.session.flush()
    mail.write("rosa@demo.example", "Hello", "", clock.now())
    jobs.soon("note", "never")
    db.session.rollback()
    db.session.commit()
    assert done == []


def test_without_a_transaction_a_job_is_handed_over_at_once(app, done):
    db.session.rollback()
    jobs.soon("note", "now")
    assert done == ["now"]


def test_an_unknown_job_is_a_mistake_said_at_once(app):
    with pytest.raises(LookupError, match="no job is called nonsense"):
        jobs.soon("nonsense")


def test_a_mail_is_delivered_once(app, delivered):
    letter = mail.write("rosa@demo.example", "Hello", "Good morning", clock.now())
    db.session.commit()
    jobs.send_mail(letter.id)
    jobs.send_mail(letter.id)
    assert [one.subject for one in delivered] == ["Hello"]
    assert db.session.get_one(Mail, letter.id).sent_at is not None


def test_a_mail_that_the_server_refuses_is_tried_again(app, monkeypatch):
    def refuse(*_):
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(mail, "deliver", refuse)
    letter = mail.write("rosa@demo.example", "Hello", "Good morning", clock.now())
    db.session.commit()
    with pytest.raises(ConnectionRefusedError):
        jobs.send_mail(letter.id)
    row = db.session.get_one(Mail, letter.id)
    assert (row.sent_at, row.taken_at, row.tries, row.error) == (None, None, 1, "nobody there")


def test_the_sweep_finds_what_a_crash_left_behind_and_leaves_the_rest(app, delivered):
    left_behind = mail.write("rosa@demo.example", "Left behind", "", LONG_AGO)
    left_behind.taken_at = clock.now() - timedelta(hours=1)
    mail.write("ravi@demo.example", "Just written", "", clock.now())
    db.session.commit()
    jobs.send_waiting_mails()
    assert [letter.subject for letter in delivered] == ["Left behind"]


def test_outside_the_tests_a_job_goes_into_the_queue_beside_the_database(app, tmp_path, done):
    app.config.update(TESTING=False, DATA_DIR=str(tmp_path))
    try:
        db.session.rollback()
        jobs.soon("note", "queued")
        assert done == []
        queue = jobs.queue(app)
        queue.execute(queue.dequeue())
        assert done == ["queued"]
    finally:
        app.extensions.pop("jobs")[0].storage.close()


def test_the_worker_looks_for_mail_every_minute_and_sweeps_every_hour(app, tmp_path):
    app.config.update(DATA_DIR=str(tmp_path))
    try:
        queue = jobs.queue(app)
        at = {minute: queue.read_periodic(datetime(2026, 3, 2, 9, minute)) for minute in range(60)}  # noqa: DTZ001
        names = {minute: sorted(task.name for task in tasks) for minute, tasks in at.items()}
        assert all("every_minute" in found for found in names.values())
        assert [minute for minute, found in names.items() if "every_hour" in found] == [17]
    finally:
        app.extensions.pop("jobs")[0].storage.close()
