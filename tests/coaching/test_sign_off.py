"""Sign-off: what waits, what a word is about, and what a correction or a double tap makes of it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from support.deeds import did
from support.lessons import change_lesson, exercise, make_lesson

from rapport import clock
from rapport.catalogue.lesson import Lesson
from rapport.catalogue.shelf import shelf
from rapport.coaching.sign_off import SENT_BACK, SIGNED, SignOff, Verdict, decide, waiting_of
from rapport.coaching.thread import said_openly, sign_off_state
from rapport.database import db
from rapport.learning.entry import entries_seen_of
from rapport.people.user import User

Cast = dict[str, User]


@pytest.fixture
def lesson(cast: Cast) -> Lesson:
    """One exercise that asks for sign-off, and one that does not."""
    return make_lesson("care", exercises=[exercise("calls", sign_off=True), exercise("visits")])


@pytest.fixture
def log(cast: Cast, lesson: Lesson) -> Callable[..., str]:
    """`log()` is an entry of Rosa's; `root` corrects one."""

    def entry(who: str = "K.", name: str = "rosa", key: str = "calls", **content: Any) -> str:
        return did(cast[name], "entry", "care", exercise=key, values={"who": who}, **content)

    return entry


def says(cast: Cast, result: str, *versions: str, form: str = "", comment: str = "") -> int:
    """Mona's word on entries of Rosa."""
    verdict = Verdict(form or str(uuid4()), cast["mona"].id, result, comment)
    holds = decide(verdict, cast["rosa"].id, versions, shelf(), clock.now()).holds
    db.session.commit()
    return holds


def state(cast: Cast) -> list[str]:
    said = said_openly(cast["rosa"].id)
    return [sign_off_state(shelf(), entry, said) for entry in entries_seen_of(cast["rosa"].id)]


def waits(cast: Cast) -> int:
    return waiting_of([cast["rosa"].id]).get(cast["rosa"].id, 0)


def test_only_entries_that_ask_for_it_wait_for_each_rep(cast: Cast, log: Callable[..., str]) -> None:
    log(), log(), log(key="visits"), log(name="ravi")
    assert waiting_of(person.id for person in cast.values()) == {cast["rosa"].id: 2, cast["ravi"].id: 1}


def test_signed_off_is_done_and_sent_back_waits_for_the_rep(cast: Cast, log: Callable[..., str]) -> None:
    first, second = log("A."), log("B.")
    assert says(cast, SIGNED, first) == 1
    assert says(cast, SENT_BACK, second, comment="Which promise?") == 1
    assert waits(cast) == 0
    assert state(cast) == [SENT_BACK, SIGNED]


@pytest.mark.parametrize("result", [SIGNED, SENT_BACK])
def test_a_correction_waits_again(cast: Cast, log: Callable[..., str], result: str) -> None:
    root = log()
    says(cast, result, root)
    newer = log("K. B.", root=root)
    assert (waits(cast), state(cast)) == (1, ["waiting"])
    assert says(cast, SIGNED, root) == 0, "it is about a version that does not stand any more"
    assert says(cast, SIGNED, newer) == 1
    assert (waits(cast), state(cast)) == (0, [SIGNED])


def test_a_manager_may_change_their_mind(cast: Cast, log: Callable[..., str]) -> None:
    root = log()
    for result in (SIGNED, SENT_BACK, SIGNED):
        says(cast, result, root)
    assert state(cast) == [SIGNED]
    assert db.session.query(SignOff).count() == 3


def test_a_form_sent_twice_says_it_once(cast: Cast, log: Callable[..., str]) -> None:
    entries, form = [log(), log()], str(uuid4())
    assert says(cast, SIGNED, *entries, form=form) == says(cast, SIGNED, *entries, form=form) == 2
    assert says(cast, SIGNED, *entries) == 2, "what another manager has signed off already is not signed twice"
    assert db.session.query(SignOff).count() == 2


def test_nobody_signs_off_what_is_not_asked_for_withdrawn_or_somebody_elses(
    cast: Cast, log: Callable[..., str]
) -> None:
    withdrawn = log()
    log(root=withdrawn, withdrawn=True)
    assert says(cast, SIGNED, log(key="visits"), withdrawn, log(name="ravi"), "no such entry") == 0
    assert db.session.query(SignOff).count() == 0


def test_only_who_was_told_waits_and_nobody_where_it_is_not_asked_any_more(cast: Cast) -> None:
    lesson = make_lesson("care", exercises=[exercise("calls")])
    before = did(cast["rosa"], "entry", "care", exercise="calls", values={"who": "Before"})
    change_lesson(lesson, exercises=[exercise("calls", sign_off=True)])
    assert waits(cast) == 0, "the rep did not know"
    did(cast["rosa"], "entry", "care", exercise="calls", values={"who": "After"})
    assert waits(cast) == 1
    did(cast["rosa"], "entry", "care", exercise="calls", values={"who": "Anew"}, root=before)
    assert waits(cast) == 2
    change_lesson(lesson, exercises=[exercise("calls")])
    assert waits(cast) == 0
