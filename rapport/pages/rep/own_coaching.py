"""What passed between a person and those who lead them, in both directions. Part of their own data, a manager's notes included."""

from typing import Any

from sqlalchemy import or_

from rapport.coaching.help import HelpRequest
from rapport.coaching.note import Note
from rapport.coaching.nudge import Nudge
from rapport.coaching.observation import Observation
from rapport.coaching.reply import Reply
from rapport.coaching.sign_off import SignOff
from rapport.pages.rep.own_trail import Row, rows

BETWEEN: tuple[tuple[Any, Any], ...] = (
    (HelpRequest, HelpRequest.answered_by_id),
    (SignOff, SignOff.by_id),
    (Reply, Reply.by_id),
    (Note, Note.manager_id),
    (Nudge, Nudge.by_id),
    (Observation, Observation.by_id),
)


def own_coaching(person_id: int) -> dict[str, list[Row]]:
    """Hands raised, sign-offs, replies, notes, nudges and ride-alongs: those about the person, and those they wrote."""
    return {
        kind.__tablename__: rows(kind, or_(kind.rep_id == person_id, leader == person_id)) for kind, leader in BETWEEN
    }
