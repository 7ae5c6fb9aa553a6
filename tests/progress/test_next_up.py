"""Which lesson comes next: what is asked of Rosa by its day, then what she chose, then the library's order."""

from datetime import timedelta

import pytest
from support.deeds import asked, did, yesterday
from support.lessons import exercise, make_lesson, quiz

from rapport import clock
from rapport.assignments.due import Owed, owed_by
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.people.user import User
from rapport.progress.next_up import NextUp, next_owed, next_up, refreshed
from rapport.progress.of_rep import progress_of

Cast = dict[str, User]


def up(rosa: User, *chosen: str) -> NextUp | None:
    modules = [module.id for key in chosen if (module := shelf().module(key))]
    found = next_up(shelf(), progress_of(rosa.id), owed_by(rosa.id, clock.today("UTC")), modules)
    db.session.rollback()
    return found


def key(found: NextUp | None) -> str:
    return found.lesson.key if found else ""


def test_without_anything_asked_it_is_the_library_in_its_order(cast: Cast) -> None:
    assert key(up(cast["rosa"])) == shelf().lessons[0].key


def test_the_nearest_day_then_the_choice_then_the_library(cast: Cast) -> None:
    for name in ("one", "two", "three"):
        make_lesson(name, module=name)
    asked(cast["mona"], "one", days=20)
    asked(cast["mona"], "two", days=10)
    assert key(up(cast["rosa"], "three")) == "two"
    did(cast["rosa"], "completion", "two", yesterday())
    assert key(up(cast["rosa"], "three")) == "one"
    did(cast["rosa"], "completion", "one", yesterday())
    found = up(cast["rosa"], "three")
    assert (key(found), found and found.chosen, found and found.owed) == ("three", True, None)
    did(cast["rosa"], "completion", "three", yesterday())
    assert key(up(cast["rosa"], "three")) == shelf().lessons[0].key


def test_a_begun_lesson_of_what_is_asked_goes_on(cast: Cast) -> None:
    make_lesson("first", module="asked")
    make_lesson("second", module="asked", quiz=quiz())
    did(cast["rosa"], "completion", "second", yesterday())
    asked(cast["mona"], "asked")
    assert key(up(cast["rosa"])) == "second"


def test_what_is_left_with_customers_does_not_hold_up_the_next(cast: Cast) -> None:
    make_lesson("calls", module="asked", exercises=[exercise("ring", goal=10)])
    make_lesson("after", module="after")
    asked(cast["mona"], "asked", days=5)
    asked(cast["mona"], "after", days=20)
    assert key(up(cast["rosa"])) == "calls"
    did(cast["rosa"], "completion", "calls", yesterday())
    assert key(up(cast["rosa"])) == "after"


@pytest.mark.parametrize(("exam", "left"), [(False, "one"), (True, "two")])
def test_in_a_new_round_a_lesson_is_read_and_its_quiz_passed_again_but_no_exam(
    cast: Cast, exam: bool, left: str
) -> None:
    rosa, begin = cast["rosa"], clock.now() - timedelta(days=30)
    module = make_lesson("one", module="again", quiz=quiz(exam=exam)).module_id
    make_lesson("two", module="again")
    right = [{"question": name, "response": "yes"} for name in ("q1", "q2")]
    for lesson in ("one", "two"):
        did(rosa, "completion", lesson, begin - timedelta(days=300))
    did(rosa, "attempt", "one", begin - timedelta(days=300), answers=right)
    owed = Owed("module", module, clock.today("UTC"), 2, begin, None, (1,))

    def state() -> tuple[str, tuple[int, int]]:
        progress = progress_of(rosa.id)
        found = next_owed(owed, shelf(), progress), refreshed(owed, shelf(), progress)
        db.session.rollback()
        return found[0].key if found[0] else "", found[1]

    assert state() == ("one", (0, 2))
    did(rosa, "completion", "one")
    assert state() == (left, (int(exam), 2))
    if not exam:
        did(rosa, "attempt", "one", answers=right)
    assert state() == ("two", (1, 2))
    did(rosa, "completion", "two")
    assert state() == ("", (2, 2))
