"""What `--fix` mends: missing ids, Windows line ends, the invisible mark, tabs. Nothing else, and never twice."""

from rapport.content.blocks import Section, scan, sections
from rapport.content.folder import BYTE_ORDER_MARK
from rapport.content.frontmatter import read
from rapport.content.ids import Ids
from rapport.content.place import Place, place_of
from rapport.content.report import Report
from rapport.content.step import kind_of


def fixed(path: str, data: bytes) -> bytes:
    """The file at `path`, mended; the same bytes when there is nothing to mend or it is not text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    text = text.lstrip(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    return _with_ids(place_of(path), _without_tabs(text)).encode("utf-8")


def _without_tabs(text: str) -> str:
    if "\t" not in text:
        return text
    rows = text.split("\n")
    start = _body_start(rows)
    lines = scan(rows[start:], 1, Report(""))
    return "\n".join(
        rows[:start] + [raw if line.code else raw.expandtabs(4) for raw, line in zip(rows[start:], lines, strict=True)]
    )


def _with_ids(place: Place, text: str) -> str:
    if place.kind not in {"lesson", "quiz"}:
        return text
    rows = text.split("\n")
    start = _body_start(rows)
    _, parts = sections(scan(rows[start:], start + 1, Report("")), (1, 2) if place.kind == "lesson" else (2,))
    missing = _missing_ids(place, parts)
    for number in sorted(missing, reverse=True):
        rows.insert(number, f"<!-- id: {missing[number]} -->")
    return "\n".join(rows)


def _missing_ids(place: Place, parts: list[Section]) -> dict[int, str]:
    """By the line number of each heading without an id: the id it gets, the same that the parser uses until then."""
    found: dict[int, str] = {}
    report = Report(place.path)
    ids = Ids(report, place.key)
    for part in parts:
        if place.kind == "lesson" and not kind_of(part):
            continue
        title = part.title.partition(":")[2].strip() if place.kind == "lesson" else part.title
        before = len(report.problems)
        key = ids.take(part, title)
        if any(problem.rule == "missing-id" for problem in report.problems[before:]):
            found[part.number] = key
    return found


def _body_start(rows: list[str]) -> int:
    return read(rows, Report("")).lines
