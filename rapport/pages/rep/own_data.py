"""Everything that is kept about one person, as plain values to take away."""

from typing import Any

from sqlalchemy import select

from rapport.database import db
from rapport.learning.attempt import Answer, Attempt
from rapport.learning.completion import Completion
from rapport.learning.entry import Entry
from rapport.learning.plan import Outcome, Plan
from rapport.learning.reflection import Reflection
from rapport.pages.rep.own_asked import own_asked
from rapport.pages.rep.own_coaching import own_coaching
from rapport.pages.rep.own_trail import Row, own_trail, plain, rows
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


def own_data(person_id: int) -> dict[str, Any]:
    """The person and their teams, what was noted about them, every fact with its id, and what was worked out from them."""
    person = rows(User, User.id == person_id)[0]
    return {
        "person": person,
        "teams": _teams(person_id),
        "leave": rows(Leave, Leave.user_id == person_id),
        **own_trail(person_id, person["email"]),
        **{name: rows(kind, kind.rep_id == person_id) for name, kind in FACTS.items()},
        **own_coaching(person_id),
        **own_asked(person_id),
        "answers": rows(Answer, Answer.attempt_id.in_(select(Attempt.id).where(Attempt.rep_id == person_id))),
        "progress": rows(Progress, Progress.rep_id == person_id),
    }


def _teams(person_id: int) -> list[Row]:
    own = select(Team.name, Membership.manages, Membership.joined_at, Membership.left_at)
    found = own.join(Membership, Membership.team_id == Team.id).where(Membership.user_id == person_id)
    return [plain(row) for row in db.session.execute(found).mappings()]
