"""What a rep's manager said and the rep has not put away: it stands on Today until then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import Shelf
from rapport.coaching.thread import Said, put_away, unseen
from rapport.database import db
from rapport.pages.rep.blueprint import lesson_url, rep, this_rep, this_shelf
from rapport.pages.words import counted, singular


@dataclass(frozen=True)
class News:
    """`title` says what it is ("Mona signed off 7 calls"), `about` where; `text` are the manager's own words."""

    kind: str
    title: str
    about: str
    text: str
    at: datetime
    url: str


@dataclass(frozen=True)
class FromManager:
    """`until` is the moment of the newest: what comes later is not put away unseen."""

    news: list[News]
    until: str


def from_manager() -> FromManager | None:
    """What is new, the newest first; sign-offs of one act together. One statement."""
    said = unseen(this_rep().id)
    if not said:
        return None
    news = [_news(group, this_shelf()) for group in _together(said)]
    return FromManager(news[::-1], said[-1].at.isoformat())


@rep.post("/from-manager/seen")
def put_away_from_manager() -> ResponseReturnValue:
    """Put away what the page showed."""
    until = _moment(request.form.get("until", ""))
    if until:
        put_away(this_rep().id, until, clock.now())
        db.session.commit()
    return redirect(url_for("rep.today"), 303)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo and moment.year > 1 and moment <= clock.now() else None
    except (ValueError, OverflowError):
        return None


def _together(said: Iterable[Said]) -> list[list[Said]]:
    """Sign-offs by the same manager in the same exercise with the same comment are one piece of news."""
    groups: dict[tuple[object, ...], list[Said]] = {}
    for item in said:
        alike = (item.by, item.lesson_id, item.exercise_key, item.text) if item.kind == "signed" else (item.id,)
        groups.setdefault(alike, []).append(item)
    return list(groups.values())


def _news(group: list[Said], shelf: Shelf) -> News:
    last = group[-1]
    lesson = shelf.by_id.get(last.lesson_id)
    exercise = next((item for item in (lesson.exercises if lesson else ()) if item["key"] == last.exercise_key), None)
    title = f"{last.who} {_act(last, len(group), exercise['unit'] if exercise else '')}"
    about = exercise["title"] if exercise else lesson.title if lesson else ""
    url = _url(last, lesson_url(lesson), exercise is not None, len(group)) if lesson else ""
    return News(last.kind, title, about, last.text, last.at, url)


def _act(said: Said, count: int, unit: str) -> str:
    if said.kind == "signed":
        return f"signed off {counted(count, unit or 'entries')}"
    one = singular(unit) or "entry"
    if said.kind == "sent back":
        return f"sent a {one} back" if one[0] not in "aeiou" else f"sent an {one} back"
    return "answered you" if said.about == "help" else "wrote to you"


def _url(said: Said, lesson: str, has_exercise: bool, count: int) -> str:
    """Where it can be read again, and answered by what one does."""
    place = f"{lesson}/exercises/{said.exercise_key}" if has_exercise else lesson
    if said.about == "help":
        return f"{place}/help"
    if said.about == "reflection":
        return f"{lesson}/reflection#reflection-{said.subject_id}"
    return f"{place}/entries/{said.subject_id}" if has_exercise and count == 1 else place
