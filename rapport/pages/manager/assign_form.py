"""The form that asks for modules: what was picked and typed, and what it comes to. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from rapport.assignments.assignment import Ask
from rapport.catalogue.shelf import Shelf, ShelfLesson
from rapport.pages.rep.posted import new_fact_id
from rapport.pages.words import iso_day
from rapport.text import TextRefused, clean

PEOPLE = "people"
UNTIL = (("14", "In 14 days"), ("30", "In 30 days"), ("date", "On a day"), ("joining", "After joining"))
AGAIN = (("", "Once"), ("12", "Every year"), ("6", "Every half-year"), ("3", "Every quarter"))
WHY_LIMIT, MOST_DAYS, MOST_PEOPLE = 200, 365, 200
FURTHEST = timedelta(days=730)


@dataclass
class AssignForm:
    """`team` is the id of a team, or PEOPLE; `until` is one of UNTIL; errors are by the name of the box."""

    form_id: str = field(default_factory=new_fact_id)
    modules: list[str] = field(default_factory=list)
    lesson: str = ""
    team: str = ""
    people: list[int] = field(default_factory=list)
    find: str = ""
    until: str = "14"
    due_on: str = ""
    days: str = "30"
    again: str = ""
    why: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def ask(self, shelf: Shelf, teams: Collection[int], allowed: Collection[int], today: date) -> Ask | None:
        """What this asks for; None, and the errors say why, when it cannot be asked. `allowed` are the people whom
        this manager may ask."""
        subjects = self._subjects(shelf)
        self._check_who(teams, allowed)
        due_on, days = self._dates(today)
        why = self._why()
        if self.again not in dict(AGAIN):
            self.errors["again"] = "Please pick one of these."
        if self.errors:
            return None
        to_people = self.team == PEOPLE
        return Ask(
            subjects=subjects,
            team_id=None if to_people else int(self.team),
            person_ids=tuple(self.people) if to_people else (),
            rule=self.until if self.until in ("date", "joining") else "days",
            due_on=due_on,
            days=days,
            every_months=int(self.again) if self.again else None,
            why=why,
        )

    def lessons(self, shelf: Shelf) -> list[ShelfLesson]:
        """Every lesson that this asks for."""
        found = [lesson for key in self.modules if (module := shelf.module(key)) for lesson in module.lessons]
        single = shelf.by_key.get(self.lesson)
        return found + ([single] if single else [])

    def _subjects(self, shelf: Shelf) -> tuple[tuple[str, int], ...]:
        modules = [module for key in self.modules if (module := shelf.module(key))]
        lesson = shelf.by_key.get(self.lesson)
        if len(modules) < len(self.modules) or (self.lesson and lesson is None):
            self.errors["modules"] = "Something you picked has just left the library. Please look again."
        elif not modules and lesson is None:
            self.errors["modules"] = "Please pick a module, or one lesson."
        single = (("lesson", lesson.id),) if lesson else ()
        return (*(("module", module.id) for module in modules), *single)

    def _check_who(self, teams: Collection[int], allowed: Collection[int]) -> None:
        if self.team == PEOPLE:
            if not self.people:
                self.errors["people"] = "Please pick at least one person."
            elif len(self.people) > MOST_PEOPLE:
                self.errors["people"] = f"Please pick {MOST_PEOPLE} people at most, or a team."
            elif set(self.people) - set(allowed):
                self.errors["people"] = "Somebody you picked is not in your teams any more. Please look again."
        elif self.team not in {str(team_id) for team_id in teams}:
            self.errors["team"] = "Please pick a team, or some people."

    def _dates(self, today: date) -> tuple[date | None, int | None]:
        """The day that is the same for everybody, and the days from joining on."""
        if self.until == "date":
            return self._day(today), None
        if self.until == "joining":
            return None, self._days()
        if self.until not in dict(UNTIL):
            self.errors["until"] = "Please say until when."
            return None, None
        return None, int(self.until)

    def _day(self, today: date) -> date | None:
        day = iso_day(self.due_on)
        if day is None or day < today:
            self.errors["due_on"] = "Please pick a day from today on."
        elif day > today + FURTHEST:
            self.errors["due_on"] = "Please pick a day within the next two years."
        return day

    def _days(self) -> int | None:
        days = int(self.days) if self.days.isdecimal() and len(self.days) < 5 else 0
        if self.team == PEOPLE:
            self.errors["until"] = "This is for a team: people you pick have joined already."
        elif not 1 <= days <= MOST_DAYS:
            self.errors["days"] = f"Please say how many days, 1 to {MOST_DAYS}."
        return days

    def _why(self) -> str:
        try:
            return clean(self.why, WHY_LIMIT, one_line=True)
        except TextRefused as refused:
            self.errors["why"] = str(refused)
            return ""


def fresh(args: MultiDict[str, str], shelf: Shelf, team: str, people: list[int]) -> AssignForm:
    """The form as it opens: what the link names is picked already, else this team."""
    modules = [key for key in args.getlist("module") if shelf.module(key)]
    lesson = args.get("lesson", "")
    return AssignForm(
        modules=modules,
        lesson=lesson if lesson in shelf.by_key else "",
        team=PEOPLE if people else team,
        people=people,
    )


def filled_in(form: MultiDict[str, str], form_id: str) -> AssignForm:
    """What a manager picked and typed."""

    def box(name: str) -> str:
        return form.get(name, "").replace("\x00", "")

    people = [int(value) for value in form.getlist("people") if value.isdecimal() and len(value) < 10]
    return AssignForm(
        form_id=form_id,
        modules=list(dict.fromkeys(form.getlist("modules"))),
        lesson=box("lesson"),
        team=box("team"),
        people=list(dict.fromkeys(people))[: MOST_PEOPLE + 1],  # one too many is told
        find=box("find"),
        until=box("until"),
        due_on=box("due_on"),
        days=box("days"),
        again=box("again"),
        why=box("why"),
    )
