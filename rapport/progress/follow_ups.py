"""What a rep promised and when it falls due: dates in entries, and plans."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rapport.learning.entry import Entry, entries_of
from rapport.learning.plan import Outcome, Plan, outcomes_of, plans_of
from rapport.people.user import User
from rapport.progress.activity import leave_days
from rapport.progress.working_days import back_at_work

Outcomes = dict[tuple[str, str, str], Outcome]
UNSAID = "Only the day was noted."


@dataclass(frozen=True)
class FollowUp:
    """`reminds` are days before `due_on`; from `asked_on` the rep is asked about it; `state` is
    "open", "done" or "not done". `exercise_key` is empty for a plan."""

    about: str
    subject_id: str
    field_key: str
    who: str
    text: str
    due_on: date
    lesson_id: int
    state: str
    reminds: tuple[int, ...]
    asked_on: date
    note: str = ""
    exercise_key: str = ""

    def next_reminder(self, today: date) -> date | None:
        """Where one reminder is only a step on the way to the day itself: when the next one is due."""
        days = sorted({self.due_on - timedelta(days=before) for before in (*self.reminds, 0)})
        return next((day for day in days if day > today), None) if len(self.reminds) > 1 else None

    def is_asked(self, today: date) -> bool:
        """Whether it is time to ask what became of it."""
        return self.state == "open" and self.asked_on <= today


def follow_ups_of(
    rep: User, entries: list[Entry] | None = None, away: Collection[date] | None = None
) -> list[FollowUp]:
    """Every promise and plan that stands: the open ones by date, then what is settled, the latest first.

    `entries` are those that stand, `away` the days of leave, where a page has read them already.
    """
    outcomes = outcomes_of(rep.id)
    entries = entries_of(rep.id) if entries is None else entries
    away = leave_days(rep) if away is None else away
    found = [item for entry in entries for item in _promises(entry, outcomes)]
    found += [_planned(plan, outcomes, rep.working_days, away) for plan in plans_of(rep.id)]
    is_open = [item for item in found if item.state == "open"]
    settled = [item for item in found if item.state != "open"]
    return sorted(is_open, key=_place) + sorted(settled, key=_place, reverse=True)


def _promises(entry: Entry, outcomes: Outcomes) -> list[FollowUp]:
    """A date in the future of its entry is a promise; the words asked for just before it say which."""
    found: list[FollowUp] = []
    who = entry.values[0]["value"] if entry.values and entry.values[0]["kind"] != "date" else ""
    text = ""
    for place, value in enumerate(entry.values):
        if place and value["kind"] in ("text", "long"):
            text = value["value"] or UNSAID
        elif value["kind"] in ("number", "scale"):
            text = ""  # the form has gone on to something else
        elif value["kind"] == "date" and value["value"] and date.fromisoformat(value["value"]) >= entry.day:
            found.append(_promise(entry, value, who, text or value["label"], outcomes))
    return found


def _promise(entry: Entry, value: dict[str, Any], who: str, text: str, outcomes: Outcomes) -> FollowUp:
    outcome = outcomes.get(("entry", entry.root_id, value["key"]))
    day, reminds = date.fromisoformat(value["value"]), tuple(value.get("reminds", ()))
    due_on, state, note = _settle(day, entry, outcome)
    asked_on = due_on - timedelta(days=0 if outcome else max(reminds, default=0))
    if len(reminds) > 1 and due_on < day:
        due_on = day  # A renewal is on its day, however often one asks to be reminded before.
    return FollowUp(
        "entry",
        entry.root_id,
        value["key"],
        who,
        text,
        due_on,
        entry.lesson_id,
        state,
        reminds,
        asked_on,
        note,
        entry.exercise_key,
    )


def _planned(plan: Plan, outcomes: Outcomes, working_days: str, away: Collection[date]) -> FollowUp:
    """Nobody is asked about a plan while away."""
    due_on, state, note = _settle(plan.ask_on, plan, outcomes.get(("plan", plan.root_id, "")))
    due_on = back_at_work(due_on, working_days, away)
    text = f"When {plan.when}, then I will {plan.then}"
    return FollowUp("plan", plan.root_id, "", "", text, due_on, plan.lesson_id, state, (), due_on, note)


def _settle(due_on: date, subject: Entry | Plan, outcome: Outcome | None) -> tuple[date, str, str]:
    """The day, state and note after the newest outcome; "later" holds until the subject is corrected."""
    if outcome is None:
        return due_on, "open", ""
    if outcome.result != "later":
        return due_on, outcome.result, outcome.note
    moved = outcome.until if outcome.until and outcome.at >= subject.at else due_on
    return moved, "open", outcome.note


def _place(item: FollowUp) -> tuple[date, str, str]:
    return item.due_on, item.subject_id, item.field_key
