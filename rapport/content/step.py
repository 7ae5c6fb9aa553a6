"""What follows the reading of a lesson: exercises, the reflection, the plan, and sheets for whoever rides along."""

import re
from collections.abc import Callable

from rapport.content.blocks import BULLET, Line, Section, joined, list_items, take_settings
from rapport.content.footnotes import names_in, with_notes
from rapport.content.form import parse_form
from rapport.content.ids import Ids
from rapport.content.observation import parse_observation
from rapport.content.prompts import check_goal, take_prompts
from rapport.content.report import Report
from rapport.content.settings import Settings
from rapport.content.source import ExerciseSource, ObservationSource, PlanSource, ReflectionSource
from rapport.content.table import Table, tables

Step = ExerciseSource | ReflectionSource | PlanSource | ObservationSource

HEADING = re.compile(r"(exercise|reflect|plan|observe)\s*:(.*)", re.IGNORECASE)
EXERCISE_SETTINGS = ("goal", "within", "rhythm", "sign-off", "shared", "optional")
RHYTHMS = {"every working day": "working day", "every day": "day", "every week": "week"}
SUGGESTIONS = re.compile(r"\W*(when|then)\b.*", re.IGNORECASE)
TITLE_LIMIT = 120


def kind_of(section: Section) -> str:
    """'exercise', 'reflect', 'plan' or 'observe' for a heading that starts such a part, else ''."""
    match = HEADING.fullmatch(section.title) if section.level == 2 else None
    return match[1].lower() if match else ""


def parse_step(section: Section, ids: Ids, notes: dict[str, str], report: Report) -> Step:
    """The step under a heading for which `kind_of` is not empty."""
    kind = kind_of(section)
    title = section.title.partition(":")[2].strip()
    if not title:
        report.add(
            "step-without-title",
            section.number,
            1,
            f'write after the colon what this is about, such as "## {kind.capitalize()}: Call your ten best customers"',
        )
    if len(title) > TITLE_LIMIT:
        report.add(
            "title-too-long",
            section.number,
            section.column,
            f"this title has {len(title)} characters; keep it under {TITLE_LIMIT}",
        )
    key = ids.take(section, title)
    parse = _PARSERS[kind]
    return parse(section, key, title[:TITLE_LIMIT], notes, report)


def _exercise(section: Section, key: str, title: str, notes: dict[str, str], report: Report) -> ExerciseSource:
    found = take_settings(section, ("optional",))
    settings = Settings(found, EXERCISE_SETTINGS, report, None)
    form = _form_table(section, report)
    names = names_in(section.lines)
    fields = parse_form(form, report) if form else ()
    body = section.lines[: form.start] + section.lines[form.end :] if form else section.lines
    _late_settings(body, EXERCISE_SETTINGS, report)
    prompts, body = take_prompts(body, report)
    amount = settings.amount("goal")
    check_goal(prompts, amount[0] if amount else None, section.number, report)
    return ExerciseSource(
        key=key,
        title=title,
        body=with_notes(joined(body), names, notes),
        goal=amount[0] if amount else None,
        unit=amount[1] if amount else "",
        within_days=settings.days("within"),
        rhythm=settings.one_of("rhythm", RHYTHMS),
        sign_off=settings.one_of("sign-off", {"manager": "manager"}) == "manager",
        shared=settings.one_of("shared", {"team": "team"}) == "team",
        optional=settings.yes_no("optional"),
        fields=fields,
        prompts=prompts,
        line=section.number,
    )


def _form_table(section: Section, report: Report) -> Table | None:
    found = tables(section.lines)
    for table in found:
        if [cell.text.lower() for cell in table.header.cells] == ["log", "answer"]:
            return table
    if found:
        header = found[-1].header
        report.add(
            "form-header", header.number, 1, "the form of an exercise is a table with the header | Log | Answer |"
        )
    else:
        report.add(
            "exercise-without-form",
            section.number,
            1,
            "an exercise needs a table | Log | Answer | that says what to write down each time",
        )
    return None


def _reflection(section: Section, key: str, title: str, notes: dict[str, str], report: Report) -> ReflectionSource:
    settings = Settings(take_settings(section, ("optional",)), ("optional",), report, None)
    _late_settings(section.lines, ("optional",), report)
    body = with_notes(joined(section.lines), names_in(section.lines), notes)
    return ReflectionSource(key, title, body, settings.yes_no("optional"), section.number)


def _plan(section: Section, key: str, title: str, notes: dict[str, str], report: Report) -> PlanSource:
    settings = Settings(take_settings(section, ("optional",)), ("ask after", "optional"), report, None)
    _late_settings(section.lines, ("ask after", "optional"), report)
    names = names_in(section.lines)
    suggestions, body = _suggestions(section.lines)
    for word in ("when", "then"):
        if not suggestions[word]:
            report.add(
                "plan-without-suggestions",
                section.number,
                1,
                f'a plan needs a line "{word.capitalize()} …" with a list of suggestions under it',
            )
    return PlanSource(
        key=key,
        title=title,
        body=with_notes(joined(body), names, notes),
        whens=tuple(suggestions["when"]),
        thens=tuple(suggestions["then"]),
        ask_after_days=settings.days("ask after", 1) or 1,
        optional=settings.yes_no("optional"),
        line=section.number,
    )


def _suggestions(lines: list[Line]) -> tuple[dict[str, list[str]], list[Line]]:
    """The lists under the lines that begin with "When" and "Then", and the lines that belong to neither."""
    found: dict[str, list[str]] = {"when": [], "then": []}
    taken: set[int] = set()
    for place, line in enumerate(lines):
        match = None if line.code or BULLET.fullmatch(line.text) else SUGGESTIONS.fullmatch(line.text)
        items, length = list_items(lines[place + 1 :]) if match else ([], 0)
        if match and items:
            found[match[1].lower()] += [item for item in items if item]
            taken.update(used.number for used in lines[place : place + 1 + length])
    return found, [line for line in lines if line.number not in taken]


def _late_settings(lines: list[Line], known: tuple[str, ...], report: Report) -> None:
    for line in lines:
        match = None if line.code else BULLET.fullmatch(line.text)
        name, colon, _ = match[2].partition(":") if match else ("", "", "")
        if colon and name.strip().lower() in known:
            report.add(
                "late-setting",
                line.number,
                1,
                f'"{name.strip()}" is read only directly under the heading; move it there, above any text',
            )


_PARSERS: dict[str, Callable[[Section, str, str, dict[str, str], Report], Step]] = {
    "exercise": _exercise,
    "reflect": _reflection,
    "plan": _plan,
    "observe": parse_observation,
}
