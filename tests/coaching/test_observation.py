"""What was seen on a ride-along: kept once, corrected by its writer until it is countersigned, and then never again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select
from support.lessons import make_lesson, sheet

from rapport.catalogue.lesson import Lesson
from rapport.coaching.observation import (
    Observation,
    ObservationRefused,
    correct,
    countersign,
    line_of,
    observe,
    take_back,
)
from rapport.coaching.ride_along import ride_alongs_of, waiting_for
from rapport.coaching.sheet import COMMENT, Filled, Sheet, sheet_in
from rapport.database import db, writing
from rapport.learning.refusal import Refusal
from rapport.people.user import User

Cast = dict[str, User]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def quiet(app: Flask) -> Sheet:
    """The one sheet of the lesson "visits"."""
    found = sheet_in(make_lesson("visits", observations=[sheet()]), "quiet")
    assert found is not None
    return found


def filled(form_id: str = "", comment: str = "", **given: str) -> Filled:
    return Filled(form_id or str(uuid4()), given or {"asks": "yes"}, comment)


def kept(cast: Cast, quiet: Sheet, **given: str) -> str:
    """Mona rides along with Rosa at noon; the observation's id."""
    form = filled(**given)
    assert observe(cast["mona"].id, cast["rosa"].id, quiet, form, NOON)
    return form.id


def latest(cast: Cast, root: str) -> Observation:
    return line_of(cast["rosa"].id, root)[-1]


def test_a_sheet_is_kept_as_it_was_filled_in(cast: Cast, quiet: Sheet) -> None:
    root = kept(cast, quiet, asks="yes", welcome="4", next="Call on Friday.", comment=" You waited. ")
    found = latest(cast, root)
    assert (found.title, found.comment, found.countersigned_at) == ("Watch: quiet", "You waited.", None)
    assert [(item["label"], item["value"]) for item in found.values] == [
        ("Asks", "yes"),
        ("Waits", ""),
        ("Welcome", "4"),
        ("Next", "Call on Friday."),
        ("Words", ""),
    ]
    assert [item.get("of") for item in found.values] == [None, None, 5, None, None]


def test_a_double_tap_keeps_it_once(cast: Cast, quiet: Sheet) -> None:
    form = filled(asks="no")
    assert [observe(cast["mona"].id, cast["rosa"].id, quiet, form, NOON) for _ in range(3)] == [True, False, False]
    with pytest.raises(ObservationRefused, match="saved once before"):
        observe(cast["mona"].id, cast["rosa"].id, quiet, filled(form.id, asks="yes"), NOON)
    with pytest.raises(ObservationRefused, match="saved once before"):
        observe(cast["petra"].id, cast["ravi"].id, quiet, form, NOON)
    assert db.session.scalar(select(func.count()).select_from(Observation)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"asks": "perhaps"}, "asks"),
        ({"welcome": "6"}, "welcome"),
        ({"waits": "always"}, "waits"),
        ({"words": "x" * 5001}, "words"),
        ({"asks": " "}, ""),
        ({"asks": "yes", "comment": "x" * 2001}, COMMENT),
    ],
)
def test_what_is_no_answer_is_refused_at_its_line(cast: Cast, quiet: Sheet, given: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        observe(cast["mona"].id, cast["rosa"].id, quiet, filled(**given), NOON)
    assert refused.value.field == field
    assert ride_alongs_of(cast["rosa"].id) == []


def test_until_it_is_countersigned_it_can_be_corrected_and_every_version_is_kept(cast: Cast, quiet: Sheet) -> None:
    root = kept(cast, quiet, asks="no")
    assert correct(latest(cast, root), quiet, filled(asks="yes"), LATER)
    assert [item.values[0]["value"] for item in line_of(cast["rosa"].id, root)] == ["no", "yes"]
    (told,) = ride_alongs_of(cast["rosa"].id)
    assert (told.latest.values[0]["value"], told.by_name, told.since) == ("yes", "Mona Adler", NOON)


def test_a_correction_sent_twice_is_one(cast: Cast, quiet: Sheet) -> None:
    root = kept(cast, quiet)
    form = filled(asks="no")
    assert correct(latest(cast, root), quiet, form, LATER)
    countersign(cast["rosa"].id, root, form.id, "", LATER)
    assert not correct(latest(cast, root), quiet, form, LATER), "its second tap comes late, and finds it done"
    assert len(line_of(cast["rosa"].id, root)) == 2


def test_what_is_countersigned_stays_as_it_is(cast: Cast, quiet: Sheet) -> None:
    root = kept(cast, quiet)
    countersign(cast["rosa"].id, root, root, " It was a bad day. ", LATER)
    assert (latest(cast, root).countersigned_at, latest(cast, root).answer) == (LATER, "It was a bad day.")
    with pytest.raises(ObservationRefused, match="countersigned meanwhile"):
        correct(latest(cast, root), quiet, filled(asks="no"), LATER)
    with pytest.raises(ObservationRefused, match="countersigned meanwhile"):
        take_back(latest(cast, root), str(uuid4()), LATER)
    assert len(line_of(cast["rosa"].id, root)) == 1


def test_countersigning_twice_is_countersigning_once(cast: Cast, quiet: Sheet) -> None:
    root = kept(cast, quiet)
    countersign(cast["rosa"].id, root, root, "Fair.", NOON)
    countersign(cast["rosa"].id, root, root, "Fair.", LATER)
    countersign(cast["rosa"].id, root, root, "", LATER)
    assert latest(cast, root).countersigned_at == NOON
    with pytest.raises(ObservationRefused, match="already"):
        countersign(cast["rosa"].id, root, root, "Not fair.", LATER)
    assert latest(cast, root).answer == "Fair."


def test_only_what_was_read_is_countersigned(cast: Cast, quiet: Sheet) -> None:
    root = kept(cast, quiet, asks="yes")
    form = filled(asks="no")
    correct(latest(cast, root), quiet, form, LATER)
    with pytest.raises(ObservationRefused, match="changed since"):
        countersign(cast["rosa"].id, root, root, "", LATER)
    countersign(cast["rosa"].id, root, form.id, "", LATER)
    assert latest(cast, root).countersigned_at == LATER


def test_what_is_taken_back_is_gone_for_everybody(cast: Cast, quiet: Sheet) -> None:
    root, form = kept(cast, quiet), str(uuid4())
    assert [take_back(latest(cast, root), form, LATER) for _ in range(2)] == [True, False]
    assert (ride_alongs_of(cast["rosa"].id), waiting_for(cast["rosa"].id)) == ([], [])
    with pytest.raises(ObservationRefused, match="taken back"):
        countersign(cast["rosa"].id, root, root, "", LATER)
    with pytest.raises(ObservationRefused, match="taken back"):
        correct(latest(cast, root), quiet, filled(asks="no"), LATER)
    with pytest.raises(ObservationRefused, match="taken back"):
        take_back(latest(cast, root), str(uuid4()), LATER)


def test_what_waits_is_what_nobody_countersigned(cast: Cast, quiet: Sheet) -> None:
    first, second = kept(cast, quiet), kept(cast, quiet, asks="no")
    assert correct(latest(cast, first), quiet, filled(next="Call."), LATER)
    assert [item.root_id for item in waiting_for(cast["rosa"].id)] == [first, second]
    countersign(cast["rosa"].id, first, latest(cast, first).id, "", LATER)
    (left,) = waiting_for(cast["rosa"].id)
    assert (left.root_id, left.title, left.by_name) == (second, "Watch: quiet", "Mona Adler")
    assert waiting_for(cast["ravi"].id) == []


def test_it_stays_when_its_writer_is_gone(cast: Cast, quiet: Sheet) -> None:
    root = kept(cast, quiet)
    latest(cast, root).by_id = None
    db.session.flush()
    assert ride_alongs_of(cast["rosa"].id)[0].by_name == waiting_for(cast["rosa"].id)[0].by_name == "A manager"


def test_a_sheet_is_found_in_the_edition_that_had_it(app: Flask) -> None:
    lesson = make_lesson("visits", observations=[sheet(), sheet("other")])
    assert [item and item.key for item in (sheet_in(lesson, "other"), sheet_in(lesson, "none"))] == ["other", None]
    assert isinstance(lesson, Lesson)


def test_corrected_and_countersigned_at_once_one_of_the_two_comes_late(
    app: Flask, cast: Cast, quiet: Sheet, sign_in: Callable[[str], object]
) -> None:
    for _ in range(6):
        root = kept(cast, quiet)
        db.session.commit()
        start = Barrier(2)

        def sign(root: str = root, start: Barrier = start) -> str:
            with app.app_context(), writing():
                start.wait()
                return _outcome(lambda: countersign(cast["rosa"].id, root, root, "", LATER))

        def change(root: str = root, start: Barrier = start) -> str:
            with app.app_context(), writing():
                seen = line_of(cast["rosa"].id, root)[-1]
                db.session.rollback()
                start.wait()
                return _outcome(lambda: correct(seen, quiet, filled(asks="no"), LATER))

        with ThreadPoolExecutor(2) as pool:
            said = [item.result() for item in (pool.submit(sign), pool.submit(change))]
        db.session.rollback()
        signed = [item.countersigned_at is not None for item in line_of(cast["rosa"].id, root)]
        assert (said, signed) in ((["done", "late"], [True]), (["late", "done"], [False, False]))


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except ObservationRefused:
        db.session.rollback()
        return "late"
    db.session.commit()
    return "done"


@settings(max_examples=40)
@given(some.lists(some.sampled_from(["correct", "countersign", "countersign the first", "take back"]), max_size=7))
def test_whatever_happens_the_end_of_a_line_is_its_end(cast: Cast, quiet: Sheet, deeds: list[str]) -> None:
    """A slow, obvious model: a line is open until it is countersigned or taken back, and then nothing moves any more."""
    root = kept(cast, quiet)
    model, versions = "open", [root]
    for number, deed in enumerate(deeds, 1):
        at, form, now = versions[0 if deed.endswith("first") else -1], str(uuid4()), NOON + timedelta(hours=number)
        try:
            if deed == "correct":
                correct(latest(cast, root), quiet, filled(form, asks="no", comment=form), now)
                model, versions = "open", [*versions, form]
            elif deed == "take back":
                take_back(latest(cast, root), form, now)
                model, versions = "taken back", [*versions, form]
            else:
                countersign(cast["rosa"].id, root, at, "", now)
                model = "countersigned"
        except ObservationRefused:
            assert model != "open" or at != versions[-1], deed
    found = line_of(cast["rosa"].id, root)
    assert [item.id for item in found] == versions
    assert [item.countersigned_at is not None for item in found[:-1]] == [False] * (len(found) - 1)
    assert (found[-1].countersigned_at is not None, found[-1].withdrawn) == (
        model == "countersigned",
        model == "taken back",
    )
    db.session.rollback()
