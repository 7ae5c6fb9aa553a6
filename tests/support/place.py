"""A place to go everywhere from: every route's address, a form that makes it work, and everybody's browser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from support.campaigns import asked as requested
from support.campaigns import begun, make_wall
from support.deeds import asked, did, rode_along
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz, sheet
from support.people_files import NINA, people_csv, uploaded
from support.site import Site

from rapport import clock
from rapport.assignments.assignment import Assignment
from rapport.catalogue.shelf import shelf
from rapport.coaching.help import raise_hand
from rapport.coaching.note import write_note
from rapport.database import db
from rapport.people.invitation import invitation_token, invite
from rapport.people.sign_in import SignIn
from rapport.people.team import Team
from rapport.people.user import Leave, User

LESSON = "/lessons/<module>/<lesson>"
CARD = "/team/people/<int:rep_id>"
ASSIGNMENT = "/assignments/<int:assignment_id>"
CAMPAIGN = "/campaigns/<int:campaign_id>"
ENTRY = f"{LESSON}/exercises/<key>/entries/<uuid:entry_id>"
# Tables that count tries, or keep who is signed in where: they may grow when something is refused.
OF_THE_DOOR = {"sign_ins", "sign_in_codes", "sign_in_tries", "outgoing_mail"}


@dataclass
class Place:
    """Where everybody goes: Rosa's things, and one invitation of Ada's."""

    ids: dict[str, Any]
    plan_id: str
    form_id: str
    people: dict[str, FlaskClient]

    def path(self, rule: str) -> str:
        for name, value in self.ids.items():
            for bracket in (f"<{name}>", f"<uuid:{name}>", f"<int:{name}>", f"<any(xlsx,csv):{name}>"):
                rule = rule.replace(bracket, str(value))
        assert "<" not in rule, f"{rule}: say in `ids` what stands there"
        return rule

    def whose(self, rule: str) -> str:
        """Who may write there: Ada, Mona or Rosa."""
        return (
            "ada"
            if rule.startswith("/admin")
            else "mona"
            if rule.startswith(("/team", "/assignments", "/campaigns"))
            else "rosa"
        )

    def form(self, rule: str) -> dict[str, Any]:
        """What makes this address do its work, each time a fact of its own."""
        about_me = {"name": "Sam", "working_days": ["1", "2"], "zone": "UTC"}
        far = (clock.today("UTC") + timedelta(days=300)).isoformat()
        known = {
            f"{LESSON}/exercises/<key>": {"field.who": "K."},
            ENTRY: {"field.who": "K. B."},
            f"{LESSON}/reflection": {"text": "Mine."},
            f"{LESSON}/reflection/<uuid:reflection_id>/sharing": {"shared": "yes"},
            f"{LESSON}/plan": {"when": "I park", "then": "I call", "ask_on": "2190-01-01"},
            f"{LESSON}/plan/withdrawal": {"root": self.plan_id},
            "/field/outcomes": {"about": "plan", "subject": self.plan_id, "result": "done"},
            f"{CARD}/entries/<uuid:entry_id>/sign-off": {"version": self.ids["entry_id"], "text": "Good."},
            f"{CARD}/sign-off": {"version": self.ids["entry_id"], "text": "Good."},
            f"{CARD}/entries/<uuid:entry_id>/replies": {"text": "Good."},
            f"{CARD}/reflections/<uuid:shared_id>/replies": {"text": "Good."},
            f"{CARD}/help/<uuid:request_id>/answer": {"text": "Call me."},
            f"{CARD}/notes": {"text": "Ask about K."},
            f"{CARD}/nudge": {"text": "Well done."},
            f"{LESSON}/help": {"text": "How?"},
            f"{LESSON}/exercises/<key>/help": {"text": "How?"},
            "/from-manager/seen": {"until": clock.now().isoformat()},
            f"{CARD}/ride-along/<lesson>/<key>": {"field.asks": "no", "note": "Wait."},
            f"{CARD}/observations/<uuid:observation_id>/correction": {"field.asks": "no", "note": "Wait."},
            "/observations/<uuid:observation_id>": {"seen": self.ids["observation_id"], "note": "Thanks."},
            "/assignments/new": {"modules": "keeping", "team": self.ids["team_id"], "until": "14"},
            "/assignments/undo": {"form_id": self.form_id},
            f"{ASSIGNMENT}/due": {"due_on": far},
            f"{ASSIGNMENT}/extension": {"until": far, "person": self.ids["rep_id"]},
            "/campaigns/new": {
                "lesson": "weeks",
                "exercise": "thanks",
                "team": self.ids["team_id"],
                "title": "All",
                "days": "14",
            },
            f"{CAMPAIGN}/settling": {"title": "Yes", "ends_on": self.ids["last_day"]},
            f"{CAMPAIGN}/conclusion": {"to_keep": "The wall", "to_change": "The limits"},
            f"{CAMPAIGN}/notes/<uuid:root_id>/reactions": {"give": "thank you", "only": "all", "page": "1"},
            "/changes/seen": {"until": clock.now().isoformat()},
            "/me/settings": about_me,
            "/welcome": about_me,
            "/me/leave": {"first_day": "2190-01-01", "last_day": "2190-01-02"},
            "/me/password": {"password": "seven small green boats"},
            "/join/<token>": {"name": "Sam", "email": "sam@else.example"},
            "/admin/invitations": {"role": "rep", "team": "", "days": "3", "uses": "2"},
            "/admin/people/<int:person_id>/about": {
                "name": "Otto B.",
                "email": "otto.b@demo.example",
                "roles": ["rep"],
            },
            "/admin/people/<int:person_id>/teams": {"team": "North", "leads": "yes"},
            "/admin/people/<int:person_id>/teams/<int:joined_id>/leading": {"leads": "yes"},
            "/admin/people/<int:person_id>/leave": {"first_day": "2190-01-01", "last_day": "2190-01-02"},
            "/admin/people/<int:person_id>/erasing": {"name": "Otto Brandis"},
            "/admin/upload": {"file": (BytesIO(people_csv(NINA)), "people.csv")},
            "/admin/upload/<uuid:upload_id>/application": {"picture": self.ids["picture"]},
            "/admin/teams": {"name": "West", "parent": "Field"},
            "/admin/teams/<int:team_id>/name": {"name": "Far North"},
            "/admin/teams/<int:team_id>/place": {"parent": "Harbour"},
            "/admin/teams/<int:team_id>/merging": {"into": "South"},
        }
        return {"fact_id": str(uuid4()), **known.get(rule, {})}


def furnish(app: Flask, site: Site, cast: dict[str, User], sign_in: Callable[[str], FlaskClient]) -> Place:
    """Rosa with one of everything, somebody new, somebody gone, and an invitation."""
    steps = {"exercises": [exercise("calls", sign_off=True)], "reflection": REFLECTION, "plan": PLAN, "quiz": quiz()}
    make_lesson("whole", **steps, observations=[sheet("calls")])
    rosa = cast["rosa"]
    entry = did(rosa, "entry", "whole", exercise="calls", values={"who": "K."})
    thought = did(rosa, "reflection", "whole", text="Hers.")
    shared = did(rosa, "reflection", "whole", text="For Mona.", shared=True)
    make_wall("thanks")
    campaign = begun(cast["mona"])
    wish = requested(rosa, "A cooler", "not possible")
    plan = did(rosa, "plan", "whole", when="I park", then="I call", ask_on="2026-01-01")
    attempt = did(rosa, "attempt", "whole", answers=[{"question": "q1", "response": "yes"}])
    hand, about_her = str(uuid4()), str(uuid4())
    raise_hand(hand, rosa.id, shelf().by_key["whole"].id, "", "How?", clock.now())
    write_note(about_her, cast["mona"].id, rosa.id, "Ask about K.", clock.now())
    seen = rode_along(cast["mona"], rosa, "whole")
    assignment_id = asked(cast["mona"])
    form_id = db.session.get_one(Assignment, assignment_id).form_id
    away = Leave(user_id=rosa.id, first_day=clock.today("UTC"), last_day=clock.today("UTC"))
    link = invite("rep", None, 5, 100, cast["ada"].id, clock.now())
    new, gone = (User(email=f"{name}@demo.example", name=name, created_at=clock.now()) for name in ("new", "gone"))
    gone.welcomed_at = clock.now()
    his = Leave(user_id=cast["otto"].id, first_day=clock.today("UTC"), last_day=clock.today("UTC"))
    db.session.add_all([away, his, new, gone])
    db.session.flush()
    his_id = his.id
    away_id, link_id, token = away.id, link.id, invitation_token(link, app.config["SECRET_KEY"])
    db.session.expunge_all()
    db.session.commit()
    people = {name: sign_in(name) for name in cast}
    people |= {"nobody": app.test_client(), "new": site.signed_in(new), "gone": site.signed_in(gone)}
    db.session.get_one(User, gone.id).deactivated_at = clock.now()
    db.session.commit()
    site.signed_in(rosa)  # her other phone
    phone = db.session.scalars(select(func.max(SignIn.id))).one()
    north = db.session.scalars(select(Team.id).where(Team.name == "North")).one()
    ids = {
        "module": "made",
        "lesson": "whole",
        "key": "calls",
        "entry_id": entry,
        "reflection_id": thought,
        "shared_id": shared,
        "request_id": hand,
        "note_id": about_her,
        "observation_id": seen,
        "attempt_id": attempt,
        "leave_id": away_id,
        "away_id": his_id,
        "joined_id": db.session.scalars(select(Team.id).where(Team.name == "Harbour")).one(),
        "device_id": phone,
        "invitation_id": link_id,
        "person_id": cast["otto"].id,
        "rep_id": rosa.id,
        "team_id": north,
        "assignment_id": assignment_id,
        "campaign_id": campaign.id,
        "last_day": campaign.ends_on.isoformat(),
        "root_id": wish,
        "token": token,
        "name": "silence.svg",
        "ending": "xlsx",
        **uploaded(cast["ada"]),
    }
    db.session.commit()
    return Place(ids, plan, form_id, people)


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    tables = [table for table in db.metadata.sorted_tables if table.name not in OF_THE_DOOR]
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
