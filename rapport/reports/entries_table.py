"""What a rep logged with customers, as the card shows it, in one table."""

from datetime import date

from rapport.people.user import User
from rapport.progress.card import Card
from rapport.reports.answers import answer_cells, question_columns
from rapport.reports.table import Column, Table

FIRST = (Column("When", "moment"), Column("Exercise"), Column("Lesson"), Column("Sign-off"))
STATES = {"signed": "Signed off", "sent back": "Sent back", "waiting": "Waits"}


def entries_table(rep: User, card: Card, zone: str, today: date) -> Table:
    """The entries that stand, exercise by exercise, the newest first; moments on the clock of `zone`."""
    entries = [(exercise, item) for exercise in card.exercises for item in exercise.entries]
    questions = question_columns(item.entry.values for _exercise, item in entries)
    rows = [
        [
            item.entry.at,
            exercise.title,
            exercise.lesson.title,
            STATES.get(item.state),
            *answer_cells(item.entry.values, questions),
        ]
        for exercise, item in entries
    ]
    return Table(f"entries-{rep.name}-{today}", rep.name, (*FIRST, *questions), rows, zone)
