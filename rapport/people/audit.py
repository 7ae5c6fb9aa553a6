"""Every act of an admin or a manager leaves a row: who, what, about whom or what, when, from where. Rows stay
as they are; only who somebody was is taken out of them when that person is erased."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.people.user import User

ADDRESS = re.compile(r"[^\s:,]+@[^\s:,]+")


class AuditRow(Model):
    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "at", "id"),
        Index(None, "by_id", "at", "id"),
        Index(None, "about_id", "at", "id"),
        Index(None, "what", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    what: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(Text)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    address: Mapped[str] = mapped_column(String(45))


def note(by_id: int | None, what: str, about: str, address: str, now: datetime, about_id: int | None = None) -> None:
    """Write down an act, in the same transaction as the act itself. `by_id` is empty for the command line; `about_id`
    is the person concerned, if it is one: found by their address where that is all that is said."""
    row = AuditRow(at=now, by_id=by_id, what=what, about=about, address=address[:45], about_id=about_id)
    if about_id is None and ADDRESS.fullmatch(about):
        row.about_id = select(User.id).where(User.email == about).scalar_subquery()
    db.session.add(row)


def newest(limit: int = 100) -> list[AuditRow]:
    return list(db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)))


def about_person(person_id: int, limit: int) -> list[AuditRow]:
    """What was last done about this person."""
    own = select(AuditRow).where(AuditRow.about_id == person_id)
    return list(db.session.scalars(own.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit)))


def forget(person_id: int, email: str, name: str, instead: str) -> None:
    """Acts stay, without who the person was: neither name nor address, nor from where they acted."""
    own = update(AuditRow).where(AuditRow.by_id == person_id)
    db.session.execute(own.values(address=""))
    about_them = AuditRow.about_id == person_id
    addresses = {email, *ADDRESS.findall(" ".join(db.session.scalars(select(AuditRow.about).where(about_them))))}
    db.session.execute(update(AuditRow).where(about_them).values(about=instead))
    for address in sorted(addresses, key=len, reverse=True):
        _take_out(address, instead, AuditRow.about.contains(address, autoescape=True))
    # A first name alone may be part of another word, and others may have the same name.
    said = AuditRow.about.contains(name, autoescape=True) if " " in name else AuditRow.about == name
    _take_out(name, instead, said, AuditRow.about_id.is_(None))


def _take_out(words: str, instead: str, *where: ColumnElement[bool]) -> None:
    told = update(AuditRow).where(*where)
    db.session.execute(told.values(about=func.replace(AuditRow.about, words, instead)))
