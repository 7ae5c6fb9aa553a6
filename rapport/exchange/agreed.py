"""Applying what an admin has agreed to: exactly that, or what is left of it after a crash."""

from collections.abc import Iterator
from datetime import datetime

from rapport.database import db
from rapport.exchange.people_apply import Applying
from rapport.exchange.people_change import Plan, plan
from rapport.exchange.people_file import PeopleFile, read_people
from rapport.exchange.present import Present, read_present
from rapport.exchange.sheet import FileRefused
from rapport.exchange.upload import Taken, unpacked
from rapport.people.user import User


def look(rows: bytes, others_left: bool, by_id: int | None) -> tuple[PeopleFile, Present, Plan]:
    """What the kept rows would change now; the file is read before the database is asked."""
    file = read_people(unpacked(rows))
    present = read_present()
    found = plan(file, present, others_left)
    found.leaving = [one for one in found.leaving if one.id != by_id]
    return file, present, found


def apply(taken: Taken, now: datetime) -> Iterator[int]:
    """Commit whenever it yields how many people are done. Only those are closed whose closing was agreed to."""
    file, present, found = look(taken.rows, taken.others_left, taken.by_id)
    if file.slips:
        raise FileRefused(f"The people have changed since this was agreed to: {file.slips[0]}")
    found.leaving = [one for one in found.leaving if one.id in taken.leaving]
    zone = db.session.get_one(User, taken.by_id).zone if taken.by_id else "UTC"
    before = max(taken.total - found.size, 0)
    for done in Applying(found, present, taken.by_id, zone, taken.address, now).parts():
        yield before + done
