"""An observation sheet: what a manager who rides along watches for, with the answers to pick from."""

from rapport.content.blocks import Section, joined, take_settings
from rapport.content.footnotes import names_in, with_notes
from rapport.content.form import parse_rows
from rapport.content.report import Report
from rapport.content.settings import Settings
from rapport.content.source import Field, ObservationSource
from rapport.content.table import Table, tables

HEADER = ["watch", "answer"]
KINDS = ("yesno", "choice", "scale", "text", "long")
MOST_LINES = 10


def parse_observation(
    section: Section, key: str, title: str, notes: dict[str, str], report: Report
) -> ObservationSource:
    """The sheet under a heading "## Observe: …". It has no settings; a bullet that looks like one is told."""
    Settings(take_settings(section), (), report, None)
    names = names_in(section.lines)
    table = _sheet_table(section, report)
    body = section.lines[: table.start] + section.lines[table.end :] if table else section.lines
    text = with_notes(joined(body), names, notes)
    return ObservationSource(key, title, text, _lines(table, report) if table else (), section.number)


def _sheet_table(section: Section, report: Report) -> Table | None:
    found = tables(section.lines)
    for table in found:
        if [cell.text.lower() for cell in table.header.cells] == HEADER:
            return table
    if found:
        told = "the lines of a sheet are a table with the header | Watch | Answer |"
        report.add("observation-header", found[-1].header.number, 1, told)
    else:
        told = "an observation sheet needs a table | Watch | Answer | that says what to watch for"
        report.add("observation-without-table", section.number, 1, told)
    return None


def _lines(table: Table, report: Report) -> tuple[Field, ...]:
    """What to watch for. None is required: not everything happens on every visit."""
    if not table.rows:
        told = "this sheet has no lines; add one for each thing to watch for, about five"
        report.add("observation-without-table", table.header.number, 1, told)
    if len(table.rows) > MOST_LINES:
        told = f"this sheet has {len(table.rows)} lines; about five fit into a minute, {MOST_LINES} are the most"
        report.add("observation-lines", table.rows[MOST_LINES].number, 1, told)
    found = parse_rows(table, report, first_required=False)
    for field, row in found:
        if field.kind not in KINDS:
            told = (
                f"a {field.kind} takes too long beside a customer; use yes / no, a / b / c, 1 to 5, text or long text"
            )
            report.add("observation-kind", row.number, row.cells[1].column, told)
    return tuple(field for field, _ in found if field.kind in KINDS)
