"""The catalogue of rules, by code; `docs/authoring.md` shows the same ones."""

from rapport.content.rule import Rule
from rapport.content.rules_of_files import FILES
from rapport.content.rules_of_lessons import LESSONS, STEPS
from rapport.content.rules_of_prose import PROSE
from rapport.content.rules_of_quizzes import QUIZZES

GROUPS: dict[str, tuple[Rule, ...]] = {
    "Files and folders": FILES[0],
    "The settings at the top": FILES[1],
    "The text of a lesson": LESSONS,
    "Words, numbers, links and pictures": PROSE,
    "Exercises, reflections, plans and sheets": STEPS,
    "Quizzes": QUIZZES,
}
RULES: dict[str, Rule] = {rule.code: rule for group in GROUPS.values() for rule in group}


def manual() -> str:
    """The rules as Markdown, for `docs/authoring.md`."""
    return "\n\n".join(
        f"### {title}\n\n" + "\n\n".join(_entry(rule) for rule in group) for title, group in GROUPS.items()
    )


def _entry(rule: Rule) -> str:
    note = f"{rule.level}, mended by `--fix`" if rule.fixable else rule.level
    return f"#### `{rule.code}` ({note})\n\n{rule.sentence}\n\n{_samples(rule)}"


def _samples(rule: Rule) -> str:
    if any(sign in rule.wrong + rule.mend for sign in "\n`"):
        return f"Wrong:\n\n````text\n{rule.wrong}\n````\n\nRight:\n\n````text\n{rule.mend}\n````"
    return f"- wrong: `{rule.wrong}`\n- right: `{rule.mend}`"
