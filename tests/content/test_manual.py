"""docs/authoring.md: every rule with its present text, and examples that are as good as they say."""

import re
from pathlib import Path

from support.tiny_library import LESSON, QUIZ, TINY, read

from rapport.content.rules import GROUPS, RULES, manual
from rapport.content.source import FIELD_KINDS

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "authoring.md"
EXAMPLE = re.compile(r"^( *)```markdown\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def test_the_manual_ends_with_every_rule_as_it_is_now() -> None:
    assert DOCUMENT.read_text().rstrip().endswith(manual().rstrip()), "write it again: see `flask content rules`"


def test_no_rule_is_listed_twice_and_each_says_something() -> None:
    codes = [rule.code for group in GROUPS.values() for rule in group]
    assert len(codes) == len(set(codes)) == len(RULES)
    assert len(codes) >= 35
    for rule in RULES.values():
        assert rule.sentence.endswith(".")
        assert rule.wrong != rule.mend


def examples(start: str, end: str) -> list[str]:
    """The Markdown examples between two headings of the manual."""
    section = DOCUMENT.read_text().partition(f"\n## {start}\n")[2].partition(f"\n## {end}")[0]
    return [
        "\n".join(line.removeprefix(indent) for line in text.split("\n")) for indent, text in EXAMPLE.findall(section)
    ]


def test_the_first_lesson_is_free_of_errors() -> None:
    module, lesson, quiz = examples("A first lesson in ten minutes", "Where files go")
    key = "staying-in-touch"
    library = read(
        {
            f"lessons/{key}/module.md": module,
            f"lessons/{key}/01-call-without-a-reason.md": lesson,
            f"quizzes/{key}/call-without-a-reason.md": quiz,
        },
        {},
    )
    assert {problem.rule for problem in library.problems} == {"missing-id"}


def test_the_examples_are_free_of_errors() -> None:
    lesson = "---\ntitle: T\nsummary: S\nminutes: 1\n---\n\nRead.\n\n" + "\n".join(examples("Exercises", "Quizzes"))
    quiz = "---\npass: 80\n---\n\n" + "\n".join(examples("Quizzes", "Ids"))
    library = read({**TINY, LESSON: lesson, QUIZ: quiz}, {})
    assert {problem.rule for problem in library.problems} == {"missing-id"}
    (read_back,) = library.lessons
    assert read_back.quiz is not None
    assert {question.kind for question in read_back.quiz.questions} == {
        "one",
        "typed",
        "number",
        "order",
        "match",
        "scenario",
    }
    assert {field.kind for field in read_back.exercises[0].fields} == set(FIELD_KINDS)
