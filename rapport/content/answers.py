"""Answers that are not choices: typed words, a number with its tolerance, things to order, pairs to match."""

import re
from decimal import Decimal

from rapport.content.blocks import Line
from rapport.content.report import Report
from rapport.content.source import Item, Pair
from rapport.content.table import Table
from rapport.content.words import short_hash

NUMBER = r"([-−]?[0-9]{1,12}(?:[.,][0-9]{1,6})?)"
EXACT = re.compile(NUMBER + r"\s*%?")
TOLERANCE = re.compile(NUMBER + r"\s*%?\s*(?:±|\+/-|\+-)\s*" + NUMBER + r"\s*%?")
RANGE = re.compile(NUMBER + r"\s*%?\s+to\s+" + NUMBER + r"\s*%?")
THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3},[0-9]{3}(?![0-9.,])")
NUMBERED = re.compile(r" {0,3}[0-9]{1,3}[.)] +(.*)")


def number_range(line: Line, report: Report) -> tuple[str, str, str] | None:
    """The number to show, the lowest and the highest that count; None when the answer is not a number."""
    text = line.text.partition(":")[2].strip()
    column = line.text.rindex(text) + 1 if text else 1
    if exact := EXACT.fullmatch(text):
        value = _decimal(exact[1], line, report)
        return _plain(value), _plain(value), _plain(value)
    if tolerance := TOLERANCE.fullmatch(text):
        value, around = _decimal(tolerance[1], line, report), _decimal(tolerance[2], line, report)
        return _plain(value), _plain(value - abs(around)), _plain(value + abs(around))
    if within := RANGE.fullmatch(text):
        low, high = _decimal(within[1], line, report), _decimal(within[2], line, report)
        if low >= high:
            report.add(
                "number-bounds",
                line.number,
                column,
                f"{within[1]} to {within[2]} runs backwards; write the smaller number first",
            )
        return _plain((low + high) / 2), _plain(min(low, high)), _plain(max(low, high))
    if "±" in text or "+/-" in text:
        report.add(
            "unclear-number", line.number, column, 'a number with a tolerance is written "10 ± 1", both without units'
        )
    return None


def typed_answers(line: Line, report: Report) -> tuple[str, ...]:
    """The texts that count as right, the first of them to be shown."""
    texts = [" ".join(text.split()) for text in line.text.partition(":")[2].split("|")]
    found = tuple(dict.fromkeys(text for text in texts if text))
    if not found:
        report.add(
            "empty-answer",
            line.number,
            line.text.index(":") + 1,
            'write what counts as right behind "Answer:", such as "Answer: need | needs"',
        )
    return found


def read_items(lines: list[Line], report: Report) -> tuple[Item, ...]:
    """The items of a numbered list, in the right order."""
    texts: list[tuple[str, int]] = []
    for line in lines:
        match = None if line.code else NUMBERED.fullmatch(line.text)
        if match:
            texts.append((match[1].strip(), line.number))
        elif texts and not line.blank:
            if line.indent < 2:
                report.add(
                    "between-choices", line.number, 1, "this line stands between the things to order; put it above them"
                )
            texts[-1] = (f"{texts[-1][0]} {line.text.strip()}", texts[-1][1])
    if len(texts) < 3:
        report.add(
            "order-items", texts[0][1], 1, "putting in order needs at least three things; with two it is a coin toss"
        )
    _refuse_twins([(text, number, 1) for text, number in texts], report)
    return tuple(Item(short_hash(text), text) for text, _ in texts)


def read_pairs(table: Table, report: Report) -> tuple[Pair, ...]:
    """The rows of a two-column table; several left ones may share a right one."""
    odd = next(
        (row for row in (table.header, *table.rows) if len(row.cells) != 2 or not all(cell.text for cell in row.cells)),
        None,
    )
    rows = [row for row in table.rows if len(row.cells) == 2]
    if odd:
        report.add("match-table", odd.number, 1, "a table to match has two columns, with something in every cell")
    if len({row.cells[1].text.casefold() for row in rows}) < 2:
        report.add("match-table", table.header.number, 1, "matching needs at least two rows with different right sides")
    _refuse_twins([(row.cells[0].text, row.number, row.cells[0].column) for row in rows], report)
    return tuple(
        Pair(short_hash(left.text), left.text, short_hash(right.text), right.text)
        for left, right in (row.cells for row in rows)
    )


def _refuse_twins(texts: list[tuple[str, int, int]], report: Report) -> None:
    seen: dict[str, int] = {}
    for text, line, column in texts:
        folded = " ".join(text.split()).casefold()
        if folded in seen:
            report.add("duplicate-choice", line, column, f"this is the same as line {seen[folded]}; change one of them")
        seen.setdefault(folded, line)


def _decimal(text: str, line: Line, report: Report) -> Decimal:
    if THOUSANDS.fullmatch(text):
        report.add(
            "unclear-number",
            line.number,
            line.text.index(text) + 1,
            f'"{text}" could mean thousands or decimals; write it without the comma or with a point',
        )
    return Decimal(text.replace(",", ".").replace("−", "-"))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
