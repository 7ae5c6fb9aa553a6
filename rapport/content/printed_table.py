"""Tables as they are printed: on a screen, or in a Markdown document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True)
class PrintedTable:
    """The first row is the header; `lead` is a sentence above it."""

    title: str
    rows: Sequence[Row]
    lead: str = ""


def as_text(found: Iterable[PrintedTable]) -> str:
    return _joined((table.title, table.lead, _aligned(table.rows)) for table in found)


def as_markdown(found: Iterable[PrintedTable]) -> str:
    return _joined((f"### {table.title}", table.lead, _piped(table.rows)) for table in found)


def _joined(found: Iterable[Row]) -> str:
    return "\n\n".join(part for parts in found for part in parts if part)


def _aligned(rows: Sequence[Row]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _piped(rows: Sequence[Row]) -> str:
    head, *rest = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join([head, f"|{' --- |' * len(rows[0])}", *rest])
