"""A place to go everywhere from: every route's address, a form that makes it work, and everybody's browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from support.deeds import did
from support.lessons import PLAN, REFLECTION, exercise, make_lesson, quiz
from support.site import Site

from rapport import clock
from rapport.database import db
from rapport.people.invitation import invitation_token, invite
from rapport.people.sign_in import SignIn
from rapport.people.user import Leave, User

LESSON = "/lessons/<module>/<lesson>"
ENTRY = f"{LESSON}/exercises/<key>/entries/<uuid:entry_id>"
# Tables that count tries, or keep who is signed in where: they may grow when something is refused.
OF_THE_DOOR = {"sign_ins", "sign_in_codes", "sign_in_tries", "outgoing_mail"}


@dataclass
class Place:
    """Where everybody goes: Rosa's things, and one invitation of Ada's."""

    ids: dict[str, Any]
    plan_id: str
    people: dict[str, FlaskClient]

    def path(self, rule: str) -> str:
        for name, value in self.ids.items():
            for bracket in (f"<{name}>", f"<uuid:{name}>", f"<int:{name}>"):
                rule = rule.replace(bracket, str(value))
        assert "<" not in rule, f"{rule}: say in `ids` what stands there"
        return rule

    def form(self, rule: str) -> dict[str, Any]:
        """What makes this address do its work, each time a fact of its own."""
        about_me = {"name": "Sam", "working_days": ["1", "2"], "zone": "UTC"}
        known = {
            f"{LESSON}/exercises/<key>": {"field.who": "K."},
            ENTRY: {"field.who": "K. B."},
            f"{LESSON}/reflection": {"text": "Mine."},
            f"{LESSON}/reflection/<uuid:reflection_id>/sharing": {"shared": "yes"},
            f"{LESSON}/plan": {"when": "I park", "then": "I call", "ask_on": "2190-01-01"},
            f"{LESSON}/plan/withdrawal": {"root": self.plan_id},
            "/field/outcomes": {"about": "plan", "subject": self.plan_id, "result": "done"},
            "/me/settings": about_me,
            "/welcome": about_me,
            "/me/leave": {"first_day": "2190-01-01", "last_day": "2190-01-02"},
            "/me/password": {"password": "seven small green boats"},
            "/join/<token>": {"name": "Sam", "email": "sam@else.example"},
            "/admin/invitations": {"role": "rep", "team": "", "days": "3", "uses": "2"},
        }
        return {"fact_id": str(uuid4()), **known.get(rule, {})}


def furnish(app: Flask, site: Site, cast: dict[str, User], sign_in: Callable[[str], FlaskClient]) -> Place:
    """Rosa with one of everything, somebody new, somebody gone, and an invitation."""
    make_lesson("whole", exercises=[exercise("calls")], reflection=REFLECTION, plan=PLAN, quiz=quiz())
    rosa = cast["rosa"]
    entry = did(rosa, "entry", "whole", exercise="calls", values={"who": "K."})
    thought = did(rosa, "reflection", "whole", text="Hers.")
    plan = did(rosa, "plan", "whole", when="I park", then="I call", ask_on="2026-01-01")
    attempt = did(rosa, "attempt", "whole", answers=[{"question": "q1", "response": "yes"}])
    away = Leave(user_id=rosa.id, first_day=clock.today("UTC"), last_day=clock.today("UTC"))
    link = invite("rep", None, 5, 100, cast["ada"].id, clock.now())
    new, gone = (User(email=f"{name}@demo.example", name=name, created_at=clock.now()) for name in ("new", "gone"))
    gone.welcomed_at = clock.now()
    db.session.add_all([away, new, gone])
    db.session.flush()
    away_id, link_id, token = away.id, link.id, invitation_token(link, app.config["SECRET_KEY"])
    db.session.expunge_all()
    db.session.commit()
    people = {name: sign_in(name) for name in cast}
    people |= {"nobody": app.test_client(), "new": site.signed_in(new), "gone": site.signed_in(gone)}
    db.session.get_one(User, gone.id).deactivated_at = clock.now()
    db.session.commit()
    site.signed_in(rosa)  # her other phone
    phone = db.session.scalars(select(func.max(SignIn.id))).one()
    ids = {
        "module": "made",
        "lesson": "whole",
        "key": "calls",
        "entry_id": entry,
        "reflection_id": thought,
        "attempt_id": attempt,
        "leave_id": away_id,
        "device_id": phone,
        "invitation_id": link_id,
        "person_id": cast["otto"].id,
        "token": token,
        "name": "silence.svg",
    }
    db.session.commit()
    return Place(ids, plan, people)


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    tables = [table for table in db.metadata.sorted_tables if table.name not in OF_THE_DOOR]
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
