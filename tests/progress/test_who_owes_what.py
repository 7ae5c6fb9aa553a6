"""Who owes what by when, against a slow and obvious notebook, while people come, move and leave, and managers ask,
extend, change and withdraw."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from support.lessons import make_lesson

from rapport.assignments.assignment import (
    Ask,
    Assignment,
    assign,
    bring_back,
    change_due,
    extend,
    withdraw,
)
from rapport.assignments.due import owed_by
from rapport.assignments.rounds import add_months
from rapport.catalogue.shelf import shelf
from rapport.database import db
from rapport.people.team import Team, add_member, end_membership, nest
from rapport.people.user import User
from rapport.progress import roster
from rapport.progress.record import record

FIRST = date(2026, 3, 2)
NAMES = ("rosa", "ravi", "otto", "mona")
TEAMS = ("Field", "North", "South", "Harbour")
LESSONS = ("one", "two")


@dataclass
class Asked:
    """An assignment as the notebook has it."""

    id: int
    lesson: str
    team: str | None
    people: tuple[str, ...]
    rule: str
    due_on: date | None
    days: int
    every: int | None
    made_on: date
    withdrawn: bool = False
    came: dict[str, date] = field(default_factory=dict)
    been: set[str] = field(default_factory=set)
    longer: dict[tuple[str, int], date] = field(default_factory=dict)


@dataclass
class Notebook:
    """Everything in plain dictionaries; looked through from top to bottom each time."""

    today: date = FIRST
    above: dict[str, str | None] = field(
        default_factory=lambda: {"Field": None, "North": "Field", "South": "Field", "Harbour": None}
    )
    members: dict[str, dict[str, date]] = field(default_factory=dict)
    spells: dict[str, list[tuple[str, date, date]]] = field(default_factory=dict)
    leads: set[tuple[str, str]] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    read: dict[tuple[str, str], list[date]] = field(default_factory=dict)
    number: int = 0

    def in_or_under(self, team: str, top: str | None) -> bool:
        place: str | None = team
        while place is not None:
            if place == top:
                return True
            place = self.above[place]
        return False

    def joined(self, name: str, top: str) -> date | None:
        """Since when the person is in the team or under it without a break."""
        inside = [day for team, day in self.members.get(name, {}).items() if self.counts(name, team, top)]
        if not inside:
            return None
        began = min(inside)
        for team, start, end in reversed(self.spells.get(name, [])):
            if self.in_or_under(team, top) and (name, team) not in self.leads and end >= began > start:
                began = start
        return began

    def counts(self, name: str, team: str, top: str) -> bool:
        return self.in_or_under(team, top) and (name, team) not in self.leads

    def look_again(self) -> None:
        """Who is asked now, and since when."""
        for one in self.asked:
            if not one.withdrawn:
                for name in NAMES:
                    self._look_at(one, name)

    def _look_at(self, one: Asked, name: str) -> None:
        joined = self.joined(name, one.team) if one.team else (one.made_on if name in one.people else None)
        is_asked = joined is not None and name not in self.closed
        if is_asked and one.rule == "joining" and joined + timedelta(days=one.days) < one.made_on:  # type: ignore[operator]
            is_asked = False
        if not is_asked:
            one.came.pop(name, None)
            one.longer = {key: day for key, day in one.longer.items() if key[0] != name}
        elif name not in one.came:
            assert joined is not None
            if one.rule == "joining":
                one.came[name] = max(joined, self.today) if name in one.been else joined
            elif name not in one.been and self.today == one.made_on and joined <= one.made_on:
                one.came[name] = one.made_on
            else:
                one.came[name] = self.today
            one.been.add(name)

    def current(self, one: Asked, name: str) -> tuple[int, date, date | None]:
        """The number, the day and the day to count from of the round that is open."""
        came = one.came[name]
        start = came + timedelta(days=one.days) if one.rule == "joining" else one.due_on
        assert start is not None
        earliest = came + timedelta(days=one.days if one.rule == "days" else 7)
        is_late_joiner = one.rule != "joining" and came > one.made_on
        if not one.every:
            return 1, max(start, earliest) if is_late_joiner else start, None
        days = [(number, add_months(start, (number - 1) * one.every)) for number in range(1, 400)]
        if is_late_joiner:
            days = [(number, day) for number, day in days if day >= earliest]
        number, day = days[0]
        counts_from = add_months(day, -one.every)
        for later, later_day in days[1:]:
            opens = later_day - timedelta(days=30)
            if opens <= self.today:
                number, day, counts_from = later, later_day, opens
        return number, day, counts_from

    def owes(self, name: str) -> dict[str, tuple[date, bool]]:
        """By lesson: the nearest day, and whether it is done."""
        found: dict[str, list[tuple[bool, date]]] = {}
        for one in self.asked:
            if not one.withdrawn and name in one.came:
                number, day, counts_from = self.current(one, name)
                day = max(day, one.longer.get((name, number), day))
                reads = [
                    when for when in self.read.get((name, one.lesson), []) if not counts_from or when >= counts_from
                ]
                found.setdefault(one.lesson, []).append((bool(reads), day))
        return {lesson: (min(rows)[1], min(rows)[0]) for lesson, rows in found.items()}


names, lessons = st.sampled_from(NAMES), st.sampled_from(LESSONS)
teams = st.sampled_from(TEAMS)
asks = st.tuples(
    st.just("ask"),
    lessons,
    st.one_of(teams, st.lists(names, min_size=1, max_size=3, unique=True)),
    st.sampled_from(["date", "days", "joining"]),
    st.sampled_from([1, 3, 10, 14, 40]),
    st.sampled_from([None, None, 12, 6]),
)
events = st.one_of(
    asks,
    st.tuples(st.just("join"), names, teams, st.booleans()),
    st.tuples(st.just("leave"), names, teams),
    st.tuples(st.just("move"), names, teams, teams),
    st.tuples(st.just("nest"), teams, st.one_of(st.none(), teams)),
    st.tuples(st.just("close"), names),
    st.tuples(st.just("open"), names),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("bring_back"), st.integers(0, 5)),
    st.tuples(st.just("extend"), st.integers(0, 5), st.one_of(st.none(), names), st.integers(1, 90)),
    st.tuples(st.just("change"), st.integers(0, 5), st.integers(0, 120)),
    st.tuples(st.just("read"), names, lessons),
    st.tuples(st.just("wait"), st.sampled_from([1, 2, 5, 7, 9, 30, 100, 300])),
)


@pytest.fixture
def cast_here(app: Any, cast: dict[str, User]) -> dict[str, User]:
    return cast


@pytest.mark.timeout(300)
@settings(max_examples=15)
@given(story=st.tuples(asks, st.lists(events, min_size=5, max_size=40)).map(lambda pair: [pair[0], *pair[1]]))
def test_everybody_owes_what_the_notebook_says(site: Any, cast_here: dict[str, User], story: list[Any]) -> None:
    db.session.rollback()  # what an example that failed has left open
    site.restore()
    db.session.expire_all()
    for key in LESSONS:
        make_lesson(key)
    world = World(cast_here)
    for what, *words in story:
        getattr(world, what)(*words)
        db.session.commit()
        world.book.look_again()
        world.compare(what)
    assert sum(roster.reconcile(world.now)) == 0, "nothing is left to mend"
    db.session.rollback()
    site.restore()


class World:
    """The real thing and the notebook, told the same."""

    def __init__(self, cast: dict[str, User]) -> None:
        self.book = Notebook()
        self.ids = {name: cast[name].id for name in NAMES}
        for name, home in (("rosa", "North"), ("ravi", "South"), ("otto", "Harbour")):
            self.book.members[name] = {home: date(2026, 1, 5)}
        self.book.members["mona"] = {"North": date(2026, 1, 5)}
        self.book.leads.add(("mona", "North"))
        self.manager = cast["viktor"]

    @property
    def now(self) -> datetime:
        return datetime.combine(self.book.today, time(12), UTC)

    def compare(self, what: str) -> None:
        by_id = {lesson.id: lesson.key for lesson in shelf().lessons}
        for name in NAMES:
            owed = owed_by(self.ids[name], self.book.today)
            found = {by_id[item.about_id]: (item.due_on, item.done_at is not None) for item in owed}
            assert found == self.book.owes(name), f"{name} on {self.book.today}, after {what}"
            assert [item.due_on for item in owed] == sorted(item.due_on for item in owed)

    def ask(self, lesson: str, who: Any, rule: str, days: int, every: int | None) -> None:
        rule = "days" if rule == "joining" and not isinstance(who, str) else rule
        due_on = self.book.today + timedelta(days=days)
        ask = Ask(
            subjects=(("lesson", shelf().by_key[lesson].id),),
            team_id=team(who).id if isinstance(who, str) else None,
            person_ids=() if isinstance(who, str) else tuple(self.ids[name] for name in who),
            rule=rule,
            due_on=due_on if rule == "date" else None,
            days=days,
            every_months=every,
        )
        made = assign(self.manager, ask, str(uuid4()), self.book.today, self.now)
        roster.after_assignment(made.id, self.now)
        top, people = (who, ()) if isinstance(who, str) else (None, tuple(who))
        first = None if rule == "joining" else due_on
        self.book.asked.append(Asked(made.id, lesson, top, people, rule, first, days, every, self.book.today))

    def join(self, name: str, to: str, leads: bool) -> None:
        if (name, to) in self.book.leads:
            leads = True
        add_member(team(to).id, self.ids[name], self.now, leads)
        self.book.members.setdefault(name, {}).setdefault(to, self.book.today)
        if leads:
            self.book.leads.add((name, to))
        self.follow(name)

    def leave(self, name: str, of: str) -> None:
        self._leave(name, of)
        self.follow(name)

    def move(self, name: str, of: str, to: str) -> None:
        if of in self.book.members.get(name, {}) and of != to:
            self._leave(name, of)
            self.join(name, to, False)

    def _leave(self, name: str, of: str) -> None:
        end_membership(team(of).id, self.ids[name], self.now)
        since = self.book.members.get(name, {}).pop(of, None)
        if since and (name, of) not in self.book.leads:
            self.book.spells.setdefault(name, []).append((of, since, self.book.today))
        self.book.leads.discard((name, of))

    def nest(self, name: str, under: str | None) -> None:
        try:
            nest(team(name), team(under) if under else None)
        except ValueError:
            return
        self.book.above[name] = under
        roster.follow(roster.subtree([team(name).id]), self.now)

    def close(self, name: str) -> None:
        db.session.get_one(User, self.ids[name]).deactivated_at = self.now
        self.book.closed.add(name)
        self.follow(name)

    def open(self, name: str) -> None:
        db.session.get_one(User, self.ids[name]).deactivated_at = None
        self.book.closed.discard(name)
        self.follow(name)

    def follow(self, name: str) -> None:
        roster.follow([self.ids[name]], self.now)

    def withdraw(self, number: int) -> None:
        if one := self._known(number):
            withdraw(self._row(one), self.manager, str(uuid4()), self.now)
            roster.after_assignment(one.id, self.now)
            one.withdrawn = True

    def bring_back(self, number: int) -> None:
        if one := self._known(number):
            bring_back(self._row(one), self.manager, str(uuid4()), self.now)
            roster.after_assignment(one.id, self.now)
            one.withdrawn = False

    def extend(self, number: int, name: str | None, days: int) -> None:
        one = self._known(number)
        if one is None:
            return
        until = self.book.today + timedelta(days=days)
        reps = None if name is None else [self.ids[name]]
        extend(self._row(one), self.manager, reps, until, str(uuid4()), self.now)
        roster.after_assignment(one.id, self.now)
        for who in [name] if name else NAMES:
            if not one.withdrawn and who in one.came:
                round_number, day, counts_from = self.book.current(one, who)
                day = max(day, one.longer.get((who, round_number), day))
                reads = self.book.read.get((who, one.lesson), [])
                if day < until and not [when for when in reads if not counts_from or when >= counts_from]:
                    one.longer[who, round_number] = until

    def change(self, number: int, days: int) -> None:
        one = self._known(number)
        if one is None or one.rule == "joining":
            return
        one.due_on = max(self.book.today, one.made_on) + timedelta(days=days)
        change_due(self._row(one), self.manager, one.due_on, str(uuid4()), self.now)
        roster.after_assignment(one.id, self.now)

    def read(self, name: str, lesson: str) -> None:
        self.book.number += 1
        raw = {
            "id": str(UUID(int=self.book.number)),
            "kind": "completion",
            "lesson": lesson,
            "at": self.now.isoformat(),
        }
        record(db.session.get_one(User, self.ids[name]), [raw], self.now)
        self.book.read.setdefault((name, lesson), []).append(self.book.today)

    def wait(self, days: int) -> None:
        """A short while passes day by day, as the hourly job sees it; after a long one everybody is looked after."""
        for _ in range(days if days < 3 else 1):
            self.book.today += timedelta(days=1 if days < 3 else days)
            if days < 3:
                roster.open_rounds(self.now)
            else:
                list(roster.reconcile(self.now))

    def _known(self, number: int) -> Asked | None:
        return self.book.asked[number] if number < len(self.book.asked) else None

    def _row(self, one: Asked) -> Assignment:
        return db.session.get_one(Assignment, one.id)


def team(name: str) -> Team:
    return db.session.scalars(select(Team).where(Team.name == name)).one()
