"""A quiz file: front matter, a few words perhaps, and a question under each `##`."""

import re
from dataclasses import dataclass

from rapport.content import frontmatter
from rapport.content.blocks import Line, joined, scan, sections, take_title
from rapport.content.ids import Ids
from rapport.content.question import parse_question
from rapport.content.report import Report
from rapport.content.settings import Settings
from rapport.content.source import QuizSource
from rapport.content.words import fingerprint

SETTINGS = ("title", "pass", "shuffle", "exam", "review")
PERCENT = re.compile(r"([0-9]{1,3})\s*%?")


@dataclass(frozen=True)
class QuizDraft:
    """The quiz, and its lines for the checks that look at prose."""

    source: QuizSource
    lines: list[Line]


def parse_quiz(path: str, key: str, text: str, report: Report) -> QuizDraft:
    """The quiz that `text` holds; whatever is wrong goes to `report` and the rest is read on."""
    rows = text.split("\n")
    front = frontmatter.read(rows, report)
    settings = Settings(front.settings, SETTINGS, report, None)
    lines = scan(rows[front.lines :], front.lines + 1, report)
    _, body = take_title(lines)
    intro, parts = sections(body)
    if not parts:
        report.add(
            "empty-quiz",
            front.lines + 1,
            1,
            'a quiz needs questions; each one begins with a heading, such as "## What do you say first?"',
        )
    ids = Ids(report, key)
    exam = settings.yes_no("exam")
    source = QuizSource(
        path=path,
        title=settings.text("title", 120),
        intro=joined(intro),
        pass_mark=_percent(settings, report),
        shuffle=settings.yes_no("shuffle"),
        exam=exam,
        review=_review(settings, exam, report),
        questions=tuple(parse_question(part, ids, report) for part in parts),
        text=text,
        fingerprint=fingerprint(text),
    )
    return QuizDraft(source, lines)


def _percent(settings: Settings, report: Report) -> int:
    setting = settings.by_name.get("pass")
    if setting is None:
        return 0
    match = PERCENT.fullmatch(setting.value)
    if match and int(match[1]) <= 100:
        return int(match[1])
    report.add(
        "pass-mark",
        setting.line,
        setting.column,
        f'"pass: {setting.value}" should be a percentage from 0 to 100, such as "pass: 80"',
    )
    return 0


def _review(settings: Settings, exam: bool, report: Report) -> bool:
    """An exam's questions stay out of reviews, which would give its answers away."""
    review = settings.yes_no("review", default=not exam)
    if exam and review:
        setting = settings.by_name["review"]
        report.add(
            "exam-in-review",
            setting.line,
            setting.column,
            "reviews would give away the answers of this exam; take this line out",
        )
    return review
