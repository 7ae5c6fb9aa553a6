"""What a hostile or broken program sends: never a 500, nothing stored that was refused, nothing run that was typed."""

import json
import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from support.deeds import did
from support.place import ENTRY, LESSON, Place, rows

from rapport.database import db
from rapport.people.team import Team
from rapport.people.user import User

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</title>"
FIELDS = [
    "fact_id",
    "fingerprint",
    "root",
    "seen",
    "version",
    "place",
    "field.asks",
    "text",
    "shared",
    "when",
    "when_own",
    "then",
    "then_own",
    "ask_on",
    "about",
    "subject",
    "field",
    "result",
    "note",
    "until",
    "next",
    "in_days",
    "back",
    "response",
    "state",
    "question",
    "round",
    "sure",
    "again",
    "email",
    "password",
    "current",
    "code",
    "name",
    "working_days",
    "zone",
    "modules",
    "lesson",
    "people",
    "person",
    "find",
    "due_on",
    "form_id",
    "first_day",
    "last_day",
    "role",
    "team",
    "days",
    "uses",
    "file",
    "others_left",
    "picture",
    "leaving",
    "token",
    "next",
    "way",
    "title",
    "goal",
    "limits",
    "limit_per_rep",
    "why",
    "learn",
    "starts_on",
    "ends_on",
    "to_keep",
    "to_change",
    "give",
    "take_back",
    "only",
    "page",
    "exercise",
    "field.who",
    "field.promise",
    "field.by",
]
BAD = {
    "empty": "",
    "blank": " \t ",
    "emoji": "🤝" * 3,
    "right to left": "\u202eمرحبا\u202c",
    "zero": "\x00",
    "controls": "a\x00\x07\x1b[31m\r\nb",
    "a surrogate's bytes": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe",
    "long": "x" * 6_000,
    "huge number": "9" * 5000,
    "odd number": "-1e999",
    "odd day": "99999-99-99",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "deep JSON": "[" * 1100,
    "SQL": "'; DROP TABLE users; --",
    "markup": EVIL,
}
ODD_BODIES = {
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "JSON": (b'{"text": "hi"}', "application/json"),
    "no UTF-8 JSON": (b'"\xff"', "application/json"),
    "a broken upload": (b"--x\r\nContent-Disposition", "multipart/form-data; boundary=x"),
    "an upload without a boundary": (b"text=hi", "multipart/form-data"),
    "a file where words belong": (
        b'--x\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\nhi\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "too many fields": (b"&".join(b"a%d=1" % number for number in range(3000)), "application/x-www-form-urlencoded"),
    "an unknown kind": (b"\x00\x01", "x/y; charset=\xff"),
}


def writes(app: Flask) -> list[str]:
    """Every address that takes a form."""
    return sorted(str(rule) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()))


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_words_in_every_field_of_every_form(app: Flask, place: Place, bad: Any) -> None:
    form = dict.fromkeys(FIELDS, bad)
    for rule in writes(app):
        for name in ("nobody", "rosa", "mona", "ada"):
            before = rows()
            answer = place.people[name].post(place.path(rule), data=form)
            assert answer.status_code < 500, f"{rule} for {name}"
            if answer.status_code >= 400:
                assert rows() == before, f"{rule} for {name}"
            assert "<script>alert" not in answer.text


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_words_where_the_rest_is_right(app: Flask, place: Place, bad: Any) -> None:
    """One field at a time, so that the others do not hide it."""
    for rule in writes(app):
        good = place.form(rule)
        for field in good:
            answer = place.people[place.whose(rule)].post(place.path(rule), data={**place.form(rule), field: bad})
            assert answer.status_code < 500, f"{rule}: {field}"


@pytest.mark.parametrize("odd", ODD_BODIES.values(), ids=ODD_BODIES)
def test_bodies_that_are_no_form(app: Flask, place: Place, odd: tuple[bytes, str]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for rule in writes(app):
        answer = place.people["rosa"].post(place.path(rule), data=odd[0], content_type=odd[1])
        assert 400 <= answer.status_code < 500, rule


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"null", 400),
        (b"[]", 400),
        (b'{"facts": {}}', 400),
        (b'{"facts": null}', 400),
        (b"\xff\xfe{}", 400),
        (b'{"facts": [' + b"[" * 100_000, 400),
        (b'{"facts": [1' + b"0" * 5000 + b"]}", 400),
        (json.dumps({"facts": [{"id": "\ud800", "kind": "\x00", "at": ["x"], "lesson": {}}]}).encode(), 200),
        (json.dumps({"facts": [None, 1, "x", [], [[]], {"id": 10**300}, {"kind": []}]}).encode(), 200),
        (json.dumps({"facts": [{}] * 501}).encode(), 413),
        (b" " * (4 * 1024 * 1024 + 1), 413),
    ],
    ids=lambda value: str(value[:20]) if isinstance(value, bytes) else value,
)
def test_sync_takes_in_nothing_of_nonsense(place: Place, body: bytes, status: int) -> None:
    before = rows()
    answer = place.people["rosa"].post("/sync", data=body, content_type="application/json")
    assert answer.status_code == status
    assert {result["status"] for result in answer.json.get("results", [])} <= {"refused"}
    assert rows() == before


@pytest.mark.parametrize("origin", ["http://[", "http://[::", "http://a:b:c", "//", "localhost", "\xff", "http://"])
def test_an_origin_that_is_none(place: Place, origin: str) -> None:
    assert place.people["rosa"].post("/sign-out", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("query", [b"x=\xff\xfe", b"x=%ff%00", b"saved=%0d%0aX:y", b"again=%ed%a0%80", b"=&&=;%"])
def test_odd_queries(place: Place, query: bytes) -> None:
    raw = query.decode("latin1")  # as a server hands it on
    for path in ("/me", "/sign-in", "/lessons/made/whole/quiz", "/lessons/made/whole/exercises/calls", "/field"):
        for name in ("nobody", "rosa"):
            answer = place.people[name].get(path, environ_overrides={"QUERY_STRING": raw})
            assert answer.status_code in ((200, 303, 404) if query.isascii() else (400,))


@pytest.mark.parametrize("name", ["%00", "%ED%A0%80", "%ff", "..%2f..", "x" * 5000, "%0d%0aX:y", "{{7*7}}", "%2e%2e"])
def test_odd_names_in_addresses(app: Flask, place: Place, name: str) -> None:
    place.ids = dict.fromkeys(place.ids, name)
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = place.people["ada"].open(place.path(str(rule)), method=method)
            assert answer.status_code < 500, rule


def test_what_people_type_is_only_ever_shown(app: Flask, place: Place, cast: dict[str, User]) -> None:
    rosa = place.people["rosa"]
    rosa.post(place.path(f"{LESSON}/reflection"), data={"text": EVIL, "shared": "yes"})
    rosa.post(
        place.path(f"{LESSON}/exercises/<key>"),
        data={"field.who": EVIL, "field.promise": EVIL, "field.by": "2190-01-01"},
    )
    rosa.post(place.path(ENTRY), data={"field.who": EVIL, "field.by": "2190-01-01"})
    rosa.post(place.path(f"{LESSON}/plan"), data={"when_own": EVIL, "then_own": EVIL, "ask_on": "2190-01-01"})
    did(cast["rosa"], "outcome", "", about="plan", subject=place.plan_id, result="not done", note=EVIL)
    db.session.execute(update(User).values(name=EVIL))
    db.session.execute(update(Team).where(Team.name == "North").values(name=EVIL))
    db.session.commit()
    found = set()
    for rule in [
        str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and "media" not in str(rule)
    ]:
        for name in ("rosa", "mona", "ada"):
            answer = place.people[name].get(place.path(rule))
            if answer.mimetype == "text/html":
                found |= {rule} if "&lt;script&gt;" in answer.text else set()
                assert not re.search(
                    r"<script>|<img src=x|onerror=alert\(1\)>(?!\{)", answer.text.replace("&gt;", "")
                ), rule
    assert {"/me", "/me/manager-view", "/field", "/admin/people", f"{LESSON}/plan", ENTRY} <= found


def test_a_typed_answer_is_only_ever_shown(place: Place) -> None:
    page = place.people["rosa"].post(
        "/lessons/keeping/first-call/quiz", data={"state": EVIL, "question": EVIL, "response": EVIL, "fact_id": EVIL}
    )
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_ones_own_data_is_a_file_and_no_page(place: Place, cast: dict[str, User]) -> None:
    did(cast["rosa"], "reflection", "whole", text=EVIL)
    answer = place.people["rosa"].get("/me/data.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert EVIL in [item["text"] for item in answer.json["reflections"]]
    assert "Ravi" not in answer.text


def test_nobody_elses_words_come_through_a_fact_of_ones_own(place: Place, cast: dict[str, User]) -> None:
    """Ravi names Rosa's ids in facts of his: as if they were not there, and hers stay as they are."""
    entry, thought = place.ids["entry_id"], place.ids["reflection_id"]
    at, lesson = "2026-02-01T10:00:00Z", "whole"
    facts = [
        {"kind": "entry", "root": entry, "exercise": "calls", "values": {"who": "R."}},
        {"kind": "entry", "root": entry, "withdrawn": True},
        {"kind": "reflection", "root": thought, "text": "Mine."},
        {"kind": "plan", "root": place.plan_id, "withdrawn": True},
        {"kind": "attempt", "retry_of": place.ids["attempt_id"], "answers": [{"question": "q1", "response": "yes"}]},
        {"kind": "outcome", "about": "plan", "subject": place.plan_id, "result": "done"},
        {"kind": "outcome", "about": "entry", "subject": entry, "field": "by", "result": "done"},
    ]
    facts = [{"id": str(uuid4()), "at": at, "lesson": lesson, **fact} for fact in facts]
    facts.append({"id": thought, "kind": "reflection", "at": at, "lesson": lesson, "text": "Mine."})
    before = rows()
    results = place.people["ravi"].post("/sync", json={"facts": facts}).json["results"]
    assert [result["status"] for result in results] == ["refused"] * len(facts)
    assert "Hers." not in json.dumps(results)
    assert rows() == before


def test_a_name_makes_no_header_of_a_letter(client: FlaskClient, place: Place) -> None:
    name = "Sam\r\nBcc: everybody@else.example"
    client.post(place.path("/join/<token>"), data={"name": name, "email": "sam@else.example"})
    client.post("/sign-in", data={"email": "sam@else.example\r\nBcc: everybody@else.example"})
    letters = db.session.execute(select(db.metadata.tables["outgoing_mail"])).mappings().all()
    assert [letter["to"] for letter in letters] == ["sam@else.example"]
    assert not any("\n" in letter["subject"] or "Bcc" in letter["text"] for letter in letters)


def test_a_batch_arrives_whole_before_the_database_is_asked(place: Place, statements: Any) -> None:
    """A phone that stalls while it sends must not hold the only turn to write."""
    asked: list[int] = []

    class Stalling(BytesIO):
        def readinto(self, buffer: Any) -> int:
            asked.append(len(seen))
            return super().readinto(buffer)

    body = b'{"facts": []}'
    with statements() as seen:
        answer = place.people["rosa"].post(
            "/sync", input_stream=Stalling(body), content_length=len(body), content_type="application/json"
        )
    assert answer.status_code == 200
    assert asked
    assert not any(asked)


@pytest.mark.parametrize("path", ["/sign-in", "/sync"])
def test_what_is_too_much_is_let_arrive_so_that_the_answer_is_seen(place: Place, path: str) -> None:
    """A browser that is cut off while it sends shows its own error, not ours."""
    body = BytesIO(b"x" * (5 * 1024 * 1024))
    answer = place.people["rosa"].post(
        path, input_stream=body, content_length=5 * 1024 * 1024, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert "That is too much at once" in answer.text
    assert body.read() == b""
