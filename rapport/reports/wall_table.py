"""Everything on a campaign's wall that the reader may read, as a table."""

from rapport.progress.campaign_board import Board
from rapport.progress.wall import said_in
from rapport.reports.answers import answer_cells, question_columns
from rapport.reports.table import Column, Table

FORMER = "A former colleague"
AT_A_TIME = 1000


def wall_table(board: Board, zone: str) -> Table:
    """A row for each note, the newest first; moments on the clock of `zone`."""
    lines = board.readable()
    ids = [line.id for line in lines]
    said = {
        id: words for at in range(0, len(ids), AT_A_TIME) for id, words in said_in(ids[at : at + AT_A_TIME]).items()
    }
    questions = question_columns(said[line.id][1] for line in lines)
    rows = [[line.at, said[line.id][0] or FORMER, *answer_cells(said[line.id][1], questions)] for line in lines]
    columns = (Column("When", "moment"), Column("Logged by"), *questions)
    return Table(
        f"campaign-{board.campaign.title}-{board.campaign.starts_on}", board.campaign.title, columns, rows, zone
    )
