"""The rows of a form, with their kinds of answer: an exercise's | Log | Answer |, a sheet's | Watch | Answer |."""

import re

from rapport.content.report import Report
from rapport.content.source import Field
from rapport.content.table import Row, Table
from rapport.content.words import did_you_mean, short_hash, slug

SCALE = re.compile(r"([0-9]{1,3}) to ([0-9]{1,3})")
REQUIRED = re.compile(r",\s*required$")
REMINDS = re.compile(r",\s*reminds\s+(?:on the day|([0-9, and]{1,60}) days? before)$")
PLAIN = {"text": "text", "long text": "long", "number": "number", "date": "date"}
KNOWN = ["text", "long text", "number", "yes / no", "1 to 5", "date", "date, reminds 60 days before"]
LABEL_LIMIT = 120
WIDEST_SCALE = 10


def parse_form(table: Table, report: Report) -> tuple[Field, ...]:
    """The fields of an exercise's form; the first is always required."""
    if not table.rows:
        report.add(
            "exercise-without-form",
            table.header.number,
            1,
            "this form has no rows; add one for each thing to write down",
        )
    return tuple(field for field, _ in parse_rows(table, report, first_required=True))


def parse_rows(table: Table, report: Report, first_required: bool) -> list[tuple[Field, Row]]:
    """A field for each row that can be read, and the row."""
    fields: list[tuple[Field, Row]] = []
    for row in table.rows:
        field = _field(row, report, first=first_required and not fields)
        if field and any(field.key == other.key for other, _ in fields):
            report.add(
                "duplicate-field",
                row.number,
                row.cells[0].column,
                f'"{field.label}" stands here already; give each row its own name',
            )
        elif field:
            fields.append((field, row))
    return fields


def _field(row: Row, report: Report, first: bool) -> Field | None:
    label = row.cells[0].text
    if len(row.cells) != 2 or not label:
        report.add("form-row", row.number, 1, "a row has two cells: what it asks for, and the kind of answer")
        return None
    if len(label) > LABEL_LIMIT:
        report.add(
            "form-row",
            row.number,
            row.cells[0].column,
            f"this row's name has {len(label)} characters; keep it under {LABEL_LIMIT}",
        )
    answer = " ".join(row.cells[1].text.split())
    lowered = answer.lower()
    required = REQUIRED.search(lowered)
    rest = lowered[: required.start()] if required else lowered
    reminds = REMINDS.search(rest)
    kind_text = answer[: reminds.start()] if reminds else answer[: len(rest)]
    place = row.number, row.cells[1].column
    kind = _kind(kind_text, place, report)
    if kind is None:
        return None
    if reminds and kind[0] != "date":
        report.add("unknown-kind", *place, 'only a date can remind; write "date, reminds 60 days before"')
    key = slug(label) or f"field-{short_hash(label)}"
    days = _days(reminds) if reminds and kind[0] == "date" else ()
    return Field(key, label, kind[0], kind[1], kind[2], kind[3], days, required=first or bool(required))


def _kind(text: str, place: tuple[int, int], report: Report) -> tuple[str, tuple[str, ...], int, int] | None:
    lowered = text.lower()
    if lowered in PLAIN:
        return PLAIN[lowered], (), 0, 0
    if lowered.replace(" ", "") == "yes/no":
        return "yesno", (), 0, 0
    scale = SCALE.fullmatch(lowered)
    if scale:
        low, high = int(scale[1]), int(scale[2])
        if not low < high <= low + WIDEST_SCALE:
            report.add("scale-bounds", *place, f'"{text}" should count up, by at most {WIDEST_SCALE}, such as "1 to 5"')
            return None
        return "scale", (), low, high
    options = [part.strip() for part in text.split(" / " if " / " in text else "/")]
    if len(options) < 2 or not all(options):
        report.add(
            "unknown-kind",
            *place,
            f'"{text}" is not a kind of answer.{did_you_mean(text, KNOWN) or " Known: text, long text, number, yes / no, a / b / c, 1 to 5, date."}',
        )
        return None
    if len({option.lower() for option in options}) < len(options):
        report.add("duplicate-option", *place, "two of these options are the same; keep one")
    return "choice", tuple(dict.fromkeys(options)), 0, 0


def _days(reminds: re.Match[str]) -> tuple[int, ...]:
    numbers = re.findall(r"[0-9]{1,4}", reminds[1] or "0")
    return tuple(sorted({int(number) for number in numbers}, reverse=True))
