"""The ride-alongs of one rep: what was seen, by whom, and what still waits to be countersigned."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from rapport.coaching.observation import Observation
from rapport.database import db, look
from rapport.learning.fact import what_stands
from rapport.people.user import User

SOMEBODY = "A manager"


@dataclass(frozen=True)
class RideAlong:
    """An observation as it stands, who wrote it, and since when: the moment of the first of its line."""

    latest: Observation
    by_name: str
    since: datetime


@dataclass(frozen=True)
class Waiting:
    """An observation that its rep has not countersigned yet."""

    root_id: str
    title: str
    by_name: str


def ride_alongs_of(rep_id: int) -> list[RideAlong]:
    """What stands of this rep, newest first."""
    found = db.session.execute(
        select(Observation, User.name)
        .join(User, User.id == Observation.by_id, isouter=True)
        .where(Observation.rep_id == rep_id)
    ).all()
    names = {version.id: name or SOMEBODY for version, name in found}
    since = {version.id: version.at for version, _ in found if version.id == version.root_id}
    stands = what_stands([version for version, _ in found])
    told = [RideAlong(item, names[item.id], since[item.root_id]) for item in stands]
    return sorted(told, key=lambda item: item.since, reverse=True)


# Made once, and without the answers: it is asked each time Today is opened.
_VERSIONS = (
    select(
        *(Observation.id, Observation.root_id, Observation.withdrawn, Observation.title, Observation.countersigned_at),
        *(Observation.at, Observation.at.label("received_at"), User.name),
    )
    .join(User, User.id == Observation.by_id, isouter=True)
    .where(Observation.rep_id == bindparam("rep_id"))
)


def name_of_writer(observation: Observation) -> str:
    """Who wrote it, if they are still known."""
    return db.session.scalar(select(User.name).where(User.id == observation.by_id)) or SOMEBODY


def waiting_for(rep_id: int) -> list[Waiting]:
    """What this rep has not countersigned yet, the newest first."""
    stands = what_stands(look(_VERSIONS, {"rep_id": rep_id}).all())
    return [Waiting(row.root_id, row.title, row.name or SOMEBODY) for row in stands if not row.countersigned_at]
