"""Front matter: the `name: value` lines between two `---` at the top of a file.

Read from YAML's events, so that every name knows its line and column, every value stays the text that
was typed (`no` is not False, `1.10` is not 1.1), and aliases, which could unfold to gigabytes, never do.
"""

from dataclasses import dataclass

import yaml

from rapport.content.report import Report

LIMIT = 20_000
STAR = "a value that begins with * or & needs quotes around it"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Setting:
    """One `name: value`. `items` holds the entries when the value is a list."""

    name: str
    value: str
    line: int
    column: int
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrontMatter:
    """`lines` is how many lines of the file it takes up; `broken` means that nothing can be said about what is missing."""

    settings: tuple[Setting, ...]
    lines: int
    broken: bool = False


def read(lines: list[str], report: Report) -> FrontMatter:
    """The front matter at the top of a file given as `lines`."""
    if not lines or lines[0].rstrip() != "---":
        report.add(
            "no-front-matter", 1, 1, 'the file should begin with "---", then lines such as "title: …", then "---"'
        )
        return FrontMatter((), 0, broken=True)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        report.add("unclosed-front-matter", 1, 1, 'the settings at the top need a closing "---" on a line of its own')
        blank = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
        return FrontMatter((), blank, broken=True)
    settings = _parse("\n".join(lines[1:end]), report)
    return FrontMatter(tuple(settings or ()), end + 1, broken=settings is None)


def _parse(text: str, report: Report) -> list[Setting] | None:
    if len(text) > LIMIT:
        report.add(
            "bad-yaml",
            1,
            1,
            f"the settings at the top are longer than {LIMIT:,} characters; move text below the closing ---",
        )
        return None
    try:
        return _Events(text, report).settings()
    except _RefusedError:
        return None
    except yaml.MarkedYAMLError as error:
        if "alias" in str(error.context) or "anchor" in str(error.context):
            mark = error.context_mark
            report.add("yaml-alias", mark.line + 2 if mark else 1, mark.column + 1 if mark else 1, STAR)
            return None
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        report.add("bad-yaml", line, column, _in_words(error))
    except (yaml.YAMLError, ValueError):
        report.add(
            "bad-yaml", 1, 1, "the settings at the top hold a character that cannot be read; type the line again"
        )
    return None


def _in_words(error: yaml.MarkedYAMLError) -> str:
    said = str(error.problem or "")
    if "mapping values are not allowed" in said or "cannot start any token" in said:
        return 'a value that holds ": " or begins with a sign needs quotes around it, such as title: "Price: the last word"'
    return f'this cannot be read as "name: value" ({said or "it is not YAML"}); put quotes around the value'


class _RefusedError(Exception):
    """The front matter is not a plain list of names and values; it has been reported."""


class _Events:
    """Walks the events of one small YAML text."""

    def __init__(self, text: str, report: Report) -> None:
        self.events = yaml.parse(text, Loader=LOADER)
        self.report = report

    def settings(self) -> list[Setting]:
        found: list[Setting] = []
        event = self._next_content()
        if event is None or (isinstance(event, yaml.ScalarEvent) and not event.value):
            return found
        if not isinstance(event, yaml.MappingStartEvent):
            raise self._refused(event, 'each line should be "name: value"')
        while not isinstance(name := self._next(), yaml.MappingEndEvent):
            if not isinstance(name, yaml.ScalarEvent):
                raise self._refused(name, 'each line should be "name: value"')
            found.append(self._setting(name))
        return found

    def _setting(self, name: yaml.ScalarEvent) -> Setting:
        place = _place(name)
        value = self._next()
        if isinstance(value, yaml.ScalarEvent):
            return Setting(name.value, value.value.strip(), *place)
        if not isinstance(value, yaml.SequenceStartEvent):
            raise self._refused(value, f'"{name.value}" should be one value or a list, without settings inside it')
        items = []
        while not isinstance(item := self._next(), yaml.SequenceEndEvent):
            if not isinstance(item, yaml.ScalarEvent):
                raise self._refused(
                    item,
                    f'the entries of "{name.value}" should be plain text; put quotes around an entry that holds ": "',
                )
            items.append(item.value.strip())
        return Setting(name.value, ", ".join(items), *place, tuple(items))

    def _next_content(self) -> yaml.Event | None:
        for event in self.events:
            if isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                continue
            return None if isinstance(event, yaml.StreamEndEvent) else self._safe(event)
        return None

    def _next(self) -> yaml.Event:
        return self._safe(next(self.events))

    def _safe(self, event: yaml.Event) -> yaml.Event:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.report.add("yaml-alias", *_place(event), STAR)
            raise _RefusedError
        return event

    def _refused(self, event: yaml.Event, message: str) -> _RefusedError:
        self.report.add("bad-yaml", *_place(event), message)
        return _RefusedError()


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column in the file, whose first line is the opening ---."""
    mark = event.start_mark
    return (mark.line + 2, mark.column + 1) if mark else (1, 1)
