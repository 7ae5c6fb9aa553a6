"""A problem in a content file, said so that a trainer can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """`path` is relative to the content folder; `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    level: str
    rule: str
    message: str
    fixable: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.level}: {self.message} [{self.rule}]"
