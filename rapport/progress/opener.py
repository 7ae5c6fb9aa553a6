"""One question to open a talk between a rep and their manager with. Pure: a plain rule, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapport.progress.activity import Week
from rapport.progress.follow_ups import FollowUp
from rapport.progress.topics import Topic

QUIET_WEEKS = 2


@dataclass(frozen=True)
class Known:
    """What the card says of a rep that one could talk about."""

    asked_about: str
    promises: Sequence[FollowUp]
    plans: Sequence[FollowUp]
    weakest: Topic | None
    strongest: Topic | None
    weeks: Sequence[Week]


def opener(known: Known, today: date) -> str:
    """The question, to be said aloud."""
    if known.asked_about:
        return f"You asked for help with {_quoted(known.asked_about)}. What have you tried so far?"
    late = next((item for item in known.promises if item.due_on < today), None)
    if late:
        return f"You promised {late.who or 'a customer'} something that is past its day. What is in the way?"
    if _is_quiet(known.weeks):
        return "You have had other things to do lately. What would make four minutes a day possible?"
    missed = next((item for item in known.plans if item.state == "not done"), None)
    if missed:
        return f"{_quoted(missed.text)}: it did not happen. What got in the way?"
    return _about_topics(known)


def _is_quiet(weeks: Sequence[Week]) -> bool:
    """Whether a rep who was active before has gone silent, without being away."""
    last, before = weeks[-QUIET_WEEKS:], weeks[:-QUIET_WEEKS]
    return any(week.days for week in before) and not any(week.days or week.away for week in last)


def _about_topics(known: Known) -> str:
    if known.weakest and 3 * known.weakest.right < 2 * known.weakest.asked:
        title = _quoted(known.weakest.lesson.title)
        return f"{title} was hard at first. With which customer could you try it this week?"
    if known.promises:
        return f"You promised {known.promises[0].who or 'a customer'} something. How is it going?"
    if known.strongest:
        return f"You know {_quoted(known.strongest.lesson.title)} well. Who in the team could you show it to?"
    return "Which customer went well lately, and what did you do differently?"


def _quoted(words: str) -> str:
    """In quotation marks; those within it become single ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"
