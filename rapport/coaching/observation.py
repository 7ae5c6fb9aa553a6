"""What a manager saw on a ride-along: a sheet filled in beside the rep, who reads it and countersigns.

Until then its writer may correct it or take it back, each time with a new version; afterwards it stays as it is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.coaching.once import add_once
from rapport.coaching.sheet import COMMENT, Filled, Sheet, read
from rapport.database import Model, Moment, db
from rapport.learning.fact import Revisable, age
from rapport.learning.raw import cleaned

ANSWER_LIMIT = 2000
SAVED_BEFORE = "This sheet was saved once before. Save again to keep what stands here now, too."
SETTLED = "This was countersigned meanwhile, so it stays as it is. Fill in another sheet to add something."
TAKEN_BACK = "This was taken back meanwhile. There is nothing left to do."
CHANGED = "This was changed since you opened it. Please read it again, then countersign."
SIGNED_BEFORE = "You have countersigned this already. What you wrote then stands."


class ObservationRefused(ValueError):
    """It cannot be done any more; the message is one sentence for whoever tried."""


class Observation(Revisable, Model):
    """`values` is a list of {key, label, kind, value} (a mark on a scale also has {of}), `title` the sheet's: both stay
    readable when the sheet changes. `answer` is what the rep wrote when countersigning."""

    __tablename__ = "observations"
    __table_args__ = (Index(None, "rep_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    sheet_key: Mapped[str] = mapped_column(String(80))
    fingerprint: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    values: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    countersigned_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")

    @property
    def received_at(self) -> datetime:
        """It is made on the server: it arrives when it happens."""
        return self.at


def observe(by_id: int, rep_id: int, sheet: Sheet, filled: Filled, now: datetime) -> bool:
    """Keep what was seen; whether it is new. Raises Refusal for an answer that is none."""
    return _keep(_row(by_id, rep_id, sheet, filled, now), filled.id)


def correct(latest: Observation, sheet: Sheet, filled: Filled, now: datetime) -> bool:
    """Its writer says it anew; whether that is new. Raises ObservationRefused when it is too late."""
    row = _row(latest.by_id, latest.rep_id, sheet, filled, now)
    line = _locked_line(latest.rep_id, latest.root_id)
    return not _is_kept(row) and _keep(row, _unsettled(line).root_id)


def take_back(latest: Observation, form_id: str, now: datetime) -> bool:
    """Nobody sees it any more; whether that is new. Raises ObservationRefused when it is too late."""
    same = ("by_id", "rep_id", "lesson_id", "sheet_key", "fingerprint", "title")
    row = {name: getattr(latest, name) for name in same}
    row |= {"id": form_id, "values": [], "comment": "", "at": now}
    line = _locked_line(latest.rep_id, latest.root_id)
    return not _is_kept(row) and _keep(row, _unsettled(line).root_id, withdrawn=True)


def countersign(rep_id: int, root_id: str, seen_id: str, answer: object, now: datetime) -> None:
    """The rep has read this version. Raises ObservationRefused when another one stands by now."""
    words = cleaned(answer, COMMENT, ANSWER_LIMIT, required=False)
    latest = _locked_line(rep_id, root_id)[-1]
    if latest.countersigned_at and words in ("", latest.answer):
        return
    if latest.countersigned_at or latest.withdrawn:
        raise ObservationRefused(SIGNED_BEFORE if latest.countersigned_at else TAKEN_BACK)
    if latest.id != seen_id:
        raise ObservationRefused(CHANGED)
    latest.countersigned_at, latest.answer = now, words


def line_of(rep_id: int, root_id: str) -> list[Observation]:
    """Every version of an observation of this rep, oldest first; nothing if it is somebody else's."""
    own = select(Observation).where(Observation.rep_id == rep_id, Observation.root_id == root_id)
    return sorted(db.session.scalars(own), key=age)


def _row(by_id: int | None, rep_id: int, sheet: Sheet, filled: Filled, now: datetime) -> dict[str, Any]:
    about = {"lesson_id": sheet.lesson_id, "sheet_key": sheet.key, "fingerprint": sheet.fingerprint}
    said = {"title": sheet.title, **read(sheet, filled), "at": now}
    return {"id": filled.id, "by_id": by_id, "rep_id": rep_id, **about, **said}


def _keep(row: dict[str, Any], root_id: str, withdrawn: bool = False) -> bool:
    fresh = {"root_id": root_id, "withdrawn": withdrawn, "countersigned_at": None, "answer": ""}
    added = add_once(Observation.__table__, [row | fresh])
    if not added and not _is_kept(row):
        raise ObservationRefused(SAVED_BEFORE)
    return bool(added)


def _is_kept(row: dict[str, Any]) -> bool:
    """Whether this very form has done its work before, as after a double tap."""
    known = db.session.get(Observation, row["id"])
    told = ("by_id", "rep_id", "sheet_key", "values", "comment")
    return known is not None and all(getattr(known, name) == row[name] for name in told)


def _unsettled(line: list[Observation]) -> Observation:
    """The latest of a line, to go on from."""
    latest = line[-1]
    if latest.countersigned_at or latest.withdrawn:
        raise ObservationRefused(SETTLED if latest.countersigned_at else TAKEN_BACK)
    return latest


def _locked_line(rep_id: int, root_id: str) -> list[Observation]:
    """The line as it is now. Whoever else wants to change it waits: it is countersigned or corrected, not both at once."""
    own = select(Observation).where(Observation.rep_id == rep_id, Observation.root_id == root_id)
    db.session.scalars(own.where(Observation.id == root_id).with_for_update()).one()
    return sorted(db.session.scalars(own.execution_options(populate_existing=True)), key=age)
