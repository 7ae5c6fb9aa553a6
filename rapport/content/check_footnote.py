"""Checks on footnotes: what is pointed to is there, what is there is pointed to."""

from rapport.content.blocks import Line
from rapport.content.inline import FOOTNOTE, mask_code
from rapport.content.report import Report
from rapport.content.words import did_you_mean


def check_footnotes(lines: list[Line], places: dict[str, int], report: Report) -> None:
    """`places` holds the line of each footnote that the file defines."""
    used: set[str] = set()
    for line in lines:
        if line.code or "[^" not in line.text:
            continue
        for match in FOOTNOTE.finditer(mask_code(line.text)):
            used.add(match[1])
            if match[1] not in places:
                report.add(
                    "unknown-footnote",
                    line.number,
                    match.start() + 1,
                    f'there is no footnote "[^{match[1]}]: …".{did_you_mean(match[1], places)}',
                )
    for name in places.keys() - used:
        report.add(
            "unused-footnote",
            places[name],
            1,
            f'nothing points to the footnote "{name}"; put [^{name}] where it belongs',
        )
