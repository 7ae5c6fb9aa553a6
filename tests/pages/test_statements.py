"""Every page asks the database a fixed number of times, however much there is. A new page without a line here fails."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz

from rapport import clock
from rapport.database import db
from rapport.people.invitation import invitation_token, invite
from rapport.people.user import User

LESSON = "/lessons/<module>/<lesson>"
ENTRY = f"{LESSON}/exercises/<key>/entries/<uuid:entry_id>"
# Who opens the page, and how many statements it takes once the shelf is read.
PAGES = {
    "/": ("rosa", 7),
    "/library": ("rosa", 2),
    "/modules/<module>": ("rosa", 3),
    LESSON: ("rosa", 2),
    f"{LESSON}/quiz": ("rosa", 2),
    f"{LESSON}/quiz/<attempt_id>": ("rosa", 4),
    f"{LESSON}/exercises/<key>": ("rosa", 3),
    ENTRY: ("rosa", 2),
    f"{LESSON}/reflection": ("rosa", 3),
    f"{LESSON}/plan": ("rosa", 5),
    "/field": ("rosa", 6),
    "/me": ("rosa", 9),
    "/me/manager-view": ("rosa", 8),
    "/me/data.json": ("rosa", 21),
    "/me/settings": ("rosa", 2),
    "/media/<module>/<name>": ("rosa", 1),
    "/sync/token": ("rosa", 1),
    "/sync/bundle": ("rosa", 3),
    "/team": ("mona", 1),
    "/admin/people": ("ada", 6),
    "/admin/invitations/<int:invitation_id>": ("ada", 4),
    "/sign-in": (None, 1),
    "/join/<token>": (None, 2),
}
# These send on, or are for machines, or are open for one visit only.
ASIDE = {"/sign-in/code", "/welcome", "/set-up", "/healthz", "/readyz"}


@pytest.fixture
def place(app: Flask, cast: dict[str, User]) -> dict[str, Any]:
    """Rosa's one lesson with every step, and one invitation of Ada's."""
    make_lesson("whole", exercises=[exercise("calls", goal=100)], reflection=REFLECTION, plan=PLAN, quiz=quiz())
    ids: dict[str, Any] = {"module": "made", "lesson": "whole", "key": "calls", "name": "silence.svg"} | live(
        cast["rosa"], 1
    )
    link = invite("rep", None, 5, 100, cast["ada"].id, clock.now())
    ids |= {"invitation_id": link.id, "token": invitation_token(link, app.config["SECRET_KEY"])}
    db.session.commit()
    return ids


def live(rosa: User, times: int) -> dict[str, str]:
    """Rosa does everything so many times; the ids of what she did last."""
    ids = {}
    for number in range(times):
        did(rosa, "completion", "whole")
        ids["attempt_id"] = did(rosa, "attempt", "whole", answers=[{"question": "q1", "response": "no"}])
        values = {"who": f"K. {number}", "promise": "Call.", "by": "2026-01-02"}
        ids["entry_id"] = did(rosa, "entry", "whole", exercise="calls", values=values)
        did(rosa, "reflection", "whole", text="A thought.", shared=True)
        did(rosa, "plan", "whole", when="I park", then="I call", ask_on="2026-01-01")
    return ids


def crowd(number: int) -> None:
    people = [
        User(email=f"p{one}@demo.example", name=f"P {one}", created_at=clock.now(), welcomed_at=clock.now())
        for one in range(number)
    ]
    db.session.add_all(people)
    db.session.commit()


def test_every_page_has_its_line(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {rule for rule in rules if not rule.startswith("/static/")} == {*PAGES, *ASIDE}


@pytest.mark.parametrize("rule", PAGES)
def test_a_page_takes_as_many_statements_for_much_as_for_little(
    app: Flask,
    cast: dict[str, User],
    sign_in: Callable[[str], FlaskClient],
    place: dict[str, Any],
    statements: Any,
    rule: str,
) -> None:
    name, expected = PAGES[rule]
    browser = sign_in(name) if name else app.test_client()
    path = address(rule, place)
    assert browser.get(path).status_code == 200
    with statements() as little:
        browser.get(path)
    live(cast["rosa"], 6)
    crowd(12)
    browser.get(path)
    with statements() as much:
        browser.get(path)
    assert len(little) == len(much) == expected, "\n\n".join(much)


def test_a_team_wall_takes_four_more(
    cast: dict[str, User], sign_in: Callable[[str], FlaskClient], statements: Any
) -> None:
    make_lesson("whole", exercises=[exercise("calls", shared=True)])
    browser, path = sign_in("rosa"), "/lessons/made/whole/exercises/calls"
    values = {"who": "K.", "promise": "Call."}
    did(cast["mona"], "entry", "whole", exercise="calls", values=values)
    browser.get(path)
    with statements() as little:
        browser.get(path)
    for name in ("rosa", "mona") * 30:
        did(cast[name], "entry", "whole", exercise="calls", values=values)
    with statements() as much:
        browser.get(path)
    assert len(little) == len(much) == PAGES[f"{LESSON}/exercises/<key>"][1] + 4, "\n\n".join(much)


def address(rule: str, ids: dict[str, Any]) -> str:
    """The rule with Rosa's things in it."""
    if rule.startswith("/media/"):
        ids = ids | {"module": "keeping"}
    for name, value in ids.items():
        for bracket in (f"<{name}>", f"<uuid:{name}>", f"<int:{name}>"):
            rule = rule.replace(bracket, str(value))
    return rule
