"""What is asked of a rep, in words: by whom, until when, why, and what has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rapport import clock
from rapport.assignments.due import Owed, owed_by
from rapport.assignments.news import Maker, News, Told, told
from rapport.catalogue.shelf import Shelf
from rapport.pages.words import near_day, plain_day
from rapport.people.user import User
from rapport.progress.next_up import ByLesson, refreshed

MOST_NEWS = 4


@dataclass(frozen=True)
class Asked:
    """One thing that is asked for: `line` says by whom and until when, `why` are the manager's words."""

    line: str
    why: str
    late: bool
    done: bool
    again: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that has changed, as a sentence; `why` are the manager's words."""

    words: str
    why: str


@dataclass(frozen=True)
class Duties:
    """All that is asked of a rep today, and what they are told about it."""

    today: date
    owed: list[Owed]
    told: Told

    def of(self, about: str, about_id: int, shelf: Shelf, progress: ByLesson) -> Asked | None:
        """What is asked for by this module or lesson, if it is."""
        found = next((one for one in self.owed if (one.about, one.about_id) == (about, about_id)), None)
        return self.words(found, shelf, progress) if found else None

    def words(self, owed: Owed, shelf: Shelf, progress: ByLesson) -> Asked:
        makers = [maker for one in owed.assignment_ids if (maker := self.told.makers.get(one))]
        late = owed.is_late(self.today)
        why = next((maker.why for maker in makers if maker.why), "")
        again = _again(owed, shelf, progress)
        return Asked(_line(owed, makers, self.today), why, late, owed.done_at is not None, again)

    def news(self, shelf: Shelf, besides: Owed | None = None) -> list[Change]:
        """What has changed, but for the asking itself where the page says that already, and for what is done."""
        said = besides.assignment_ids if besides else ()
        done = {(one.about, one.about_id) for one in self.owed if one.done_at}
        news = [
            one
            for one in self.told.news
            if (one.what != "made" or one.assignment_id not in said)
            and (one.what == "withdrawn" or not done.issuperset(one.subjects))
        ]
        return [Change(_change(one, shelf, self.today), one.why) for one in news[:MOST_NEWS]]

    @property
    def newest(self) -> datetime | None:
        """The moment of the latest news: what "seen" means."""
        return self.told.news[0].at if self.told.news else None


def duties_of(person: User) -> Duties:
    """In two statements."""
    today = clock.today(person.zone)
    return Duties(today, owed_by(person.id, today), told(person.id, clock.now()))


def _line(owed: Owed, makers: list[Maker], today: date) -> str:
    """ "Asked by Mona until 5 December"; kindly, once that day is over."""
    names = _names(makers)
    if owed.done_at is not None:
        return f"Asked by {names}, and done"
    if not owed.is_late(today):
        return f"Asked by {names} until {plain_day(owed.due_on, today)}"
    knows = "knows" if len(makers) < 2 or " and " not in names else "know"
    return f"Was due {near_day(owed.due_on, today)}. {names} {knows}; one lesson today is a good step"


def _names(makers: list[Maker]) -> str:
    """ "Mona", "Mona and Viktor"."""
    first = list(dict.fromkeys(maker.name.split()[0] for maker in makers if maker.name.split()))
    return " and ".join([", ".join(first[:-1]), first[-1]] if len(first) > 1 else first) or "Your manager"


def _again(owed: Owed, shelf: Shelf, progress: ByLesson) -> str:
    """How far a new round is, for whoever has done it before."""
    if owed.round < 2 or owed.done_at is not None:
        return ""
    done, count = refreshed(owed, shelf, progress)
    return f"Once more: {done} of {count} lessons refreshed" if count > 1 else "Once more, to keep it fresh"


def _change(one: News, shelf: Shelf, today: date) -> str:
    by = one.by.split()[0] if one.by.split() else "Your manager"
    what = _titles(one.subjects, shelf)
    day = plain_day(one.until, today) if one.until else ""
    if one.what == "made":
        return f"{by} asks you for {what}" + (f", until {day}." if day else ".")
    if one.what == "moved":
        return f"{by} moved the day of {what} to {day}."
    if one.what == "extended":
        return f"{by} gave you more time for {what}: until {day}."
    if one.what == "withdrawn":
        return f"{by} no longer asks you for {what}. What you did is kept."
    return f"{by} asks you for {what} again."


def _titles(subjects: Iterable[tuple[str, int]], shelf: Shelf) -> str:
    modules = {module.id: module.title for module in shelf.modules}
    titles = [
        modules.get(about_id) if about == "module" else getattr(shelf.by_id.get(about_id), "title", None)
        for about, about_id in sorted(subjects, reverse=True)
    ]
    found = [f"“{title}”" for title in titles if title]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found) or "something"
