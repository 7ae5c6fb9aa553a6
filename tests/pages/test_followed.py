"""Whatever a page changes in people, teams or assignments, what managers see follows at once: nothing is left for the
nightly job to mend."""

from pages.test_access import POSTS
from support.place import Place

from rapport import clock
from rapport.database import db
from rapport.progress import roster


def left_to_mend() -> int:
    mended = sum(roster.reconcile(clock.now()))
    db.session.commit()
    return mended


def test_nothing_is_left_to_mend(place: Place) -> None:
    left_to_mend()
    for route in POSTS:
        rule = route.removeprefix("POST ")
        for name in ("ada", "mona", "viktor", "rosa"):
            if rule == "/sync" or "/sign-" in rule:
                continue
            place.people[name].post(place.path(rule), data=place.form(rule))
            assert left_to_mend() == 0, f"after {name} has sent {rule}"
