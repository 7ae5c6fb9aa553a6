"""A file of people that an admin chose: kept from the look at it until it is applied, and no longer."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db, table_of, upserting
from rapport.exchange.sheet import Row, Sheet

KEPT = timedelta(days=1)  # the rows, which are other people's data
REMEMBERED = timedelta(days=30)  # that there was an upload, and what came of it
CLAIM = timedelta(minutes=2)
MOST_TRIES = 10
FILE_NAME_LIMIT = 120
LATELY = 5


class Upload(Model):
    """`state` is one of looked at, applying, done, stopped; `rows` what was read from the file, gone once it was applied,
    or after a day; `leaving` the ids of those whose closing was agreed to."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LIMIT))
    rows: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    others_left: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="looked at")
    address: Mapped[str] = mapped_column(String(45), default="")
    leaving: Mapped[str] = mapped_column(Text, default="[]")
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True)
class Taken:
    """An upload in the hands of whoever applies it."""

    id: str
    by_id: int | None
    rows: bytes
    others_left: bool
    leaving: frozenset[int]
    total: int
    address: str


def keep(upload_id: str, by_id: int, file_name: str, sheet: Sheet, others_left: bool, now: datetime) -> Upload:
    """Keep what was read; a form that is sent twice keeps it once."""
    row = {"id": upload_id, "by_id": by_id, "at": now, "file_name": file_name, "others_left": others_left}
    connection = db.session.connection()
    add = upserting(table_of(Upload), connection.dialect.name).on_conflict_do_nothing()
    connection.execute(add, {**row, "rows": packed(sheet)})
    return db.session.get_one(Upload, upload_id)


def counts_of(upload: Upload) -> dict[str, int]:
    """How many were added, changed and so on; nothing before that was agreed to."""
    counts: dict[str, int] = json.loads(upload.outcome or "{}")
    return counts


def packed(sheet: Sheet) -> bytes:
    plain = {"closed": sheet.is_closed, "rows": [[row.number, *row.cells] for row in sheet.rows]}
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 1)


def unpacked(rows: bytes) -> Sheet:
    plain = json.loads(zlib.decompress(rows))
    return Sheet([Row(number, tuple(cells)) for number, *cells in plain["rows"]], plain["closed"])


def upload_of(by_id: int, upload_id: str) -> Upload | None:
    """An admin's own upload."""
    return db.session.scalar(select(Upload).where(Upload.id == upload_id, Upload.by_id == by_id))


def lately(by_id: int) -> list[Upload]:
    """What an admin has uploaded, the latest first; not what was looked at only."""
    own = select(Upload).where(Upload.by_id == by_id, Upload.state != "looked at")
    return list(db.session.scalars(own.order_by(Upload.at.desc()).limit(LATELY)))


def agree(upload: Upload, leaving: Iterable[int], total: int, outcome: dict[str, int], address: str) -> bool:
    """From now on the file is being applied, until it is done; False when that was so before. `outcome` are the counts
    that were agreed to."""
    agreed = {"state": "applying", "total": total, "address": address[:45], "outcome": json.dumps(outcome)}
    first = update(Upload).where(Upload.id == upload.id, Upload.state == "looked at").returning(Upload.id)
    return db.session.execute(first.values(**agreed, leaving=json.dumps(sorted(leaving)))).first() is not None


def take(upload_id: str, now: datetime) -> Taken | None:
    """The work to do, claimed for two minutes; nothing when it is done, given up or in other hands."""
    one = db.session.scalar(select(Upload).where(Upload.id == upload_id).with_for_update())
    if one is None or one.state != "applying" or one.rows is None:
        return None
    if one.taken_at and abs(now - one.taken_at) < CLAIM:
        return None
    one.taken_at, one.tries = now, one.tries + 1
    if one.tries > MOST_TRIES:
        one.state = "stopped"
        return None
    leaving = frozenset(json.loads(one.leaving))
    return Taken(one.id, one.by_id, one.rows, one.others_left, leaving, one.total, one.address)


def got_to(upload_id: str, done: int, now: datetime) -> None:
    """How far it is; said after each part, so that somebody else takes over where none follows."""
    db.session.execute(update(Upload).where(Upload.id == upload_id).values(done=done, taken_at=now))


def let_go(upload_id: str) -> None:
    """It could not be gone on with: the next try may begin at once."""
    db.session.execute(update(Upload).where(Upload.id == upload_id).values(taken_at=None))


def stop(upload_id: str) -> None:
    """It cannot be gone on with at all."""
    db.session.execute(update(Upload).where(Upload.id == upload_id).values(state="stopped"))


def finish(upload_id: str) -> None:
    """The rows are needed no more."""
    over = {"state": "done", "done": Upload.total, "rows": None, "leaving": "[]"}
    db.session.execute(update(Upload).where(Upload.id == upload_id).values(over))


def waiting(now: datetime) -> list[str]:
    """Uploads that nobody is applying though somebody should: the worker was stopped."""
    begun = select(Upload).where(Upload.state == "applying").order_by(Upload.at)
    return [one.id for one in db.session.scalars(begun) if one.taken_at is None or abs(now - one.taken_at) >= CLAIM]


def sweep(now: datetime) -> None:
    """Forget the rows of what was never applied, and in the end that it was there."""
    over = Upload.state != "applying"
    db.session.execute(update(Upload).where(Upload.at < now - KEPT, over).values(rows=None, leaving="[]"))
    db.session.execute(delete(Upload).where(Upload.at < now - REMEMBERED, or_(over, Upload.by_id.is_(None))))
