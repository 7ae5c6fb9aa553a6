"""The weeks of a campaign as a table: for the debrief's page and its files alike."""

from rapport.progress.campaign_board import Board, Week
from rapport.reports.table import Column, Table, Value


def weeks_table(board: Board, weeks: list[Week], name: str) -> Table:
    """A row for each week: how many notes, and how many gave each answer."""
    days = Column("First day", "day"), Column("Last day", "day")
    answers = (Column(answer[:1].upper() + answer[1:], "number") for answer in board.answers)
    rows: list[tuple[Value, ...]] = [
        (number, week.first, week.last, week.notes, *(week.answers.get(answer, 0) for answer in board.answers))
        for number, week in enumerate(weeks, 1)
    ]
    columns = (Column("Week", "number"), *days, Column("Notes", "number"), *answers)
    return Table(f"debrief-{name}", f"Debrief: {board.campaign.title}", columns, rows)
