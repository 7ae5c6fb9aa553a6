"""Every page asks the database a fixed number of times, however much there is. A new page without a line here fails."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from support.campaigns import asked as requested
from support.campaigns import begun, make_wall
from support.deeds import asked, coached, did, rode_along
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz, sheet
from support.people_files import uploaded

from rapport import clock
from rapport.assignments.reaction import give
from rapport.database import db
from rapport.people.invitation import invitation_token, invite
from rapport.people.team import Team, add_member, teams_of
from rapport.people.user import User
from rapport.progress import roster

LESSON = "/lessons/<module>/<lesson>"
CARD = "/team/people/<int:rep_id>"
FILE = "<any(xlsx,csv):ending>"
ENTRY = f"{LESSON}/exercises/<key>/entries/<uuid:entry_id>"
# Who opens the page, and how many statements it takes once the shelf is read.
PAGES = {
    "/": ("rosa", 13),
    "/library": ("rosa", 4),
    "/modules/<module>": ("rosa", 5),
    LESSON: ("rosa", 2),
    f"{LESSON}/quiz": ("rosa", 2),
    f"{LESSON}/quiz/<attempt_id>": ("rosa", 4),
    f"{LESSON}/exercises/<key>": ("rosa", 4),
    ENTRY: ("rosa", 3),
    f"{LESSON}/reflection": ("rosa", 4),
    f"{LESSON}/plan": ("rosa", 5),
    f"{LESSON}/help": ("rosa", 4),
    f"{LESSON}/exercises/<key>/help": ("rosa", 4),
    "/field": ("rosa", 6),
    "/me": ("rosa", 9),
    "/me/manager-view": ("rosa", 13),
    "/me/data.json": ("rosa", 39),
    "/me/settings": ("rosa", 2),
    "/media/<module>/<name>": ("rosa", 1),
    "/sync/token": ("rosa", 1),
    "/sync/bundle": ("rosa", 3),
    "/team": ("mona", 17),
    "/team/<int:team_id>": ("mona", 17),
    CARD: ("mona", 17),
    f"{CARD}/entries/<uuid:entry_id>": ("mona", 5),
    f"{CARD}/nudge": ("mona", 7),
    f"/team.{FILE}": ("mona", 11),
    f"/team/teams.{FILE}": ("mona", 17),
    f"/team/<int:team_id>.{FILE}": ("mona", 11),
    f"/team/<int:team_id>/teams.{FILE}": ("mona", 17),
    f"{CARD}/entries.{FILE}": ("mona", 15),
    f"/assignments.{FILE}": ("mona", 10),
    f"/assignments/<int:assignment_id>.{FILE}": ("mona", 10),
    "/team/month": ("mona", 13),
    f"/team/month.{FILE}": ("mona", 12),
    f"/team/month/teams.{FILE}": ("mona", 12),
    "/team/<int:team_id>/month": ("mona", 13),
    f"/team/<int:team_id>/month.{FILE}": ("mona", 12),
    f"/team/<int:team_id>/month/teams.{FILE}": ("mona", 12),
    f"{CARD}/ride-along": ("mona", 4),
    f"{CARD}/ride-along/<lesson>/<key>": ("mona", 3),
    f"{CARD}/observations/<uuid:observation_id>": ("mona", 5),
    f"{CARD}/observations/<uuid:observation_id>/correction": ("mona", 5),
    "/observations/<uuid:observation_id>": ("rosa", 3),
    "/assignments": ("mona", 10),
    "/assignments/new": ("mona", 6),
    "/assignments/<int:assignment_id>": ("mona", 15),
    "/campaigns": ("mona", 4),
    f"/campaigns.{FILE}": ("mona", 4),
    f"/campaigns/<int:campaign_id>.{FILE}": ("mona", 6),
    "/campaigns/new": ("mona", 1),
    "/campaigns/<int:campaign_id>": ("rosa", 8),
    "/campaigns/<int:campaign_id>/terms": ("mona", 4),
    "/campaigns/<int:campaign_id>/debrief": ("mona", 11),
    f"/campaigns/<int:campaign_id>/debrief.{FILE}": ("mona", 6),
    "/campaigns/<int:campaign_id>/gaps": ("mona", 7),
    f"/campaigns/<int:campaign_id>/gaps.{FILE}": ("mona", 7),
    "/admin/people": ("ada", 5),
    "/admin/people.<any(xlsx,csv):ending>": ("ada", 5),
    "/admin/people/<int:person_id>": ("ada", 7),
    "/admin/people/<int:person_id>/erasure": ("ada", 2),
    "/admin/teams": ("ada", 4),
    "/admin/teams/<int:team_id>": ("ada", 7),
    "/admin/invitations": ("ada", 4),
    "/admin/invitations/<int:invitation_id>": ("ada", 4),
    "/admin/invitations/<int:invitation_id>/poster": ("ada", 3),
    "/admin/upload": ("ada", 2),
    "/admin/upload/example.<any(xlsx,csv):ending>": ("ada", 1),
    "/admin/upload/<uuid:upload_id>": ("ada", 7),
    "/admin/upload/<uuid:upload_id>/changes.<any(xlsx,csv):ending>": ("ada", 7),
    "/admin/audit": ("ada", 3),
    "/admin/audit.<any(xlsx,csv):ending>": ("ada", 2),
    "/sign-in": (None, 1),
    "/join/<token>": (None, 2),
}
# These send on, or are for machines, or are open for one visit only.
ASIDE = {"/sign-in/code", "/welcome", "/set-up", "/healthz", "/readyz"}


@pytest.fixture
def place(app: Flask, cast: dict[str, User]) -> dict[str, Any]:
    """Rosa's one lesson with every step, and one invitation of Ada's."""
    steps = {
        "exercises": [exercise("calls", goal=100, sign_off=True)],
        "reflection": REFLECTION,
        "plan": PLAN,
        "quiz": quiz(),
    }
    make_lesson("whole", **steps, observations=[sheet("calls")])
    ids: dict[str, Any] = {"module": "made", "lesson": "whole", "key": "calls", "name": "silence.svg"} | live(
        cast["rosa"], 1
    )
    make_wall()
    ids["campaign_id"] = begun(cast["mona"]).id
    requested(cast["rosa"], "A cooler", "not possible")
    ids["assignment_id"] = asked(cast["mona"], module="made")
    link = invite("rep", None, 5, 100, cast["ada"].id, clock.now())
    ids["rep_id"], ids["person_id"] = cast["rosa"].id, cast["rosa"].id
    ids["ending"] = "xlsx"
    ids["team_id"] = teams_of(cast["rosa"].id)[0].id
    ids["observation_id"] = rode_along(cast["mona"], cast["rosa"], "whole")
    ids |= uploaded(cast["ada"])
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
        rode_along(rosa, rosa, "whole")
        coached(rosa, ids["entry_id"])
    return ids


def crowd(number: int) -> None:
    """Many more people, all in Rosa's team."""
    people = [
        User(email=f"p{one}@demo.example", name=f"P {one}", created_at=clock.now(), welcomed_at=clock.now())
        for one in range(number)
    ]
    db.session.add_all(people)
    db.session.flush()
    north = db.session.scalars(select(Team.id).where(Team.name == "North")).one()
    for person in people:
        add_member(north, person.id, clock.now())
    roster.follow([person.id for person in people], clock.now())
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
    for number in range(12):
        said = requested(cast["rosa"], f"A cooler {number}", "not possible" if number % 2 else "honoured")
        give(said, cast["mona"].id, "thank you", clock.now())
    for _ in range(3):
        asked(cast["mona"], module="made")
    asked(cast["viktor"], team=None, person_ids=(cast["rosa"].id, cast["ravi"].id))
    crowd(12)
    browser.get(path)
    with statements() as much:
        browser.get(path)
    assert len(little) == len(much) == expected, "\n\n".join(much)


def test_a_team_wall_with_its_campaigns_takes_five_more(
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
    assert len(little) == len(much) == PAGES[f"{LESSON}/exercises/<key>"][1] + 5, "\n\n".join(much)


def address(rule: str, ids: dict[str, Any]) -> str:
    """The rule with Rosa's things in it."""
    if rule.startswith("/media/"):
        ids = ids | {"module": "keeping"}
    for name, value in ids.items():
        for bracket in (f"<{name}>", f"<uuid:{name}>", f"<int:{name}>", f"<any(xlsx,csv):{name}>"):
            rule = rule.replace(bracket, str(value))
    return rule
