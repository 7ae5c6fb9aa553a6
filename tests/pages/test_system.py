"""What holds for every page, whoever asks."""

import pytest
from sqlalchemy import text

from rapport.catalogue.publication import Publication
from rapport.database import db
from rapport.pages import system


@pytest.fixture
def with_csrf(app):
    app.config["WTF_CSRF_ENABLED"] = True


def test_the_process_says_that_it_lives_without_asking_the_database(client, statements):
    with statements() as seen:
        assert client.get("/healthz").json == {"status": "ok"}
    assert seen == []


def test_the_site_is_ready_once_there_are_lessons(client, monkeypatch):
    monkeypatch.setattr(system.schema, "is_current", lambda: True)
    assert client.get("/readyz").json == {"status": "ok"}
    db.session.query(Publication).delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["missing"] == ["library"]


def test_a_site_behind_its_migrations_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(system.schema, "head", lambda: "a-newer-one")
    assert client.get("/readyz").json == {"status": "not ready", "missing": ["migrations"]}


def test_every_answer_carries_the_security_headers(client, sign_in):
    for answer in (
        client.get("/sign-in"),
        sign_in("rosa").get("/"),
        client.get("/no-such-page"),
        client.get("/healthz"),
    ):
        assert answer.headers["Content-Security-Policy"] == system.CSP
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert len(answer.headers.getlist("X-Content-Type-Options")) == 1


def test_the_policy_allows_nothing_inline_and_nobody_else():
    assert "unsafe" not in system.CSP
    assert "http" not in system.CSP
    assert "default-src 'none'" in system.CSP


def test_https_is_kept_only_where_the_site_has_it(client):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_a_write_without_a_token_is_refused_and_says_what_to_do(with_csrf, sign_in):
    answer = sign_in("rosa").post("/sign-out")
    assert answer.status_code == 400
    assert "reload the page" in answer.text


def test_a_write_from_another_site_is_refused_even_without_asking_for_a_token(sign_in):
    rosa = sign_in("rosa")
    assert rosa.post("/sign-out", headers={"Origin": "https://evil.example"}).status_code == 403
    assert rosa.post("/sign-out", headers={"Origin": "null"}).status_code == 403
    assert rosa.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert rosa.post("/sign-out", headers={"Origin": "http://localhost"}).status_code == 303


def test_a_proxy_is_believed_only_when_there_is_one(client):
    answer = client.post("/sign-out", headers={"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/no-such-page", "/media/none/none.png", "/lessons/none/none", "/modules/none"])
def test_what_is_not_there_is_said_kindly_to_everybody(sign_in, path):
    for name in ("rosa", "mona", "tess", "ada", "otto"):
        answer = sign_in(name).get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text


def test_a_script_gets_its_refusal_as_json(client):
    answer = client.get("/no-such-page", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (
        404,
        {"error": "The page may have moved, or it is not one you can open.", "reason": "not-found"},
    )


def test_the_wrong_method_names_the_right_ones(client):
    answer = client.post("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_too_much_at_once_is_refused(client):
    answer = client.post("/sign-in", data={"email": "x" * (system.LARGEST_REQUEST + 1)})
    assert answer.status_code == 413


def test_the_test_site_is_as_new_for_each_test(app):
    assert db.session.execute(text("SELECT count(*) FROM users")).scalar_one() == 8
    db.session.execute(text("DELETE FROM memberships"))
    db.session.commit()


def test_and_the_test_after_it_sees_nothing_of_it(app):
    assert db.session.execute(text("SELECT count(*) FROM memberships")).scalar_one() == 6
