"""What was asked of a person and what they asked of others, what they chose, and where that leaves them. Part of their own data."""

from typing import Any

from sqlalchemy import or_

from rapport.assignments.assignment import Assignment, AssignmentPerson
from rapport.assignments.change import AssignmentChange
from rapport.assignments.choice import ChosenModule
from rapport.assignments.due import Due
from rapport.assignments.news import SeenChanges
from rapport.pages.rep.own_trail import Row, rows
from rapport.progress.module_progress import ModuleProgress, RepBelow
from rapport.progress.pulse import Pulse

ABOUT_THEM: tuple[Any, ...] = (Due, ChosenModule, SeenChanges, ModuleProgress, Pulse, RepBelow)


def own_asked(person_id: int) -> dict[str, list[Row]]:
    """Assignments made and received with all that became of them, modules chosen, and what was counted from it."""
    acts = or_(AssignmentChange.by_id == person_id, AssignmentChange.rep_id == person_id)
    return {
        "assignments_made": rows(Assignment, Assignment.made_by_id == person_id),
        "assignment_people": rows(AssignmentPerson, AssignmentPerson.user_id == person_id),
        "assignment_changes": rows(AssignmentChange, acts),
        **{kind.__tablename__: rows(kind, kind.rep_id == person_id) for kind in ABOUT_THEM},
    }
