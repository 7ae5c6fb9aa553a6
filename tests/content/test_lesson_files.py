"""What a lesson file says, as values."""

import pytest
from support.tiny_library import LESSON, TINY, added, changed, places, read

from rapport.content.source import Field, LessonSource


def the_lesson(texts: dict[str, str | bytes]) -> LessonSource:
    library = read(texts)
    assert not library.errors
    return library.lessons[0]


def exercise_with(settings: str, form: str = "| Who | text |") -> LessonSource:
    body = (
        f"## Exercise: Do it\n<!-- id: do-it -->\n\n{settings}\n\nBecause.\n\n| Log | Answer |\n| --- | --- |\n{form}\n"
    )
    return the_lesson(
        {
            LESSON: f"---\ntitle: T\nsummary: S\nminutes: 1\n---\n\nRead.\n\n{body}",
            "lessons/leaving/module.md": TINY["lessons/leaving/module.md"],
        }
    )


def test_a_lesson_knows_its_place_and_its_settings() -> None:
    lesson = the_lesson(
        changed(LESSON, "minutes: 1", 'minutes: 3\nobjective: Name them.\nsources:\n  - "One: a book"\n  - Two')
    )
    assert (lesson.module_key, lesson.key, lesson.position) == ("leaving", "five-causes", 1)
    assert (lesson.title, lesson.minutes, lesson.objective) == ("Five causes", 3, "Name them.")
    assert lesson.sources == ("One: a book", "Two")


def test_values_stay_as_they_were_typed() -> None:
    assert the_lesson(changed(LESSON, "title: Five causes", "title: no")).title == "no"
    assert the_lesson(changed(LESSON, "title: Five causes", "title: 1.10")).title == "1.10"
    assert the_lesson(changed(LESSON, "minutes: 1", "minutes: 1\nsources: A book, page 3")).sources == (
        "A book, page 3",
    )


def test_the_text_to_read_ends_where_the_first_step_begins() -> None:
    lesson = the_lesson(changed(LESSON, "Price is what", "# Five causes\n\n## Why\n\nPrice is what"))
    assert lesson.body.startswith("## Why")
    assert lesson.body.endswith("![Silence grows](chart.png)")


def test_an_exercise_is_read_with_all_its_settings() -> None:
    lesson = exercise_with(
        "- goal: 10 calls to people\n- within: 2 weeks\n- rhythm: Every working day\n- sign-off: manager\n- shared: team\n- optional"
    )
    exercise = lesson.exercises[0]
    assert (exercise.key, exercise.title, exercise.body) == ("do-it", "Do it", "Because.")
    assert (exercise.goal, exercise.unit, exercise.within_days, exercise.rhythm) == (
        10,
        "calls to people",
        14,
        "working day",
    )
    assert exercise.sign_off
    assert exercise.shared
    assert exercise.optional


def test_an_exercise_without_a_goal_happens_as_often_as_it_happens() -> None:
    exercise = exercise_with("").exercises[0]
    assert (exercise.goal, exercise.within_days, exercise.rhythm, exercise.sign_off) == (None, None, "", False)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("text", Field("who", "Who", "text", required=True)),
        ("Long Text", Field("who", "Who", "long", required=True)),
        ("number", Field("who", "Who", "number", required=True)),
        ("yes / no", Field("who", "Who", "yesno", required=True)),
        ("Yes/No", Field("who", "Who", "yesno", required=True)),
        ("Warm / and/or / Cold", Field("who", "Who", "choice", ("Warm", "and/or", "Cold"), required=True)),
        ("0 to 10", Field("who", "Who", "scale", low=0, high=10, required=True)),
        ("date", Field("who", "Who", "date", required=True)),
        ("date, reminds 60 days before", Field("who", "Who", "date", reminds=(60,), required=True)),
        (
            "date, reminds 30, 90 and 60 days before, required",
            Field("who", "Who", "date", reminds=(90, 60, 30), required=True),
        ),
        ("date, reminds on the day", Field("who", "Who", "date", reminds=(0,), required=True)),
    ],
)
def test_every_kind_of_answer(answer: str, expected: Field) -> None:
    assert exercise_with("", f"| Who | {answer} |").exercises[0].fields == (expected,)


def test_only_the_first_field_and_those_that_say_so_are_required() -> None:
    fields = exercise_with("", "| A | text |\n| B | text |\n| C | text, required |").exercises[0].fields
    assert [field.required for field in fields] == [True, False, True]


def test_a_field_in_another_alphabet_has_a_key_too() -> None:
    fields = exercise_with("", "| 名前 | text |\n| Straße | text |").exercises[0].fields
    assert fields[0].key.startswith("field-")
    assert fields[1].key == "strae"


def test_a_plan_has_suggestions_and_a_day_to_ask() -> None:
    lesson = the_lesson(
        changed(
            LESSON,
            "When …\n\n- I park",
            "- ask after: 3 days\n\nChoose.\n\n**When**:\n\n- I park\n- I open\n  my calendar",
        )
    )
    assert lesson.plan is not None
    assert (lesson.plan.whens, lesson.plan.thens) == (("I park", "I open my calendar"), ("I call",))
    assert (lesson.plan.ask_after_days, lesson.plan.body, lesson.plan.optional) == (3, "Choose.", False)


def test_footnotes_follow_the_part_that_points_to_them() -> None:
    lesson = the_lesson(
        changed(LESSON, "Price is what they say.", "Price[^a].\n\n[^a]: One\n    and more.\n[^b]: Two.") | {}
    )
    assert lesson.footnotes == {"a": "One\nand more."}
    texts = changed(LESSON, "Nicknames only.", "Nicknames[^b].")
    texts[LESSON] = str(texts[LESSON]) + "\n[^b]: So that nobody is named.\n"
    lesson = the_lesson(texts)
    assert lesson.footnotes == {}
    assert lesson.exercises[0].body == "Nicknames[^b].\n\n[^b]: So that nobody is named."


def test_code_is_never_read_as_a_step() -> None:
    lesson = the_lesson(
        changed(
            LESSON,
            "Price is what they say.",
            "```\n## Exercise: no\n| Log | Answer |\n```\n\n<!--\n## Reflect: no\n-->\nYes.",
        )
    )
    assert len(lesson.exercises) == 1
    assert "## Exercise: no" in lesson.body


def test_a_warning_can_be_allowed_where_it_is_meant() -> None:
    text = "A 10% discount. <!-- allow: ungraded-number -->"
    assert places(read(changed(LESSON, "Price is what they say.", text))) == []
    assert places(read(changed(LESSON, "Price is what they say.", "Discount 10%."))) == [
        f"{LESSON}:7:10 ungraded-number"
    ]


def test_an_error_cannot_be_allowed() -> None:
    text = "<!-- allow: unknown-callout -->\n\n> [!HINT]"
    assert places(read(changed(LESSON, "Price is what they say.", text))) == [f"{LESSON}:9:3 unknown-callout"]


@pytest.mark.parametrize(
    "claim",
    [
        "67%",
        "5 percent",
        "costs five times as much",
        "two out of three",
        "one in five",
        "1 in 4 buyers",
        "5x cheaper",
        "six to seven times less",
        "60–70 % of",
    ],
)
def test_claims_want_a_grade(claim: str) -> None:
    assert [
        problem.rule for problem in read(changed(LESSON, "Price is what they say.", f"They say {claim}.")).problems
    ] == ["ungraded-number"]
    assert read(changed(LESSON, "Price is what they say.", f"They say {claim}\nand more {{primary}}.")).problems == []


@pytest.mark.parametrize(
    "text",
    [
        "Call her three times.",
        "Five calls in two weeks.",
        "One in a million ways.",
        "In 2025 we met.",
        "`67%` is code.",
        "1 in 30 days",
        "x 5",
    ],
)
def test_plain_numbers_want_none(text: str) -> None:
    assert read(changed(LESSON, "Price is what they say.", text)).problems == []


def test_a_fingerprint_covers_the_lesson_and_its_quiz() -> None:
    first = the_lesson(dict(TINY))
    assert the_lesson(dict(TINY)).fingerprint == first.fingerprint
    assert the_lesson(changed(LESSON, "Price is what", "Price was what")).fingerprint != first.fingerprint
    assert (
        the_lesson(changed("quizzes/leaving/five-causes.md", "> Five.", "> Yes, five.")).fingerprint
        != first.fingerprint
    )


def test_windows_line_ends_are_no_other_text() -> None:
    assert (
        the_lesson(added(LESSON, TINY[LESSON].replace("\n", "\r\n"))).fingerprint == the_lesson(dict(TINY)).fingerprint
    )


def test_a_misspelt_setting_is_recognised() -> None:
    problem = read(changed(LESSON, "minutes: 1", "minuts: 1")).problems[-1]
    assert "Did you mean" in problem.message
    assert '"minutes"' in problem.message


def test_yaml_that_would_unfold_is_refused() -> None:
    bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]"
    assert [problem.rule for problem in read(changed(LESSON, "minutes: 1", f"minutes: 1\n{bomb}")).errors] == [
        "yaml-alias"
    ]


def test_modules_come_in_their_order_and_lessons_by_their_number() -> None:
    text = TINY[LESSON].replace("call-two", "call-three")
    library = read(
        added("lessons/staying/module.md", "---\ntitle: Stay\nsummary: S\norder: 1\n---\n")
        | {
            "lessons/staying/10-b.md": text.replace("chart.png", "../leaving/chart.png"),
            "lessons/staying/09-a.md": text.replace("call-three", "call-four"),
        }
    )
    assert [module.key for module in library.modules] == ["staying", "leaving"]
    assert [lesson.key for lesson in library.modules[0].lessons] == ["a", "b"]


def test_an_exercise_may_have_a_prompt_for_each_entry() -> None:
    prompts = "### A prompt for each day\n\n1. Call the *quietest* one.\n2. Say thank you\n   by name.\n\n3) Ask.\n\nGood luck."
    exercise = exercise_with(f"- goal: 3 days\n\n{prompts}").exercises[0]
    assert exercise.prompts == ("Call the *quietest* one.", "Say thank you by name.", "Ask.")
    assert exercise.body == "Good luck.\n\nBecause."


def test_prompts_may_follow_the_form() -> None:
    exercise = exercise_with("", "| Who | text |\n\n### A prompt for every call\n\n1. Ask.").exercises[0]
    assert (exercise.prompts, exercise.body) == (("Ask.",), "Because.")


def test_any_other_heading_and_list_stay_in_the_text() -> None:
    exercise = exercise_with("### How\n\n1. Ask.").exercises[0]
    assert exercise.prompts == ()
    assert exercise.body == "### How\n\n1. Ask.\n\nBecause."


def test_a_sheet_is_for_whoever_rides_along_and_no_line_of_it_is_required() -> None:
    rows = "| Asks first | yes / no |\n| Talks | little / much |\n| Welcome | 1 to 5 |\n| Next | text |\n| Words | long text |"
    sheet = f"## observe: The visit\n<!-- id: visit -->\n\nSit still.\n\n| watch | Answer |\n| --- | --- |\n{rows}\n"
    other = sheet.replace("visit", "call")
    lesson = the_lesson(added(LESSON, f"{TINY[LESSON]}\n{sheet}\n{other}"))
    visit, call = lesson.observations
    assert (visit.key, visit.title, visit.body) == ("visit", "The visit", "Sit still.")
    assert [field.kind for field in visit.fields] == ["yesno", "choice", "scale", "text", "long"]
    assert not any(field.required for field in visit.fields)
    assert call.key == "call"
    assert lesson.body == the_lesson(dict(TINY)).body
