"""Settings, from front matter or from the bullets under a heading, read as the type they should have."""

import re
from collections.abc import Iterable

from rapport.content.frontmatter import Setting
from rapport.content.report import Report
from rapport.content.words import did_you_mean

YES = {"yes", "true", "on"}
NO = {"no", "false", "off"}
AMOUNT = re.compile(r"([0-9]{1,6})(?:\s+(\S.*))?")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
DAYS = re.compile(r"([0-9]{1,4})\s*(days?|weeks?)", re.IGNORECASE)


class Settings:
    """The settings found; names outside `known` and names given twice are reported at once.

    `place` (line, column) is where a missing setting is reported; None keeps quiet about missing ones.
    """

    def __init__(
        self, found: Iterable[Setting], known: tuple[str, ...], report: Report, place: tuple[int, int] | None
    ) -> None:
        self.report = report
        self.place = place
        self.by_name: dict[str, Setting] = {}
        for setting in found:
            name = setting.name.strip().lower()
            if name not in known:
                hint = did_you_mean(name, known) or (
                    f" Known here: {', '.join(known)}." if known else " There are none."
                )
                report.add(
                    "unknown-setting", setting.line, setting.column, f'"{setting.name}" is not a setting here.{hint}'
                )
            elif name in self.by_name:
                report.add(
                    "duplicate-setting",
                    setting.line,
                    setting.column,
                    f'"{name}" is already set on line {self.by_name[name].line}; keep one',
                )
            else:
                self.by_name[name] = setting

    def text(self, name: str, limit: int = 500, required: bool = False) -> str:
        setting = self.by_name.get(name)
        value = setting.value if setting else ""
        if required and not value:
            self._missing(name, setting)
        if setting and len(value) > limit:
            self.report.add(
                "too-long-setting",
                setting.line,
                setting.column,
                f'"{name}" has {len(value)} characters; keep it under {limit}',
            )
        return value[:limit]

    def several(self, name: str) -> tuple[str, ...]:
        """A list, or one text as a list of one."""
        setting = self.by_name.get(name)
        if setting is None:
            return ()
        return tuple(item for item in (setting.items or (setting.value,)) if item)

    def whole(self, name: str, default: int, low: int, high: int, required: bool = False) -> int:
        setting = self.by_name.get(name)
        if setting is None or not setting.value:
            if required:
                self._missing(name, setting)
            return default
        if re.fullmatch(r"[0-9]{1,6}", setting.value) and low <= int(setting.value) <= high:
            return int(setting.value)
        self._wrong(setting, f"should be a whole number from {low} to {high}")
        return default

    def yes_no(self, name: str, default: bool = False) -> bool:
        setting = self.by_name.get(name)
        if setting is None:
            return default
        if setting.value.lower() not in YES | NO:
            self._wrong(setting, "should be yes or no")
            return default
        return setting.value.lower() in YES

    def one_of(self, name: str, values: dict[str, str]) -> str:
        """What `values` says for the text typed; "" when absent or wrong."""
        setting = self.by_name.get(name)
        if setting is None:
            return ""
        typed = " ".join(setting.value.lower().split())
        if typed not in values:
            self._wrong(setting, f"should be {' or '.join(values)}.{did_you_mean(typed, values)}")
        return values.get(typed, "")

    def language(self, name: str, default: str = "en") -> str:
        """A language as the web names it: en, de, pt-BR."""
        setting = self.by_name.get(name)
        if setting is None:
            return default
        if not LANGUAGE.fullmatch(setting.value):
            self._wrong(setting, "should be a language's short name, such as en, de or pt-BR")
            return default
        return setting.value

    def days(self, name: str, default: int | None = None) -> int | None:
        """A span such as "14 days" or "2 weeks", in days."""
        setting = self.by_name.get(name)
        if setting is None:
            return default
        match = DAYS.fullmatch(setting.value)
        if not match or int(match[1]) < 1:
            self._wrong(setting, 'should be a number of days, such as "14 days"')
            return default
        return int(match[1]) * (7 if match[2].lower().startswith("week") else 1)

    def amount(self, name: str) -> tuple[int, str] | None:
        """A number and what is counted, such as "10 calls"."""
        setting = self.by_name.get(name)
        if setting is None:
            return None
        match = AMOUNT.fullmatch(setting.value)
        if not match or not 1 <= int(match[1]) <= 1000:
            self.report.add(
                "bad-goal",
                setting.line,
                setting.column,
                f'"{name}: {setting.value}" should be a number from 1 to 1000 and what is counted, such as "{name}: 10 calls"',
            )
            return None
        return int(match[1]), match[2] or ""

    def _missing(self, name: str, setting: Setting | None) -> None:
        if setting:
            self.report.add(
                "missing-setting", setting.line, setting.column, f'"{name}" is empty; write a value after the colon'
            )
        elif self.place:
            self.report.add("missing-setting", *self.place, f'"{name}" is missing; add a line "{name}: …"')

    def _wrong(self, setting: Setting, message: str) -> None:
        self.report.add("setting-value", setting.line, setting.column, f'"{setting.name}: {setting.value}" {message}')
