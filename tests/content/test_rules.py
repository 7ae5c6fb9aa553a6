"""Every rule on its own: the tiny library with one thing wrong has that problem, at that place, and no other."""

import pytest
from support.tiny_library import (
    LESSON,
    MODULE,
    PICTURE,
    QUIZ,
    SIZES,
    TALK,
    TINY,
    TWO_CHOICES,
    added,
    changed,
    places,
    read,
    without,
)

from rapport.content.rules import RULES

OTHER = "lessons/leaving/02-four-answers.md"
QUESTION = "- [ ] Price\n- [x] Silence\n\n> Price is the polite answer.\n"
READING = "Price is what they say."


def lesson(title: str = "Four answers", body: str = "Call them.\n") -> str:
    return f"---\ntitle: {title}\nsummary: Short.\nminutes: 1\n---\n\n{body}"


def in_lesson(new: str, old: str = READING) -> dict[str, str | bytes]:
    return changed(LESSON, old, new)


def in_quiz(new: str, old: str = TWO_CHOICES) -> dict[str, str | bytes]:
    return changed(QUIZ, old, new)


def three_questions(*choices: str, settings: str = "pass: 80") -> dict[str, str | bytes]:
    questions = "\n".join(
        f"## Question {place}?\n<!-- id: q{place} -->\n\n{lines}\n\n> Because.\n" for place, lines in enumerate(choices)
    )
    return added(QUIZ, f"---\n{settings}\n---\n\n{questions}")


def in_talk(new: str, old: str, settings: str = "pass: 80") -> dict[str, str | bytes]:
    assert TALK.count(old) == 1
    return {**TINY, QUIZ: TINY[QUIZ].replace(TWO_CHOICES, TALK.replace(old, new)).replace("pass: 80", settings)}


def with_sheet(rows: str, header: str = "| Watch | Answer |\n| --- | --- |\n") -> dict[str, str | bytes]:
    """The tiny lesson with an observation sheet at its end, whose table begins in line 40."""
    return added(LESSON, f"{TINY[LESSON]}\n## Observe: The call\n<!-- id: watch -->\n\n{header}{rows}\n")


def scenes_in_a_row(number: int) -> str:
    choices = ("- [x] [Yes.](#scene-{0})", "- [ ] [Yep.](#scene-{0})")
    scenes = [
        f"### Scene {place}\n\nShe waits.\n\n" + "\n".join(choices[:: (-1) ** place]).format(place + 1)
        for place in range(number)
    ]
    return "\n\n".join([*scenes, f"### Scene {number}\n\nEnd."])


# rule: (the library, where)
CASES = {
    # files and folders
    "not-utf8": (added(LESSON, TINY[LESSON].replace("say.", "säy.").encode("cp1252")), [f"{LESSON}:7:21"]),
    "control-character": (in_lesson("Price\x00 is"), [f"{LESSON}:7:6"]),
    "file-too-big": (added(OTHER, lesson(body="word " * 50_000)), [f"{OTHER}:1:1"]),
    "byte-order-mark": (added(LESSON, "\ufeff" + TINY[LESSON]), [f"{LESSON}:1:1"]),
    "line-ends": (added(LESSON, TINY[LESSON].replace("\n", "\r\n")), [f"{LESSON}:1:1"]),
    "tab": (in_lesson("Price is\twhat they\tsay."), [f"{LESSON}:7:9"]),
    "file-name": (
        added("lessons/leaving/Four Answers.md", lesson()),
        ["lessons/leaving/Four Answers.md:1:1 file-name"],
    ),
    "folder-name": (added("lessons/Why Stay/01-a.md", lesson()), ["lessons/Why Stay/01-a.md:1:1 folder-name"]),
    "unknown-file": (added("lessons/notes.md", "# Notes"), ["lessons/notes.md:1:1"]),
    "module-without-file": (without(MODULE), [f"{MODULE}:1:1"]),
    "empty-module": (added("lessons/empty/module.md", TINY[MODULE]), ["lessons/empty/module.md:1:1"]),
    "duplicate-lesson": (
        added("lessons/leaving/02-five-causes.md", lesson()),
        ["lessons/leaving/02-five-causes.md:1:1"],
    ),
    "duplicate-position": (
        added("lessons/leaving/01-four-answers.md", lesson()),
        ["lessons/leaving/01-four-answers.md:1:1"],
    ),
    "duplicate-exercise": (
        added(
            OTHER,
            lesson(
                body="Call.\n\n## Exercise: Call\n<!-- id: call-two -->\n\n| Log | Answer |\n| --- | --- |\n| Who | text |\n"
            ),
        ),
        [f"{OTHER}:9:1"],
    ),
    "quiz-without-lesson": (added("quizzes/leaving/five-cause.md", TINY[QUIZ]), ["quizzes/leaving/five-cause.md:1:1"]),
    # settings
    "no-front-matter": (added(QUIZ, TINY[QUIZ].removeprefix("---\npass: 80\n---\n")), [f"{QUIZ}:1:1"]),
    "unclosed-front-matter": (changed(QUIZ, "pass: 80\n---\n", "pass: 80\n"), [f"{QUIZ}:1:1"]),
    "bad-yaml": (in_lesson("title: Price: the word", "title: Five causes"), [f"{LESSON}:2:13"]),
    "yaml-alias": (in_lesson("summary: *None* of them.", "summary: None of them is price alone."), [f"{LESSON}:3:10"]),
    "unknown-setting": (in_lesson("minutes: 1\nobjektive: Call", "minutes: 1"), [f"{LESSON}:5:1"]),
    "missing-setting": (in_lesson("summary:", "summary: None of them is price alone."), [f"{LESSON}:3:1"]),
    "duplicate-setting": (in_lesson("minutes: 1\nminutes: 2", "minutes: 1"), [f"{LESSON}:5:1"]),
    "setting-value": (in_lesson("minutes: two", "minutes: 1"), [f"{LESSON}:4:1"]),
    "too-long-setting": (in_lesson(f"title: {'long ' * 30}", "title: Five causes"), [f"{LESSON}:2:1"]),
    # the text of a lesson
    "empty-lesson": (added(OTHER, lesson(body="")), [f"{OTHER}:1:1"]),
    "title-differs": (in_lesson(f"# 5 causes\n\n{READING}"), [f"{LESSON}:7:1"]),
    "heading-blank": (in_lesson(f"{READING}\n\n##Silence"), [f"{LESSON}:9:1"]),
    "empty-heading": (in_lesson(f"{READING}\n\n###"), [f"{LESSON}:9:1"]),
    "underlined-heading": (in_lesson(f"{READING}\n---"), [f"{LESSON}:8:1"]),
    "unclosed-fence": (added(OTHER, lesson(body="Call.\n\n```\ncode\n## Exercise: no\n")), [f"{OTHER}:9:1"]),
    "unclosed-comment": (added(OTHER, lesson(body="Call.\n\n<!-- to do\nmore\n")), [f"{OTHER}:9:1"]),
    "table-dashes": (in_lesson(f"{READING}\n\n| Cause | Answer |\n| Silence | Call |"), [f"{LESSON}:9:1"]),
    "long-lesson": (added(OTHER, lesson(body="A word. " * 176).replace("minutes: 1", "minutes: 2")), [f"{OTHER}:1:1"]),
    "reading-time": (added(OTHER, lesson(body="A word. " * 150)), [f"{OTHER}:4:1"]),
    "hard-to-read": (
        added(OTHER, lesson(body="Short.\n\nThen " + "proactive engagement initiatives " * 12 + "follow.\n")),
        [f"{OTHER}:9:1"],
    ),
    "text-after-step": (
        in_lesson("## Why it works\n\nIt does.\n\n## Reflect: Who left?", "## Reflect: Who left?"),
        [f"{LESSON}:23:1"],
    ),
    "step-lookalike": (in_lesson(f"{READING}\n\n## Excercise: Call"), [f"{LESSON}:9:1"]),
    "step-without-colon": (in_lesson(f"{READING}\n\n## Exercise two calls"), [f"{LESSON}:9:1"]),
    # inside a line
    "ungraded-number": (in_lesson("They say 67% leave."), [f"{LESSON}:7:10"]),
    "unknown-grade": (in_lesson("They say 67% leave {primry}."), [f"{LESSON}:7:10 ungraded-number", f"{LESSON}:7:20"]),
    "grade-without-story": (in_lesson("They say 67% leave {disputed}."), [f"{LESSON}:7:20"]),
    "unknown-footnote": (in_lesson("They say so[^a]."), [f"{LESSON}:7:12"]),
    "unused-footnote": (in_lesson(f"{READING}\n\n[^a]: Why."), [f"{LESSON}:9:1"]),
    "duplicate-footnote": (in_lesson("Price[^a].\n\n[^a]: One.\n[^a]: Two."), [f"{LESSON}:10:1"]),
    "footnote-in-quiz": (in_quiz("> Price is polite[^a].", "> Price is the polite answer."), [f"{QUIZ}:11:18"]),
    "no-alt-text": (in_lesson("![](chart.png)", "![Silence grows](chart.png)"), [f"{LESSON}:9:1"]),
    "broken-image": (in_lesson(f"{READING} ![Chart](chrt.png)"), [f"{LESSON}:7:25"]),
    "remote-image": (in_lesson(f"{READING} ![Chart](https://example.com/chart.png)"), [f"{LESSON}:7:25"]),
    "image-in-answer": (in_quiz("- [ ] ![Chart](chart.png)\n- [x] Silence"), [f"{QUIZ}:8:7"]),
    "unused-image": ({**TINY, "+lessons/leaving/old.png": 900}, ["lessons/leaving/old.png:1:1"]),
    "heavy-image": ({**TINY, f"+{PICTURE}": 300_000}, [f"{PICTURE}:1:1"]),
    "broken-link": (in_lesson("See [next](02-for-answers.md)."), [f"{LESSON}:7:5"]),
    "unsafe-link": (in_lesson("See [next](javascript:alert(1))."), [f"{LESSON}:7:5"]),
    "raw-html": (in_lesson("Price <b>is</b> what they say."), [f"{LESSON}:7:7"]),
    "unknown-callout": (in_lesson(f"{READING}\n\n> [!HINT]\n> Call."), [f"{LESSON}:9:3"]),
    # steps
    "step-without-title": (in_lesson("## Reflect:", "## Reflect: Who left?"), [f"{LESSON}:23:1"]),
    "title-too-long": (in_lesson(f"## Reflect: {'Who ' * 40}", "## Reflect: Who left?"), [f"{LESSON}:23:4"]),
    "missing-id": (in_lesson("", "<!-- id: call-two -->\n"), [f"{LESSON}:11:1"]),
    "bad-id": (
        in_lesson("<!-- id: Call Two -->", "<!-- id: call-two -->"),
        [f"{LESSON}:11:1 missing-id", f"{LESSON}:12:1"],
    ),
    "second-id": (
        in_lesson("<!-- id: call-two -->\n<!-- id: call-three -->", "<!-- id: call-two -->"),
        [f"{LESSON}:13:1"],
    ),
    "duplicate-id": (changed(QUIZ, "<!-- id: how-many -->", "<!-- id: why -->"), [f"{QUIZ}:14:1"]),
    "late-setting": (in_lesson("Nicknames only.\n\n- within: 3 days", "Nicknames only."), [f"{LESSON}:18:1"]),
    "bad-goal": (in_lesson("- goal: many calls", "- goal: 2 calls"), [f"{LESSON}:14:3"]),
    "exercise-without-form": (
        in_lesson("Write it down.", "| Log | Answer |\n| --- | --- |\n| Nickname | text |\n| Mood | 1 to 5 |"),
        [f"{LESSON}:11:1"],
    ),
    "prompts-without-list": (
        in_lesson("Nicknames only.\n\n### A prompt for each call\n\nAsk.", "Nicknames only."),
        [f"{LESSON}:18:1"],
    ),
    "prompts-and-goal": (
        in_lesson("Nicknames only.\n\n### A prompt for each call\n\n1. Ask.", "Nicknames only."),
        [f"{LESSON}:11:1"],
    ),
    "duplicate-prompt": (
        in_lesson("Nicknames only.\n\n### A prompt for each call\n\n1. Ask.\n2. ask.", "Nicknames only."),
        [f"{LESSON}:21:1"],
    ),
    "form-header": (in_lesson("| Field | Type |", "| Log | Answer |"), [f"{LESSON}:18:1"]),
    "form-row": (in_lesson("| Mood | 1 to 5 | text |", "| Mood | 1 to 5 |"), [f"{LESSON}:21:1"]),
    "unknown-kind": (in_lesson("| Mood | dat |", "| Mood | 1 to 5 |"), [f"{LESSON}:21:10"]),
    "scale-bounds": (in_lesson("| Mood | 5 to 1 |", "| Mood | 1 to 5 |"), [f"{LESSON}:21:10"]),
    "duplicate-option": (in_lesson("| Mood | warm / cold / Warm |", "| Mood | 1 to 5 |"), [f"{LESSON}:21:10"]),
    "duplicate-field": (in_lesson("| Nickname | 1 to 5 |", "| Mood | 1 to 5 |"), [f"{LESSON}:21:3"]),
    "second-reflection": (
        in_lesson("## Reflect: Two\n<!-- id: two -->\n\n## Plan: Call first", "## Plan: Call first"),
        [f"{LESSON}:26:1"],
    ),
    "second-plan": (
        changed(
            LESSON,
            "Then …\n\n- I call\n",
            "Then …\n\n- I call\n\n## Plan: Two\n<!-- id: two -->\n\nWhen …\n\n- a\n\nThen …\n\n- b\n",
        ),
        [f"{LESSON}:37:1"],
    ),
    "plan-without-suggestions": (in_lesson("", "Then …\n\n- I call\n"), [f"{LESSON}:26:1"]),
    "observation-without-table": (with_sheet("Watch.", header=""), [f"{LESSON}:37:1"]),
    "observation-header": (with_sheet("| Asks | yes / no |", "| Log | Answer |\n| --- | --- |\n"), [f"{LESSON}:40:1"]),
    "observation-lines": (
        with_sheet("\n".join(f"| Line {number} | yes / no |" for number in range(11))),
        [f"{LESSON}:52:1"],
    ),
    "observation-kind": (with_sheet("| Asks | yes / no |\n| Visits | number |"), [f"{LESSON}:43:12"]),
    # quizzes
    "empty-quiz": (added(QUIZ, "---\npass: 80\n---\n\nSoon.\n"), [f"{QUIZ}:4:1"]),
    "pass-mark": (in_quiz("pass: 120", "pass: 80"), [f"{QUIZ}:2:1"]),
    "exam-in-review": (in_quiz("exam: yes\nreview: yes", "pass: 80"), [f"{QUIZ}:3:1"]),
    "no-answers": (in_quiz("Think about it."), [f"{QUIZ}:5:1", f"{QUIZ}:5:1 no-explanation"]),
    "mixed-answers": (
        in_quiz(f"Answer: silence\n\n{TWO_CHOICES}"),
        [f"{QUIZ}:10:1", f"{QUIZ}:10:1 stray-text", f"{QUIZ}:11:1 stray-text"],
    ),
    "no-right-answer": (in_quiz("- [ ] Price\n- [ ] Silence"), [f"{QUIZ}:5:1"]),
    "all-right": (in_quiz("- [x] Price\n- [X] Silence"), [f"{QUIZ}:5:1"]),
    "single-choice": (in_quiz("- [x] Silence"), [f"{QUIZ}:5:1"]),
    "empty-choice": (in_quiz(f"{TWO_CHOICES}\n- [ ]"), [f"{QUIZ}:10:1"]),
    "duplicate-choice": (in_quiz(f"{TWO_CHOICES}\n- [ ] price"), [f"{QUIZ}:10:1"]),
    "between-choices": (in_quiz("- [ ] Price\n> No.\n- [x] Silence"), [f"{QUIZ}:9:1"]),
    "stray-text": (in_quiz("Answer: 5\n\nFive it is.", "Answer: 5"), [f"{QUIZ}:18:1"]),
    "no-explanation": (in_quiz("Answer: 5\n", "Answer: 5\n\n> Five.\n"), [f"{QUIZ}:13:1"]),
    "empty-answer": (in_quiz("Answer:", "Answer: 5"), [f"{QUIZ}:16:7"]),
    "unclear-number": (in_quiz("Answer: 1,500", "Answer: 5"), [f"{QUIZ}:16:9"]),
    "number-bounds": (in_quiz("Answer: 12 to 8", "Answer: 5"), [f"{QUIZ}:16:9"]),
    "order-items": (in_quiz("1. Ask\n2. Listen"), [f"{QUIZ}:8:1"]),
    "match-table": (in_quiz("| Who | Does |\n| --- | --- |\n| Champion | sells |"), [f"{QUIZ}:8:1"]),
    "choice-without-link": (in_talk("“Of course.”", "[“Of course.”](#she-plans)"), [f"{QUIZ}:12:1"]),
    "unknown-scene": (in_talk("(#she-plan)", "(#she-plans)"), [f"{QUIZ}:12:1"]),
    "several-best": (
        in_talk(
            "- [x] [“Sure.”](#she-plans)\n- [x] [“I’ll ask.”](#she-waits)\n- [ ] [“No.”](#she-leaves)",
            "- [ ] [“Of course.”](#she-plans)\n- [x] [“I’ll ask.”](#she-waits)",
        ),
        [f"{QUIZ}:8:1"],
    ),
    "empty-scene": (in_talk("", "She calls at four.\n"), [f"{QUIZ}:22:1"]),
    "unreached-scene": (in_talk("(#she-waits)", "(#she-leaves)"), [f"{QUIZ}:26:1"]),
    "conversation-loop": (in_talk("(#she-calls)", "(#she-leaves)"), [f"{QUIZ}:19:1", f"{QUIZ}:26:1 unreached-scene"]),
    "no-ending": (
        in_quiz("### She calls\n\nAgain.\n\n- [x] [“Yes.”](#she-calls)\n- [ ] [“No.”](#she-calls)"),
        [f"{QUIZ}:5:1"],
    ),
    "same-heading": (
        in_talk("### She leaves\n\nFor good.\n\n### She leaves", "### She leaves"),
        [f"{QUIZ}:30:1"],
    ),
    "conversation-in-exam": (in_talk("### She calls", "### She calls", "exam: yes"), [f"{QUIZ}:5:1"]),
    "long-conversation": (in_quiz(scenes_in_a_row(5)), [f"{QUIZ}:5:1"]),
    "longest-is-right": (
        three_questions("- [x] Much longer\n- [ ] No", "- [ ] No\n- [x] Much longer", "- [ ] No\n- [x] Much longer"),
        [f"{QUIZ}:5:1"],
    ),
    "same-place": (
        three_questions("- [x] Yes\n- [ ] Nope", "- [x] Yes\n- [ ] Nope", "- [x] Yes\n- [ ] Nope"),
        [f"{QUIZ}:5:1"],
    ),
}


def test_the_tiny_library_has_no_problems() -> None:
    assert places(read(TINY)) == []


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (with_sheet(""), "40:1 observation-without-table"),
        (with_sheet("| Asks | date, reminds 3 days before |"), "42:10 observation-kind"),
        (with_sheet("| Asks | yes / no |\n| Asks | 1 to 5 |"), "43:3 duplicate-field"),
        (with_sheet("| Asks | maybe |"), "42:10 unknown-kind"),
        (with_sheet("| Asks |"), "42:1 form-row"),
        (with_sheet("| Asks | 5 to 1 |"), "42:10 scale-bounds"),
        (
            with_sheet("| Asks | yes / no |", "- goal: 3 visits\n\n| Watch | Answer |\n| --- | --- |\n"),
            "40:3 unknown-setting",
        ),
        (
            added(LESSON, TINY[LESSON] + "\n## Observe: A\n\n| Watch | Answer |\n| --- | --- |\n| B | text |\n"),
            "37:1 missing-id",
        ),
        (changed(LESSON, "## Reflect: Who left?", "## Observe: Who left?"), "23:1 observation-without-table"),
        (changed(LESSON, "## Reflect: Who left?", "## Observation: Who left?"), "23:1 step-lookalike"),
        (changed(LESSON, "<!-- id: call-first -->", "<!-- id: who-left -->"), "27:1 duplicate-id"),
    ],
)
def test_a_sheet_is_checked_like_a_form(sheet: dict[str, str | bytes], told: str) -> None:
    assert f"{LESSON}:{told}" in places(read(sheet))


@pytest.mark.parametrize("rule", CASES)
def test_a_slip_is_told_where_it_is(rule: str) -> None:
    texts, where = CASES[rule]
    sizes = {path[1:]: size for path, size in texts.items() if path.startswith("+")}
    library = read({path: text for path, text in texts.items() if not path.startswith("+")}, {**SIZES, **sizes})
    expected = [place if " " in place else f"{place} {rule}" for place in where]
    found = [f"{problem.path}:{problem.line}:{problem.column} {problem.rule}" for problem in library.problems]
    assert sorted(found) == sorted(expected)
    problem = next(problem for problem in library.problems if problem.rule == rule)
    assert problem.level == RULES[rule].level
    assert len(problem.message) > 15
