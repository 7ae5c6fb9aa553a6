"""The same form twice: one effect, and twice the same answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from support.place import LESSON, Place, rows

from rapport import clock

ONCE = [
    f"{LESSON}/completion",
    f"{LESSON}/exercises/<key>",
    f"{LESSON}/exercises/<key>/entries/<uuid:entry_id>",
    f"{LESSON}/exercises/<key>/entries/<uuid:entry_id>/withdrawal",
    f"{LESSON}/reflection",
    f"{LESSON}/reflection/<uuid:reflection_id>/sharing",
    f"{LESSON}/reflection/<uuid:reflection_id>/withdrawal",
    f"{LESSON}/plan",
    f"{LESSON}/plan/withdrawal",
    "/field/outcomes",
    "/me/settings",
    "/me/leave",
    "/me/leave/<int:leave_id>/removal",
    "/welcome",
    "/join/<token>",
    "/admin/invitations",
    "/admin/invitations/<int:invitation_id>/revocation",
    "/admin/people/<int:person_id>/deactivation",
]


@pytest.mark.parametrize("rule", ONCE)
def test_a_double_tap(place: Place, rule: str) -> None:
    person, form = place.people["ada" if "admin" in rule else "rosa"], place.form(rule)
    first = person.post(place.path(rule), data=form)
    after = rows()
    second = person.post(place.path(rule), data=form)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert rows() == after


def test_a_stranger_gets_no_answer_for_a_form_that_was_used(place: Place) -> None:
    for rule in (f"{LESSON}/plan/withdrawal", f"{LESSON}/reflection/<uuid:reflection_id>/withdrawal"):
        form = place.form(rule)
        assert place.people["rosa"].post(place.path(rule), data=form).status_code == 303
        assert place.people["ravi"].post(place.path(rule), data=form).status_code == 404


def test_the_same_invitation_may_be_made_again_a_little_later(place: Place) -> None:
    ada, form = place.people["ada"], {**place.form("/admin/invitations"), "fact_id": str(uuid4())}
    ada.post("/admin/invitations", data=form)
    with time_machine.travel(clock.now() + timedelta(seconds=15)):
        ada.post("/admin/invitations", data=form)
    assert rows()["invitations"] == 3
