"""A lesson file: front matter, the text to read, then exercises, a reflection, a plan and observation sheets."""

from dataclasses import dataclass

from rapport.content import frontmatter, step
from rapport.content.blocks import Line, Section, joined, scan, sections, take_title
from rapport.content.footnotes import names_in, take_footnotes
from rapport.content.ids import Ids
from rapport.content.report import Report
from rapport.content.settings import Settings
from rapport.content.source import ExerciseSource, LessonSource, ObservationSource, PlanSource, ReflectionSource
from rapport.content.words import fingerprint

SETTINGS = ("title", "summary", "minutes", "objective", "sources")
TITLE_LIMIT = 120


@dataclass(frozen=True)
class LessonDraft:
    """The lesson, and what the checks need to know beside it: its lines, and what they hold where."""

    source: LessonSource
    reading: list[Line]
    lines: list[Line]
    note_lines: dict[str, int]
    minutes_line: int


def parse_lesson(path: str, module_key: str, position: int, key: str, text: str, report: Report) -> LessonDraft:
    """The lesson that `text` holds; whatever is wrong goes to `report` and the rest is read on."""
    rows = text.split("\n")
    front = frontmatter.read(rows, report)
    settings = Settings(front.settings, SETTINGS, report, None if front.broken else (1, 1))
    title = settings.text("title", TITLE_LIMIT, required=True)
    lines = scan(rows[front.lines :], front.lines + 1, report)
    notes, note_lines, body = take_footnotes(lines, report)
    body = _without_title(body, title, report)
    reading, parts = sections(body, (1, 2))
    reading, parts = _reading_part(reading, parts)
    steps = _steps(parts, key, notes, report)
    minutes = settings.by_name.get("minutes")
    source = LessonSource(
        path=path,
        module_key=module_key,
        key=key,
        position=position,
        title=title,
        summary=settings.text("summary", required=True),
        minutes=settings.whole("minutes", 2, 1, 60, required=True),
        objective=settings.text("objective"),
        sources=settings.several("sources"),
        body=joined(reading),
        footnotes={name: notes[name] for name in names_in(reading) if name in notes},
        exercises=tuple(item for item in steps if isinstance(item, ExerciseSource)),
        reflection=next((item for item in steps if isinstance(item, ReflectionSource)), None),
        plan=next((item for item in steps if isinstance(item, PlanSource)), None),
        quiz=None,
        text=text,
        fingerprint=fingerprint(key, text, ""),
        observations=tuple(item for item in steps if isinstance(item, ObservationSource)),
    )
    return LessonDraft(source, reading, lines, note_lines, minutes.line if minutes else 1)


def _without_title(lines: list[Line], title: str, report: Report) -> list[Line]:
    found, kept = take_title(lines)
    if found and title and found[0] != title:
        report.add(
            "title-differs",
            found[1].number,
            1,
            f'the heading says "{found[0]}" and the title at the top "{title}"; readers see the one at the top',
        )
    return kept


def _reading_part(before: list[Line], parts: list[Section]) -> tuple[list[Line], list[Section]]:
    """The lines up to the first step, and the sections from there on."""
    first = next((place for place, part in enumerate(parts) if step.kind_of(part)), len(parts))
    reading = list(before)
    for part in parts[:first]:
        reading.append(Line(part.number, f"{'#' * part.level} {part.title}"))
        reading += part.lines
    return reading, parts[first:]


def _steps(parts: list[Section], key: str, notes: dict[str, str], report: Report) -> list[step.Step]:
    found: list[step.Step] = []
    ids = Ids(report, key)
    for part in parts:
        if not step.kind_of(part):
            report.add(
                "text-after-step",
                part.number,
                1,
                f'"{part.title}" stands behind a step, where nobody would see it; move it above the first step',
            )
            continue
        parsed = step.parse_step(part, ids, notes, report)
        if isinstance(parsed, ReflectionSource | PlanSource) and any(type(other) is type(parsed) for other in found):
            name = "reflection" if isinstance(parsed, ReflectionSource) else "plan"
            report.add(
                f"second-{name}",
                part.number,
                1,
                f"a lesson has at most one {name}; join the two or move one to another lesson",
            )
        else:
            found.append(parsed)
    return found
