"""What a rule of the checker is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """`sentence` says what the rule asks for; `wrong` and `mend` are the smallest example of it.

    An error keeps the library from being published; a warning does not, and can be allowed on its line.
    """

    code: str
    level: str
    sentence: str
    wrong: str
    mend: str
    fixable: bool = False


def error(code: str, sentence: str, wrong: str, mend: str, fixable: bool = False) -> Rule:
    return Rule(code, "error", sentence, wrong, mend, fixable)


def warning(code: str, sentence: str, wrong: str, mend: str, fixable: bool = False) -> Rule:
    return Rule(code, "warning", sentence, wrong, mend, fixable)
