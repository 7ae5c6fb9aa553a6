"""Every address, every method, everybody: who gets what. A new route without a line here fails."""

from typing import Any

import pytest
from flask import Flask
from support.place import ASSIGNMENT, CARD, ENTRY, LESSON, Place, rows

# Rosa comes last: what is asked for is hers, and she may end it.
# Mona leads Rosa's team, Petra another one, Viktor the one above both; gone is deactivated.
WHO = ("nobody", "gone", "new", "otto", "ravi", "petra", "viktor", "mona", "tess", "ada", "rosa")
IN, WELCOME, TODAY = "/sign-in", "/welcome", "/"
FILE = "<any(xlsx,csv):ending>"


def line(nobody: Any, gone: Any, new: Any, others: Any, **some: Any) -> tuple[Any, ...]:
    """What each of WHO gets; `some` name those who get something else than the others."""
    first = {"nobody": nobody, "gone": gone, "new": new}
    return tuple(first.get(name, some.get(name, others)) for name in WHO)


OPEN = line(200, 200, 200, 200)
PAGE = line(IN, IN, WELCOME, 200)
OWN_PAGE = line(IN, IN, WELCOME, 404, rosa=200)
WRITE = line(401, 401, 303, 303)
OWN_WRITE = line(401, 401, 404, 404, rosa=303)
ADMINS_PAGE = line(IN, IN, WELCOME, 404, ada=200)
ADMINS_WRITE = line(401, 401, 404, 404, ada=303)
MANAGERS_PAGE = line(IN, IN, WELCOME, 404, mona=200, petra=200, viktor=200)
MANAGERS_WRITE = line(401, 401, 404, 404, mona=303, petra=303, viktor=303)
# About Rosa or her team: for those who lead her, and nobody else.
LEADERS_PAGE = line(IN, IN, WELCOME, 404, mona=200, viktor=200)
LEADERS_WRITE = line(401, 401, 404, 404, mona=303, viktor=303)
# What Mona saw on a ride-along with Rosa, and only she may change.
OBSERVED = f"{CARD}/observations/<uuid:observation_id>"
WRITERS_PAGE = line(IN, IN, WELCOME, 404, mona=200)
WRITERS_WRITE = line(401, 401, 404, 404, mona=303)
SYNC = line(401, 401, 200, 200)
NOBODY = line(404, 404, 404, 404)
TO_SIGN_IN = line(IN, IN, IN, IN)

GETS = {
    "GET /": PAGE,
    "GET /library": PAGE,
    "GET /modules/<module>": PAGE,
    f"GET {LESSON}": PAGE,
    f"GET {LESSON}/quiz": PAGE,
    f"GET {LESSON}/quiz/<attempt_id>": OWN_PAGE,
    f"GET {LESSON}/exercises/<key>": PAGE,
    f"GET {ENTRY}": OWN_PAGE,
    f"GET {LESSON}/reflection": PAGE,
    f"GET {LESSON}/plan": PAGE,
    f"GET {LESSON}/help": PAGE,
    f"GET {LESSON}/exercises/<key>/help": PAGE,
    "GET /field": PAGE,
    "GET /me": PAGE,
    "GET /me/data.json": PAGE,
    "GET /me/manager-view": PAGE,
    "GET /me/settings": PAGE,
    "GET /media/<module>/<name>": PAGE,
    "GET /sync/token": SYNC,
    "GET /sync/bundle": SYNC,
    "GET /sign-in": line(200, 200, TODAY, TODAY),
    "GET /sign-in/code": TO_SIGN_IN,
    "GET /join/<token>": OPEN,
    "GET /welcome": line(IN, IN, 200, TODAY),
    "GET /set-up": NOBODY,
    "GET /team": MANAGERS_PAGE,
    "GET /assignments": MANAGERS_PAGE,
    "GET /assignments/new": MANAGERS_PAGE,
    f"GET {ASSIGNMENT}": LEADERS_PAGE,
    f"GET {ASSIGNMENT}.{FILE}": LEADERS_PAGE,
    f"GET /assignments.{FILE}": MANAGERS_PAGE,
    f"GET {CARD}/entries.{FILE}": LEADERS_PAGE,
    "GET /team/<int:team_id>": LEADERS_PAGE,
    f"GET {CARD}": LEADERS_PAGE,
    f"GET {CARD}/entries/<uuid:entry_id>": LEADERS_PAGE,
    f"GET {CARD}/ride-along": LEADERS_PAGE,
    f"GET {CARD}/ride-along/<lesson>/<key>": LEADERS_PAGE,
    f"GET {OBSERVED}": LEADERS_PAGE,
    f"GET {OBSERVED}/correction": WRITERS_PAGE,
    "GET /observations/<uuid:observation_id>": OWN_PAGE,
    "GET /team/people/<int:rep_id>/nudge": LEADERS_PAGE,
    f"GET /team.{FILE}": MANAGERS_PAGE,
    f"GET /team/teams.{FILE}": MANAGERS_PAGE,
    f"GET /team/<int:team_id>.{FILE}": LEADERS_PAGE,
    f"GET /team/<int:team_id>/teams.{FILE}": LEADERS_PAGE,
    "GET /team/month": MANAGERS_PAGE,
    f"GET /team/month.{FILE}": MANAGERS_PAGE,
    f"GET /team/month/teams.{FILE}": MANAGERS_PAGE,
    "GET /team/<int:team_id>/month": LEADERS_PAGE,
    f"GET /team/<int:team_id>/month.{FILE}": LEADERS_PAGE,
    f"GET /team/<int:team_id>/month/teams.{FILE}": LEADERS_PAGE,
    "GET /campaigns": MANAGERS_PAGE,
    f"GET /campaigns.{FILE}": MANAGERS_PAGE,
    f"GET /campaigns/<int:campaign_id>.{FILE}": LEADERS_PAGE,
    "GET /campaigns/new": MANAGERS_PAGE,
    "GET /campaigns/<int:campaign_id>": line(IN, IN, WELCOME, 404, rosa=200, mona=200, viktor=200),
    "GET /campaigns/<int:campaign_id>/terms": LEADERS_PAGE,
    "GET /campaigns/<int:campaign_id>/debrief": LEADERS_PAGE,
    "GET /campaigns/<int:campaign_id>/debrief.<any(xlsx,csv):ending>": LEADERS_PAGE,
    "GET /campaigns/<int:campaign_id>/gaps": LEADERS_PAGE,
    "GET /campaigns/<int:campaign_id>/gaps.<any(xlsx,csv):ending>": LEADERS_PAGE,
    "GET /admin/people": ADMINS_PAGE,
    "GET /admin/people.<any(xlsx,csv):ending>": ADMINS_PAGE,
    "GET /admin/people/<int:person_id>": ADMINS_PAGE,
    "GET /admin/people/<int:person_id>/erasure": ADMINS_PAGE,
    "GET /admin/teams": ADMINS_PAGE,
    "GET /admin/teams/<int:team_id>": ADMINS_PAGE,
    "GET /admin/invitations": ADMINS_PAGE,
    "GET /admin/invitations/<int:invitation_id>": ADMINS_PAGE,
    "GET /admin/invitations/<int:invitation_id>/poster": ADMINS_PAGE,
    "GET /admin/upload": ADMINS_PAGE,
    "GET /admin/upload/example.<any(xlsx,csv):ending>": ADMINS_PAGE,
    "GET /admin/upload/<uuid:upload_id>": ADMINS_PAGE,
    "GET /admin/upload/<uuid:upload_id>/changes.<any(xlsx,csv):ending>": ADMINS_PAGE,
    "GET /admin/audit": ADMINS_PAGE,
    "GET /admin/audit.<any(xlsx,csv):ending>": ADMINS_PAGE,
    "GET /healthz": OPEN,
    "GET /readyz": OPEN,
}
POSTS = {
    f"POST {LESSON}/completion": WRITE,
    f"POST {LESSON}/quiz": line(401, 401, 200, 200),
    f"POST {LESSON}/exercises/<key>": WRITE,
    f"POST {ENTRY}": OWN_WRITE,
    f"POST {ENTRY}/withdrawal": OWN_WRITE,
    f"POST {LESSON}/reflection": WRITE,
    f"POST {LESSON}/reflection/<uuid:reflection_id>/sharing": OWN_WRITE,
    f"POST {LESSON}/reflection/<uuid:reflection_id>/withdrawal": OWN_WRITE,
    f"POST {LESSON}/plan": WRITE,
    f"POST {LESSON}/plan/withdrawal": OWN_WRITE,
    f"POST {LESSON}/help": WRITE,
    f"POST {LESSON}/help/removal": WRITE,
    f"POST {LESSON}/exercises/<key>/help": WRITE,
    f"POST {LESSON}/exercises/<key>/help/removal": WRITE,
    "POST /from-manager/seen": WRITE,
    "POST /changes/seen": WRITE,
    "POST /modules/<module>/choice": WRITE,
    "POST /modules/<module>/choice/end": WRITE,
    # Of Mona's team: Petra leads another one.
    "POST /assignments/new": line(401, 401, 404, 404, petra=422, viktor=303, mona=303),
    "POST /assignments/undo": WRITERS_WRITE,
    f"POST {ASSIGNMENT}/due": LEADERS_WRITE,
    f"POST {ASSIGNMENT}/extension": LEADERS_WRITE,
    f"POST {ASSIGNMENT}/withdrawal": LEADERS_WRITE,
    f"POST {ASSIGNMENT}/return": LEADERS_WRITE,
    f"POST {CARD}/sign-off": LEADERS_WRITE,
    f"POST {CARD}/entries/<uuid:entry_id>/sign-off": LEADERS_WRITE,
    f"POST {CARD}/entries/<uuid:entry_id>/replies": LEADERS_WRITE,
    f"POST {CARD}/reflections/<uuid:shared_id>/replies": LEADERS_WRITE,
    f"POST {CARD}/help/<uuid:request_id>/answer": LEADERS_WRITE,
    f"POST {CARD}/ride-along/<lesson>/<key>": LEADERS_WRITE,
    f"POST {OBSERVED}/correction": WRITERS_WRITE,
    f"POST {OBSERVED}/withdrawal": WRITERS_WRITE,
    "POST /observations/<uuid:observation_id>": OWN_WRITE,
    f"POST {CARD}/notes": LEADERS_WRITE,
    f"POST {CARD}/notes/<uuid:note_id>/removal": LEADERS_WRITE,
    # North has one at a time, and Viktor has just started it.
    "POST /campaigns/new": line(401, 401, 404, 404, viktor=303, mona=422, petra=422),
    "POST /campaigns/<int:campaign_id>/settling": LEADERS_WRITE,
    "POST /campaigns/<int:campaign_id>/end": LEADERS_WRITE,
    "POST /campaigns/<int:campaign_id>/conclusion": LEADERS_WRITE,
    # It is Rosa's own note: her team-mates may say something to it, and those who lead her.
    "POST /campaigns/<int:campaign_id>/notes/<uuid:root_id>/reactions": LEADERS_WRITE,
    "POST /field/outcomes": OWN_WRITE,
    "POST /me/settings": WRITE,
    "POST /me/leave": WRITE,
    "POST /me/leave/<int:leave_id>/removal": OWN_WRITE,
    "POST /me/password": WRITE,
    "POST /me/devices/<int:device_id>/revocation": OWN_WRITE,
    "POST /sync": SYNC,
    "POST /sign-in": line(422, 422, 422, 422),
    "POST /sign-in/code": TO_SIGN_IN,
    "POST /sign-in/code/again": TO_SIGN_IN,
    "POST /sign-out": TO_SIGN_IN,
    "POST /join/<token>": line("/sign-in/code", "/sign-in/code", TODAY, TODAY),
    "POST /welcome": line(IN, IN, 303, 303),
    "POST /set-up": NOBODY,
    "POST /admin/invitations": ADMINS_WRITE,
    "POST /admin/invitations/<int:invitation_id>/revocation": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/about": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/teams": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/teams/<int:joined_id>/leading": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/teams/<int:joined_id>/leaving": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/leave": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/leave/<int:away_id>/removal": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/sign-outs": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/erasing": ADMINS_WRITE,
    "POST /admin/upload": ADMINS_WRITE,
    "POST /admin/upload/<uuid:upload_id>/application": ADMINS_WRITE,
    "POST /admin/teams": ADMINS_WRITE,
    "POST /admin/teams/<int:team_id>/name": ADMINS_WRITE,
    "POST /admin/teams/<int:team_id>/place": ADMINS_WRITE,
    "POST /admin/teams/<int:team_id>/merging": ADMINS_WRITE,
    "POST /admin/teams/<int:team_id>/removal": line(401, 401, 404, 404, ada=422),  # there are people in it
    "POST /admin/people/<int:person_id>/deactivation": ADMINS_WRITE,
    "POST /admin/people/<int:person_id>/reactivation": ADMINS_WRITE,
    # Rosa is away today, so nobody may nudge her.
    "POST /team/people/<int:rep_id>/nudge": line(401, 401, 404, 404, mona=422, viktor=422),
}


def got(answer: Any) -> int | str:
    """The status; for a way to another of the doors its path."""
    to = answer.headers.get("Location", "").split("?")[0]
    return to if answer.status_code == 303 and to in (IN, WELCOME, TODAY, "/sign-in/code") else answer.status_code


def test_every_route_has_its_line(app: Flask) -> None:
    routes = {
        f"{method} {rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {*GETS, *POSTS}


@pytest.mark.parametrize("route", [*GETS, *POSTS])
def test_who_gets_what(place: Place, route: str) -> None:
    method, rule = route.split(" ")
    if "/media/" in rule:
        place.ids["module"] = "keeping"
    for name, expected in zip(WHO, {**GETS, **POSTS}[route], strict=True):
        before = rows()
        options = {"json": {"facts": []}} if rule == "/sync" else {"data": place.form(rule)}
        answer = place.people[name].open(place.path(rule), method=method, **(options if method == "POST" else {}))
        found = got(answer) if isinstance(expected, str) else answer.status_code
        assert found == expected, f"{name} gets {found} {answer.headers.get('Location', '')}"
        if method == "GET" or answer.status_code >= 400 or expected == IN:
            assert rows() == before, f"{name} left something behind"


def test_looking_at_the_head_is_looking(place: Place) -> None:
    """Some programs ask with HEAD whether a page is there: it must not do what a form does."""
    before = rows()
    for path in (place.path(line.removeprefix("GET ")) for line in GETS):
        for name in ("nobody", "new", "ravi", "rosa"):
            person = place.people[name]
            assert person.head(path).status_code == person.get(path).status_code, (name, path)
            assert person.options(path).status_code in (200, 401, 404)
    assert rows() == before


def test_other_methods_do_nothing(place: Place) -> None:
    before = rows()
    for path in {place.path(line.split(" ")[1]) for line in (*GETS, *POSTS)}:
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "FOO"):
            assert place.people["rosa"].open(path, method=method).status_code == 405, path
    assert rows() == before


@pytest.mark.parametrize("token", ["", "made-up", "somebody else's", "of the session before"])
def test_no_write_without_the_token_of_this_session(app: Flask, place: Place, token: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    rosa = place.people["rosa"]
    if token == "somebody else's":
        token = place.people["ravi"].get("/sync/token").json["token"]
    elif token:
        token = rosa.get("/sync/token").json["token"] if "before" in token else token
        with rosa.session_transaction() as session:
            session.pop("csrf_token", None)
    before = rows()
    for rule in (line.removeprefix("POST ") for line in POSTS):
        options = {"json": {"facts": []}} if rule == "/sync" else {"data": {**place.form(rule), "csrf_token": token}}
        assert rosa.post(place.path(rule), headers={"X-CSRFToken": token}, **options).status_code == 400, rule
    assert rows() == before


def test_a_number_beyond_all_rows_is_not_there(place: Place) -> None:
    for number in ("0", str(2**31), str(10**40), "-1", "1.0", "x"):
        rows_of = (
            "leave_id",
            "device_id",
            "invitation_id",
            "person_id",
            "assignment_id",
            "campaign_id",
            "team_id",
            "joined_id",
            "away_id",
        )
        place.ids |= dict.fromkeys(rows_of, number)
        for method, rule in (line.split(" ") for line in (*GETS, *POSTS) if "<int:" in line):
            for name in ("rosa", "ada"):
                assert place.people[name].open(place.path(rule), method=method).status_code == 404, rule
