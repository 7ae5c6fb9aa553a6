"""What a manager asks of a team or of people: modules or a lesson, by a day, with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Date, ForeignKey, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from rapport.assignments.change import AssignmentChange, note_change
from rapport.assignments.due import Due, close_all, extend_dues, reopen_all
from rapport.assignments.rounds import Rule
from rapport.database import Model, Moment, db
from rapport.people.team import tree
from rapport.people.team_change import wait_for_turn
from rapport.people.user import User

UNDO_FOR = timedelta(seconds=20)  # ten for the eye, ten for the network


class Assignment(Model):
    """`form_id` was made with the form, so that a double tap asks once. `rule` is one of `rounds.RULES`."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(String(36), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_on: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(Text)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    rule: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None] = mapped_column(Date)
    days: Mapped[int | None]
    every_months: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def dates(self) -> Rule:
        return Rule(self.rule, self.made_on, self.due_on, self.days, self.every_months)


class AssignmentSubject(Model):
    """What is asked: `about` is "module" or "lesson", `about_id` its row."""

    __tablename__ = "assignment_subjects"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[str] = mapped_column(String(6), primary_key=True)
    about_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class AssignmentPerson(Model):
    """Who is asked, where it is people rather than a team."""

    __tablename__ = "assignment_people"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


@dataclass(frozen=True)
class Ask:
    """What is to be asked. Either `team_id` or `person_ids`; the dates as in `rounds.Rule`."""

    subjects: tuple[tuple[str, int], ...]
    team_id: int | None = None
    person_ids: tuple[int, ...] = ()
    rule: str = "days"
    due_on: date | None = None
    days: int | None = 14
    every_months: int | None = None
    why: str = ""


def assign(by: User, ask: Ask, form_id: str, today: date, now: datetime) -> Assignment:
    """Ask for it; a form that comes again gives the assignment that it made. `roster.after_assignment` follows."""
    wait_for_turn()  # before anything is held, as whoever changes people does
    db.session.get_one(User, by.id, with_for_update=True)  # one tap at a time
    known = db.session.scalar(select(Assignment).where(Assignment.form_id == form_id))
    if known is not None:
        return known
    due_on = today + timedelta(days=ask.days or 0) if ask.rule == "days" else ask.due_on
    made = Assignment(
        form_id=form_id,
        made_by_id=by.id,
        made_at=now,
        made_on=today,
        why=ask.why,
        team_id=ask.team_id,
        rule=ask.rule,
        due_on=None if ask.rule == "joining" else due_on,
        days=None if ask.rule == "date" else ask.days,
        every_months=ask.every_months,
    )
    db.session.add(made)
    db.session.flush()
    for about, about_id in dict.fromkeys(ask.subjects):
        db.session.add(AssignmentSubject(assignment_id=made.id, about=about, about_id=about_id))
    for person_id in dict.fromkeys(ask.person_ids):
        db.session.add(AssignmentPerson(assignment_id=made.id, user_id=person_id))
    note_change(made.id, form_id, "made", by.id, now, until=made.due_on, why=ask.why)
    db.session.flush()
    return made


def undo(assignment: Assignment, by: User, now: datetime) -> bool:
    """As if it had never been asked: for whoever has just made it, within moments. False when it is too late."""
    if assignment.made_by_id != by.id or not timedelta(0) <= now - assignment.made_at <= UNDO_FOR:
        return False
    for table in (Due, AssignmentChange, AssignmentPerson, AssignmentSubject):
        db.session.execute(delete(table).where(table.__table__.c.assignment_id == assignment.id))
    db.session.delete(assignment)
    db.session.flush()
    return True


def change_due(assignment: Assignment, by: User, due_on: date, form_id: str, now: datetime, why: str = "") -> None:
    """Another day for everybody; who was given longer keeps it. Not for "days after joining"."""
    if assignment.rule != "joining" and assignment.due_on != due_on:
        assignment.due_on = due_on
        note_change(assignment.id, form_id, "moved", by.id, now, until=due_on, why=why)
        db.session.flush()


def extend(
    assignment: Assignment,
    by: User,
    person_ids: list[int] | None,
    until: date,
    form_id: str,
    now: datetime,
    why: str = "",
) -> int:
    """More time, for these people or for all: whoever still owes it owes it by `until`. How many that were."""
    reps = extend_dues(assignment.id, person_ids, until, now)
    if person_ids is None:
        if reps:
            note_change(assignment.id, form_id, "extended", by.id, now, until=until, why=why)
    else:
        for rep_id in reps:
            note_change(assignment.id, form_id, "extended", by.id, now, rep_id=rep_id, until=until, why=why)
    return len(reps)


def withdraw(assignment: Assignment, by: User, form_id: str, now: datetime, why: str = "") -> None:
    """Nobody is asked any more; what was done stays."""
    if assignment.withdrawn_at is None:
        assignment.withdrawn_at = now
        close_all(assignment.id, "withdrawn", now)
        note_change(assignment.id, form_id, "withdrawn", by.id, now, why=why)
        db.session.flush()


def bring_back(assignment: Assignment, by: User, form_id: str, now: datetime) -> None:
    """Ask again, by the same days as before."""
    if assignment.withdrawn_at is not None:
        assignment.withdrawn_at = None
        reopen_all(assignment.id, "withdrawn")
        note_change(assignment.id, form_id, "brought back", by.id, now)
        db.session.flush()


def subjects_of(assignment_ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    """What each of these asks for."""
    found: dict[int, list[tuple[str, int]]] = {one: [] for one in assignment_ids}
    rows = select(AssignmentSubject).where(AssignmentSubject.assignment_id.in_(assignment_ids))
    for row in db.session.scalars(rows.order_by(AssignmentSubject.about, AssignmentSubject.about_id)):
        found[row.assignment_id].append((row.about, row.about_id))
    return found


def people_of(assignment_id: int) -> list[int]:
    """The ids of the people it names; nobody where it is for a team."""
    return list(
        db.session.scalars(select(AssignmentPerson.user_id).where(AssignmentPerson.assignment_id == assignment_id))
    )


def in_tree_of(team_ids: list[int]) -> object:
    """A condition: assignments for these teams or for teams under them."""
    return Assignment.team_id.in_(select(tree(team_ids).c.id))
