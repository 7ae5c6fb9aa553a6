"""A hand up: one at a time for each thing, until it is answered or taken down."""

from uuid import uuid4

import pytest
from support.lessons import make_lesson

from rapport import clock
from rapport.coaching import help
from rapport.database import db
from rapport.people.user import User

Cast = dict[str, User]


@pytest.fixture
def lesson_id(cast: Cast) -> int:
    return make_lesson("care").id


def up(cast: Cast, lesson_id: int, words: str = "", form: str = "", key: str = "", name: str = "rosa") -> str:
    form = form or str(uuid4())
    help.raise_hand(form, cast[name].id, lesson_id, key, words, clock.now())
    db.session.commit()
    db.session.expire_all()
    return form


def test_hands_are_counted_for_many_at_once(cast: Cast, lesson_id: int) -> None:
    up(cast, lesson_id), up(cast, lesson_id, key="calls"), up(cast, lesson_id, name="ravi")
    assert help.hands_up_of(person.id for person in cast.values()) == {cast["rosa"].id: 2, cast["ravi"].id: 1}


def test_a_hand_is_up_once_and_can_say_it_in_other_words(cast: Cast, lesson_id: int) -> None:
    form = up(cast, lesson_id, "How?")
    for words, again in (("How?", form), ("How and when?", form), ("", str(uuid4()))):
        up(cast, lesson_id, words, again)
    assert [(hand.id, hand.words) for hand in help.open_of(cast["rosa"].id)] == [(form, "How and when?")]


def test_taken_down_or_answered_it_is_down_and_a_form_sent_again_does_not_raise_it(cast: Cast, lesson_id: int) -> None:
    rosa, mona = cast["rosa"].id, cast["mona"].id
    form = up(cast, lesson_id, "How?")
    assert help.take_down(rosa, form, clock.now())
    assert not help.take_down(rosa, form, clock.now())
    assert not help.raise_hand(form, rosa, lesson_id, "", "How?", clock.now())
    another = up(cast, lesson_id, "And now?")
    assert help.answer(rosa, another, mona, clock.now())
    assert not help.answer(rosa, another, mona, clock.now())
    assert help.open_of(rosa) == []


def test_nobody_takes_another_ones_hand_down_or_speaks_with_its_id(cast: Cast, lesson_id: int) -> None:
    form = up(cast, lesson_id, "How?")
    assert not help.take_down(cast["ravi"].id, form, clock.now())
    assert not help.raise_hand(form, cast["ravi"].id, lesson_id, "", "Mine.", clock.now())
    assert help.request_of(cast["ravi"].id, form) is None
    assert [hand.words for hand in help.open_of(cast["rosa"].id)] == ["How?"]
