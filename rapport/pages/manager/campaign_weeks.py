"""A campaign's weeks as columns: where each stands and how high it is. Pure."""

from dataclasses import dataclass

from rapport.pages.rep.wall import shapes_of
from rapport.progress.campaign_board import Board, Week

WIDTH, HEIGHT, FOOT = 320, 120, 18
WIDEST = 44


@dataclass(frozen=True)
class Block:
    """One answer of one week."""

    x: float
    y: float
    width: float
    height: float
    shape: int


@dataclass(frozen=True)
class Column:
    """One week: `middle` is where its words stand, `top` where its number does."""

    blocks: list[Block]
    middle: float
    top: float
    number: int
    notes: int


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    base: int
    columns: list[Column]


def chart_of(board: Board, weeks: list[Week]) -> Chart:
    """The weeks side by side, the tallest as high as there is room."""
    most = max((week.notes for week in weeks), default=0)
    step = WIDTH / max(len(weeks), 1)
    unit = (HEIGHT - FOOT) / max(most, 1)
    columns = [_column(board, week, number, step, unit) for number, week in enumerate(weeks, 1)]
    return Chart(WIDTH, HEIGHT + FOOT, HEIGHT, columns)


def _column(board: Board, week: Week, number: int, step: float, unit: float) -> Column:
    width = min(step * 0.7, WIDEST)
    middle = step * (number - 0.5)
    answers = week.answers if board.key else {"": week.notes}
    shapes = shapes_of(answers)
    blocks, top = [], float(HEIGHT)
    for answer, count in answers.items():
        if count:
            top -= count * unit
            place = (round(middle - width / 2, 2), round(top, 2), round(width, 2), round(count * unit, 2))
            blocks.append(Block(*place, shapes[answer]))
    return Column(blocks, round(middle, 2), round(top, 2), number, week.notes)
