"""Teams among many: those in one place of the tree, or of one name, some at a time."""

from typing import Any

from sqlalchemy import func, select

from rapport.database import db
from rapport.people.directory import like
from rapport.people.team import Team

PAGE = 50


def in_place(parent_id: int | None) -> Any:
    """The teams right below one, or at the top, as a query."""
    place = Team.parent_id.is_(None) if parent_id is None else Team.parent_id == parent_id
    return select(Team.id).where(place)


def called(words: str) -> Any:
    """The teams whose name holds all of these words, wherever they stand, as a query."""
    return select(Team.id).where(*(like(Team.name, word) for word in words.split()))


def how_many(found: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def some(found: Any, page: int) -> list[int]:
    """One page of their ids, by name; pages count from 1."""
    return list(db.session.scalars(found.order_by(Team.name, Team.id).limit(PAGE).offset((page - 1) * PAGE)))
