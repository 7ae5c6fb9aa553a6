"""The same form twice: one effect, and twice the same answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from support.place import ASSIGNMENT, CAMPAIGN, CARD, LESSON, Place, rows

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
    f"{LESSON}/help",
    f"{LESSON}/help/removal",
    f"{LESSON}/exercises/<key>/help",
    "/from-manager/seen",
    f"{CARD}/sign-off",
    f"{CARD}/entries/<uuid:entry_id>/sign-off",
    f"{CARD}/entries/<uuid:entry_id>/replies",
    f"{CARD}/reflections/<uuid:shared_id>/replies",
    f"{CARD}/help/<uuid:request_id>/answer",
    f"{CARD}/notes",
    f"{CARD}/notes/<uuid:note_id>/removal",
    f"{CARD}/ride-along/<lesson>/<key>",
    f"{CARD}/observations/<uuid:observation_id>/correction",
    f"{CARD}/observations/<uuid:observation_id>/withdrawal",
    "/observations/<uuid:observation_id>",
    "/assignments/new",
    "/assignments/undo",
    f"{ASSIGNMENT}/due",
    f"{ASSIGNMENT}/extension",
    f"{ASSIGNMENT}/withdrawal",
    f"{ASSIGNMENT}/return",
    "/modules/<module>/choice",
    "/modules/<module>/choice/end",
    "/changes/seen",
    "/campaigns/new",
    f"{CAMPAIGN}/settling",
    f"{CAMPAIGN}/end",
    f"{CAMPAIGN}/conclusion",
    f"{CAMPAIGN}/notes/<uuid:root_id>/reactions",
    "/me/settings",
    "/me/leave",
    "/me/leave/<int:leave_id>/removal",
    "/welcome",
    "/join/<token>",
    "/admin/upload/<uuid:upload_id>/application",
    "/admin/invitations",
    "/admin/invitations/<int:invitation_id>/revocation",
    "/admin/people/<int:person_id>/about",
    "/admin/people/<int:person_id>/teams",
    "/admin/people/<int:person_id>/teams/<int:joined_id>/leading",
    "/admin/people/<int:person_id>/teams/<int:joined_id>/leaving",
    "/admin/people/<int:person_id>/leave",
    "/admin/people/<int:person_id>/leave/<int:away_id>/removal",
    "/admin/people/<int:person_id>/deactivation",
    "/admin/people/<int:person_id>/erasing",
    "/admin/teams",
    "/admin/teams/<int:team_id>/name",
    "/admin/teams/<int:team_id>/place",
    "/admin/teams/<int:team_id>/merging",
]


@pytest.mark.parametrize("rule", ONCE)
def test_a_double_tap(place: Place, rule: str) -> None:
    person, form = place.people[place.whose(rule)], place.form(rule)
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
