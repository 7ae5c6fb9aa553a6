"""The audit: every act of an admin, a manager or the command line, the newest first, to be searched."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock
from rapport.database import db
from rapport.pages.admin.blueprint import bp
from rapport.pages.row_id import LARGEST
from rapport.pages.words import iso_day
from rapport.people.audit_search import PAGE, Act, Search, kinds, some
from rapport.people.user import User
from rapport.text import clean

WORDS_LIMIT = 100
EARLIEST, LATEST = date(1970, 1, 2), date(9000, 1, 1)
NO_DAY = "Please pick a day."


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the search, how it was typed, and what of it was refused."""

    search: Search
    address: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)


@bp.get("/audit")
def audit_list() -> ResponseReturnValue:
    asked = asked_for()
    acts = [] if asked.errors else some(asked.search, _number("before"))
    more, acts = len(acts) > PAGE, acts[:PAGE]
    person = db.session.get(User, asked.search.person_id) if asked.search.person_id else None
    return render_template(
        "admin/audit.html",
        asked=asked,
        person=person,
        days=_by_day(acts),
        what_choices=[("", "Anything"), *((what, what.capitalize()) for what in kinds())],
        older=url_for("admin.audit_list", **asked.address, before=acts[-1].id) if more else "",
        newest=url_for("admin.audit_list", **asked.address) if _number("before") else "",
        today=clock.today(current_user.zone),
        tab="people",
    )


def asked_for() -> Asked:
    """What the address asks for; days are the admin's own."""
    typed = {name: _words(name) for name in ("by", "what", "about", "from", "to")}
    days = {name: _day(typed[name]) for name in ("from", "to")}
    errors = {name: NO_DAY for name, day in days.items() if typed[name] and day is None}
    person_id = _number("person")
    until = days["to"]
    last = until + timedelta(days=1) if until else None
    search = Search(typed["by"], typed["what"], typed["about"], person_id, _begin(days["from"]), _begin(last))
    address = {name: value for name, value in {**typed, "person": person_id}.items() if value}
    return Asked(search, address, errors)


def _day(typed: str) -> date | None:
    day = iso_day(typed)
    return day if day is not None and EARLIEST <= day <= LATEST else None


def _begin(day: date | None) -> datetime | None:
    """The moment at which this day begins for the admin who asks."""
    return datetime.combine(day, time(), ZoneInfo(current_user.zone)).astimezone(UTC) if day else None


def _words(name: str) -> str:
    return clean(request.args.get(name, "")[:WORDS_LIMIT], WORDS_LIMIT, one_line=True)


def _number(name: str) -> int | None:
    """The id of a row that the address names, if it can be one."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST else None


def _by_day(acts: list[Act]) -> list[tuple[date, list[tuple[str, Act]]]]:
    """The acts under the day on which they happened, each with its time of day."""
    days: dict[date, list[tuple[str, Act]]] = {}
    for act in acts:
        there = clock.local(act.at, current_user.zone)
        days.setdefault(there.date(), []).append((f"{there.hour}:{there:%M}", act))
    return list(days.items())
