"""Where a parser says what is wrong with one file."""

from rapport.content.problem import Problem
from rapport.content.rules import RULES


class Report:
    """Collects the problems of the file at `path`; each rule's level comes from the catalogue of rules."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(self, rule: str, line: int, column: int, message: str) -> None:
        known = RULES[rule]
        self.problems.append(
            Problem(self.path, max(line, 1), max(column, 1), known.level, rule, message, known.fixable)
        )
