"""Who needs their manager, and about what: the rule as a condition of the database, and its words.

The reasons in the order in which they count: asked for help, waits for sign-off, late, stuck, sure but wrong, silent.
Nobody is called late or silent while on leave.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, or_, select

from rapport.clock import start_of
from rapport.database import table_of
from rapport.people.user import Leave
from rapport.progress.pulse import pulses

REASONS = ("help", "sign_off", "late", "stuck", "misjudged", "silent")
SILENT_AFTER = timedelta(days=10)
MISJUDGED_WITHIN = timedelta(days=14)
_leave = table_of(Leave).c


def reasons(today: date) -> dict[str, Any]:
    """For each reason the condition under which a rep's pulse gives it."""
    # A list, not a look for each person: it is read once.
    away = pulses.rep_id.in_(select(_leave.user_id).where(_leave.first_day <= today, _leave.last_day >= today))
    silent_since = start_of(today - SILENT_AFTER)
    return {
        "help": pulses.hands > 0,
        "sign_off": pulses.waiting > 0,
        "late": and_(pulses.next_due < today, ~away),
        "stuck": pulses.stuck > 0,
        "misjudged": pulses.misjudged_at >= start_of(today - MISJUDGED_WITHIN),
        "silent": and_(
            or_(pulses.last_at < silent_since, and_(pulses.last_at.is_(None), pulses.next_due.is_not(None))), ~away
        ),
    }


def need(today: date) -> Any:
    """How much a rep needs their manager, to sort by: 0 for not at all; the more weighty reason is the higher."""
    found = reasons(today)
    weights = {name: len(REASONS) - place for place, name in enumerate(REASONS)}
    return case(*((found[name], weight) for name, weight in weights.items()), else_=0)


def reasons_of(row: Any, today: date, away: bool) -> list[str]:
    """The reasons that one pulse gives, the most weighty first: the same rule, for a row that has been read."""
    silent_since = start_of(today - SILENT_AFTER)
    given = {
        "help": row.hands > 0,
        "sign_off": row.waiting > 0,
        "late": bool(row.next_due and row.next_due < today and not away),
        "stuck": row.stuck > 0,
        "misjudged": bool(row.misjudged_at and row.misjudged_at >= start_of(today - MISJUDGED_WITHIN)),
        "silent": not away and _is_silent(row.last_at, row.next_due, silent_since),
    }
    return [name for name in REASONS if given[name]]


def _is_silent(last_at: datetime | None, next_due: date | None, since: datetime) -> bool:
    return last_at < since if last_at else next_due is not None
