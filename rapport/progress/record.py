"""The one way in: facts are stored and the projection is kept, in the same transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from rapport.catalogue.shelf import Shelf, shelf
from rapport.database import db
from rapport.learning.intake import Intake, Result
from rapport.learning.refusal import REASONS
from rapport.people.user import User
from rapport.progress import module_progress, owed, projection, pulse

__all__ = ["Result", "record"]


def record(rep: User, facts: list[Any], now: datetime, version: int | None = None) -> list[Result]:
    """Take in a batch of raw facts and refresh what they touch; one result for each, in order.

    Give the catalogue's version where the page has read it already. Does not commit.
    """
    db.session.flush()
    has_waited = projection.wait_for_turn([rep.id])
    on_shelf = shelf(None if has_waited else version)  # the lessons may have been published meanwhile
    intake = Intake(rep, on_shelf, now)
    results = intake.take(facts)
    if not intake.rows:
        return results
    added = intake.store()
    moved = projection.refresh(rep.id, [row for row in added.values() if row["kind"] != "outcome"], on_shelf)
    _keep_in_line(rep.id, moved, on_shelf, now)
    return [_settled(result, fact, added) for result, fact in zip(results, facts, strict=True)]


def _keep_in_line(rep_id: int, moved: list[int], on_shelf: Shelf, now: datetime) -> None:
    """What managers see follows: modules, what is owed, how the rep is doing."""
    keys = {on_shelf.by_id[lesson_id].module_key for lesson_id in moved if lesson_id in on_shelf.by_id}
    if keys:
        module_progress.refresh(rep_id, [module.id for module in on_shelf.modules if module.key in keys])
    owed.settle([rep_id], on_shelf)
    pulse.refresh([rep_id], now, on_shelf)


def _settled(result: Result, fact: Any, added: dict[str, Any]) -> Result:
    """A fact whose id somebody else took in this very moment was not stored after all."""
    if result.status == "stored" and f"{fact['kind']} {fact['id'].lower()}" not in added:
        return replace(result, status="refused", reason="id-taken", message=REASONS["id-taken"], field="id")
    return result
