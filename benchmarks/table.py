"""Rows of figures, and the page they are written to."""

import platform
import statistics
from dataclasses import dataclass


@dataclass
class Row:
    what: str
    figure: str
    bar: str = ""


def spread(values: list[float], unit: str, digits: int = 2) -> str:
    """The median, with the smallest and largest behind it."""
    middle = f"{statistics.median(values):.{digits}f} {unit}".strip()
    return f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def show(rows: list[Row]) -> None:
    """Print rows in the terminal."""
    for row in rows:
        print(f"  {row.what}: {row.figure} {row.bar}".rstrip(), flush=True)


def as_markdown(sections: dict[str, list[Row]], when: str) -> str:
    lines = [
        "# Results",
        "",
        f"Written by `make bench` on {when}, Python {platform.python_version()}, {platform.machine()}.",
        "Medians (smallest–largest). Ratios were taken in the same run, turn by turn; absolute times depend on the machine.",
        "",
    ]
    for title, rows in sections.items():
        lines += [f"## {title}", "", "| what | measured | bar |", "| --- | --- | --- |"]
        lines += [f"| {row.what} | {row.figure} | {row.bar} |" for row in rows]
        lines.append("")
    return "\n".join(lines)
