"""What is private stays private: in no page, no file and no row that a manager's request reads."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import event
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson
from support.place import Place

from rapport import clock
from rapport.catalogue.shelf import shelf
from rapport.coaching.note import write_note
from rapport.coaching.reply import reply
from rapport.database import db
from rapport.learning.entry import Entry, entries_of, entries_seen_of
from rapport.learning.reflection import Reflection, reflections_of, shared_of
from rapport.people.user import User
from rapport.progress.card import card_of

LEADERS = ("mona", "viktor", "petra")
SECRET = "keep-this-to-yourself"
SHOWN = "anybody-who-leads-may-read-this"


def thought(rosa: User, *versions: dict[str, Any]) -> None:
    """A reflection of Rosa's and what became of it."""
    root = did(rosa, "reflection", "secret", **versions[0])
    for version in versions[1:]:
        did(rosa, "reflection", "secret", root=root, **version)


def logged(rosa: User, *versions: str | None) -> None:
    """An entry of Rosa's and its corrections; None withdraws it."""
    root = did(rosa, "entry", "secret", exercise="calls", values={"who": versions[0]})
    for words in versions[1:]:
        content: dict[str, Any] = {"withdrawn": True} if words is None else {"values": {"who": words}}
        did(rosa, "entry", "secret", exercise="calls", root=root, **content)


@pytest.fixture
def planted(place: Place, cast: dict[str, User]) -> Place:
    """A secret in everything that Rosa keeps to herself, or kept to herself after all."""
    rosa = cast["rosa"]
    make_lesson("secret", exercises=[exercise("calls", sign_off=True, shared=True)], reflection=REFLECTION, plan=PLAN)
    thought(rosa, {"text": f"Never shared: {SECRET}"})
    thought(rosa, {"text": f"Shared once: {SECRET}", "shared": True}, {"text": f"Shared once: {SECRET}"})
    thought(rosa, {"text": f"First: {SECRET}"}, {"text": SHOWN, "shared": True})
    thought(rosa, {"text": f"Gone: {SECRET}", "shared": True}, {"withdrawn": True})
    logged(rosa, f"Withdrawn: {SECRET}", None)
    logged(rosa, f"Corrected: {SECRET}", SHOWN)
    for name in LEADERS:
        write_note(str(uuid4()), cast[name].id, rosa.id, f"Of {name}: {SECRET}-{name}", clock.now())
    private = next(item for item in reflections_of(rosa.id) if not item.shared)
    reply(
        str(uuid4()), cast["viktor"].id, rosa.id, "reflection", private.root_id, f"To it: {SECRET}-viktor", clock.now()
    )
    db.session.commit()
    return place


def addresses(app: Flask, place: Place) -> list[str]:
    """Every address that can be opened, as it stands for Rosa and her team; tables in both kinds of file."""
    rules = sorted({rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())})
    found = []
    for rule in rules:
        if not rule.startswith("/static/"):
            for lesson in ("whole", "secret"):
                for ending in ("xlsx", "csv"):
                    place.ids |= {"lesson": lesson, "ending": ending}
                    found.append(place.path(rule))
    return sorted(set(found))


def words_of(answer: Any) -> str:
    """All that an answer holds: a spreadsheet is unpacked."""
    data: bytes = answer.data
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@contextmanager
def rows_read() -> Iterator[list[str]]:
    """Every row that SQLite hands out while this lasts. Other databases' drivers cannot be watched so simply."""
    seen: list[str] = []
    if db.engine.dialect.name != "sqlite":
        yield seen
        return

    def keep(_cursor: Any, row: Any) -> Any:
        seen.append(repr(row))
        return row

    def watch(connection: Any, *_rest: Any) -> None:
        connection.row_factory = keep

    def leave(connection: Any, *_rest: Any) -> None:
        connection.row_factory = None

    event.listen(db.engine, "checkout", watch)
    event.listen(db.engine, "checkin", leave)
    try:
        yield seen
    finally:
        event.remove(db.engine, "checkout", watch)
        event.remove(db.engine, "checkin", leave)


@pytest.mark.parametrize("name", LEADERS)
def test_no_page_no_file_and_no_row_tells_a_manager(app: Flask, planted: Place, name: str) -> None:
    told, opened, looked = "", 0, 0
    for path in addresses(app, planted):
        with rows_read() as read:
            answer = planted.people[name].get(path)
        found = words_of(answer).replace(f"{SECRET}-{name}", "one's own note")
        rows = "".join(read).replace(f"{SECRET}-{name}", "one's own note")
        assert SECRET not in found, f"{path} tells {name}"
        assert SECRET not in rows, f"{path} reads for {name} what they may not see"
        told += found
        opened += answer.status_code == 200
        looked += len(read)
    assert opened > 20
    assert looked > 100 or db.engine.dialect.name != "sqlite"
    assert (SHOWN in told) == (name != "petra"), "what is shared is there, for those who lead Rosa"


def test_the_rep_finds_it_all_in_their_own_file(planted: Place) -> None:
    data = planted.people["rosa"].get("/me/data.json").text
    assert data.count(SECRET) >= 9, "the notes about her included"


VERSIONS = some.lists(some.tuples(some.booleans(), some.booleans()), min_size=1, max_size=4)


@given(lines=some.lists(VERSIONS, max_size=4))
def test_the_database_hands_out_what_stands_and_is_shared_and_nothing_else(
    app: Flask, cast: dict[str, User], lines: list[list[tuple[bool, bool]]]
) -> None:
    rosa = cast["rosa"]
    lesson = _lesson()
    for line in lines:
        _write(rosa, lesson, line)
    db.session.flush()
    shared = [item.text for item in reflections_of(rosa.id) if item.shared]
    assert [item.text for item in shared_of(rosa.id)] == shared
    assert [item.id for item in entries_seen_of(rosa.id)] == [item.id for item in entries_of(rosa.id)]
    card = repr(card_of(rosa, clock.today("UTC")))
    assert all((item.text in card) == item.shared for item in reflections_of(rosa.id))
    db.session.rollback()


def _lesson() -> Any:
    return shelf().by_key.get("secret") or make_lesson("secret", exercises=[exercise("calls")], reflection=REFLECTION)


def _write(rosa: User, lesson: Any, line: list[tuple[bool, bool]]) -> None:
    """Rows as facts make them: each version says whether it is shared, and whether it withdraws."""
    root = str(uuid4())
    for place, (shared, withdrawn) in enumerate(line):
        now = clock.now()
        common = {
            "id": root if not place else str(uuid4()),
            "rep_id": rosa.id,
            "lesson_id": lesson.id,
            "fingerprint": lesson.fingerprint,
            "at": now,
            "received_at": now,
            "day": now.date(),
            "root_id": root,
            "withdrawn": bool(place) and withdrawn,
        }
        db.session.add(Reflection(**common, text=f"thought-{uuid4()}", shared=shared))
        db.session.add(Entry(**common | {"exercise_key": "calls", "values": []}))
