"""Everything that is kept about one person, as plain values to take away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from rapport.database import db
from rapport.learning.attempt import Answer, Attempt
from rapport.learning.completion import Completion
from rapport.learning.entry import Entry
from rapport.learning.plan import Outcome, Plan
from rapport.learning.reflection import Reflection
from rapport.people.audit import AuditRow
from rapport.people.invitation import InvitationUse
from rapport.people.sign_in import SignIn
from rapport.people.team import Membership, Team
from rapport.people.user import Leave, User
from rapport.progress.progress import Progress

FACTS: dict[str, Any] = {
    "completions": Completion,
    "attempts": Attempt,
    "entries": Entry,
    "reflections": Reflection,
    "plans": Plan,
    "outcomes": Outcome,
}
SECRETS = {"password_hash", "token_hash"}

Row = dict[str, Any]


def own_data(person_id: int) -> dict[str, Any]:
    """The person, their teams and devices, every fact with its id, and what was worked out from them."""
    return {
        "person": _rows(User.__table__, User.id == person_id)[0],
        "teams": _teams(person_id),
        "leave": _rows(Leave.__table__, Leave.user_id == person_id),
        "acts": _rows(AuditRow.__table__, AuditRow.by_id == person_id),
        "invitation_uses": _rows(InvitationUse.__table__, InvitationUse.user_id == person_id),
        "sign_ins": _rows(SignIn.__table__, SignIn.user_id == person_id),
        **{name: _rows(kind.__table__, kind.rep_id == person_id) for name, kind in FACTS.items()},
        "answers": _rows(
            Answer.__table__, Answer.attempt_id.in_(select(Attempt.id).where(Attempt.rep_id == person_id))
        ),
        "progress": _rows(Progress.__table__, Progress.rep_id == person_id),
    }


def _teams(person_id: int) -> list[Row]:
    own = select(Team.name, Membership.manages, Membership.joined_at, Membership.left_at)
    rows = db.session.execute(
        own.join(Membership, Membership.team_id == Team.id).where(Membership.user_id == person_id)
    )
    return [{name: _plain(value) for name, value in row.items()} for row in rows.mappings()]


def _rows(table: Any, own: Any) -> list[Row]:
    columns = [column for column in table.columns if column.name not in SECRETS]
    rows = db.session.execute(select(*columns).where(own).order_by(*table.primary_key.columns)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
