"""One person before and after a file of people: how they are to be, and what is different then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapport.exchange.cells import Path
from rapport.exchange.days import Span
from rapport.exchange.people_file import PersonRow
from rapport.exchange.present import PersonNow

What = Literal["name", "role", "joins", "leaves", "leads", "leads no more", "start date", "leave", "account"]


@dataclass(frozen=True)
class Difference:
    what: What
    before: str
    after: str

    @property
    def words(self) -> str:
        """ "name: Rosa Lind → Rosa Lindt", "joins Field / North"."""
        if self.what in ("joins", "leaves", "leads", "leads no more"):
            return f"{self.what} {self.before or self.after}"
        if self.what == "leave":
            return f"away {self.after}"
        return f"{self.what}: {self.before} → {self.after}" if self.before else f"{self.what}: {self.after}"


@dataclass(frozen=True)
class Change:
    """A person before and after. `now` is None for somebody new."""

    email: str
    name: str
    roles: frozenset[str]
    starts_on: date | None
    teams: dict[Path, bool]
    leave: tuple[Span, ...]  # those that are new
    now: PersonNow | None = None

    @property
    def is_opened(self) -> bool:
        return self.now is not None and not self.now.is_open

    def differences(self) -> Iterator[Difference]:
        before = self.now or PersonNow(0, self.email, self.name, frozenset(), None, True)
        if before.name != self.name:
            yield Difference("name", before.name, self.name)
        if before.roles != self.roles:
            yield Difference("role", roles_in_words(before.roles), roles_in_words(self.roles))
        yield from _team_differences(before.teams, self.teams)
        if before.starts_on != self.starts_on:
            yield Difference("start date", _iso(before.starts_on), _iso(self.starts_on))
        for first, last in self.leave:
            yield Difference("leave", "", _iso(first) + (f" to {_iso(last)}" if last != first else ""))
        if self.is_opened:
            yield Difference("account", "closed", "open")


def change_of(
    there: PersonNow | None, row: PersonRow | None, teams: dict[Path, bool] | None, led: dict[Path, bool]
) -> Change:
    """How the person is to be: what the file does not say stays."""
    now = there.teams if there else {}
    after = {way: led.get(way, now.get(way, False)) for way in (now if teams is None else teams)}
    after |= {way: True for way, leads in led.items() if leads}
    roles = (row.roles if row else None) or (there.roles if there else frozenset({"rep"}))
    roles |= {"manager"} if any(after.values()) else set()
    roles |= {"admin"} if there and "admin" in there.roles else set()
    known = there.leave if there else set()
    return Change(
        email=row.email if row else there.email if there else "",
        name=(row.name if row else "") or (there.name if there else ""),
        roles=frozenset(roles),
        starts_on=(row.starts_on if row else None) or (there.starts_on if there else None),
        teams=after,
        leave=tuple(span for span in dict.fromkeys(row.leave if row else ()) if span not in known),
        now=there,
    )


def roles_in_words(roles: frozenset[str]) -> str:
    return ", ".join(role for role in ("rep", "manager", "trainer", "admin") if role in roles)


def _team_differences(before: dict[Path, bool], after: dict[Path, bool]) -> Iterator[Difference]:
    for way in sorted(before.keys() | after.keys()):
        words = " / ".join(way)
        if way not in after:
            yield Difference("leaves", words, "")
        elif way not in before:
            yield Difference("leads" if after[way] else "joins", "", words)
        elif before[way] != after[way]:
            yield Difference("leads" if after[way] else "leads no more", "", words)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
