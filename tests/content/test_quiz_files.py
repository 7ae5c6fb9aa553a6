"""What a quiz file says, as values."""

import pytest
from support.tiny_library import QUIZ, TALK, TINY, added, changed, read

from rapport.content.source import Question, QuizSource
from rapport.content.words import anchor

CHOICES = "- [ ] Price\n- [x] Silence"


def the_quiz(texts: dict[str, str | bytes]) -> QuizSource:
    library = read(texts)
    assert not library.errors
    quiz = library.lessons[0].quiz
    assert quiz is not None
    return quiz


def the_question(answers: str) -> Question:
    return the_quiz(changed(QUIZ, CHOICES, answers)).questions[0]


def test_a_quiz_has_its_lessons_title_unless_it_has_its_own() -> None:
    assert the_quiz(dict(TINY)).title == "Five causes"
    assert the_quiz(changed(QUIZ, "pass: 80", "title: Three questions")).title == "Three questions"


@pytest.mark.parametrize(("settings", "expected"), [("pass: 80", 80), ("pass: 75 %", 75), ("shuffle: no", 0)])
def test_the_pass_mark_is_a_percentage(settings: str, expected: int) -> None:
    assert the_quiz(changed(QUIZ, "pass: 80", settings)).pass_mark == expected


def test_an_exam_stays_out_of_reviews() -> None:
    quiz = the_quiz(changed(QUIZ, "pass: 80", "exam: yes\nshuffle: Yes"))
    assert (quiz.exam, quiz.shuffle, quiz.review) == (True, True, False)
    assert the_quiz(dict(TINY)).review


def test_one_right_choice_with_feedback() -> None:
    question = the_question("- [ ] Price\n  > No,\n  > look again.\n- [X] Silence\n  that lasts")
    assert question.kind == "one"
    assert [(choice.text, choice.right, choice.feedback) for choice in question.choices] == [
        ("Price", False, "No, look again."),
        ("Silence that lasts", True, ""),
    ]


def test_several_right_choices() -> None:
    assert the_question("- [x] Price\n\n- [x] Silence\n\n- [ ] Rain").kind == "many"


def test_a_choices_key_follows_its_text_and_not_its_place() -> None:
    first, second = the_question(CHOICES).choices, the_question("- [x] Silence\n- [ ] Price").choices
    assert {choice.key for choice in first} == {choice.key for choice in second}


def test_a_customers_line_before_the_choices_belongs_to_the_question() -> None:
    question = the_question(f"She says:\n\n> Your invoices drive us mad.\n\n{CHOICES}")
    assert question.body == "She says:\n\n> Your invoices drive us mad."
    assert question.explanation == "Price is the polite answer."


def test_lists_and_tables_above_the_choices_are_text() -> None:
    question = the_question(f"1. One\n2. Two\n\n| A | B |\n| --- | --- |\n| a | b |\n\n{CHOICES}")
    assert question.kind == "one"
    assert question.body.startswith("1. One")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("10", ("10", "10", "10")),
        ("10 ± 1", ("10", "9", "11")),
        ("10 +/- 0.5", ("10", "9.5", "10.5")),
        ("9,5", ("9.5", "9.5", "9.5")),
        ("8 to 12", ("10", "8", "12")),
        ("-3 to -1", ("-2", "-3", "-1")),
        ("35 %", ("35", "35", "35")),
        ("100", ("100", "100", "100")),
    ],
)
def test_numbers_are_exact(answer: str, expected: tuple[str, str, str]) -> None:
    question = the_question(f"Answer: {answer}")
    assert question.kind == "number"
    assert (question.answer, question.low, question.high) == expected


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [("need | needs |", ("need", "needs")), ("12 | twelve", ("12", "twelve")), ("10 calls", ("10 calls",))],
)
def test_anything_else_is_typed(answer: str, accepted: tuple[str, ...]) -> None:
    question = the_question(f"answer: {answer}")
    assert (question.kind, question.accepted) == ("typed", accepted)


def test_a_numbered_list_is_put_in_order() -> None:
    question = the_question("1. Ask\n2) Wait\n   a little\n3. Agree")
    assert (question.kind, [item.text for item in question.items]) == ("order", ["Ask", "Wait a little", "Agree"])


def test_a_table_is_matched_and_may_share_right_sides() -> None:
    question = the_question(
        "| Story | Cause |\n| --- | --- |\n| “Too dear” | price |\n| “No call” | silence |\n| “No answer \\| ever” | silence |"
    )
    assert [(pair.left, pair.right) for pair in question.pairs] == [
        ("“Too dear”", "price"),
        ("“No call”", "silence"),
        ("“No answer | ever”", "silence"),
    ]
    assert question.pairs[1].right_key == question.pairs[2].right_key


def test_an_explanation_may_have_paragraphs() -> None:
    question = the_quiz(changed(QUIZ, "> Price is the polite answer.", "> One.\n>\n> - a\n\n> Two.")).questions[0]
    assert question.explanation == "One.\n\n- a\n\nTwo."


def test_the_id_is_the_key() -> None:
    assert [question.key for question in the_quiz(dict(TINY)).questions] == ["why", "how-many"]


def test_without_an_id_the_key_comes_from_the_words() -> None:
    key = the_quiz(changed(QUIZ, "<!-- id: why -->\n", "")).questions[0].key
    assert key.startswith("why-did-they-leave-")


def test_two_questions_with_the_same_words_have_two_keys() -> None:
    twin = "## Same?\n\nAnswer: yes\n\n> Yes.\n"
    keys = [question.key for question in the_quiz(added(QUIZ, f"---\n---\n\n{twin}\n{twin}")).questions]
    assert len(set(keys)) == 2


def test_a_fingerprint_covers_what_a_rep_sees() -> None:
    prints = {
        the_quiz(changed(QUIZ, old, new)).questions[0].fingerprint
        for old, new in [("Price\n", "Costs\n"), ("did they", "do they"), ("> Price is", "> Cost is")]
    }
    prints |= {the_question("- [x] Price\n- [ ] Silence").fingerprint, the_question(f"{CHOICES}\n  > Yes.").fingerprint}
    assert len(prints | {the_question(CHOICES).fingerprint}) == 6
    assert (
        the_quiz(changed(QUIZ, "id: why -->", "id: why-leave -->")).questions[0].fingerprint
        == the_question(CHOICES).fingerprint
    )
    assert the_question(CHOICES).fingerprint == "362a88ffd55f536d19f1176652b340c2", (
        "published already, so it stays what it is"
    )


def test_a_conversation_is_scenes_and_what_leads_from_one_to_the_next() -> None:
    question = the_question(f"Ines runs four practices.\n\n{TALK}")
    assert (question.kind, question.body) == ("scenario", "Ines runs four practices.")
    assert question.explanation == "Price is the polite answer."
    assert [(scene.key, scene.body) for scene in question.scenes] == [
        ("she-calls", "“You’ll deliver on Saturday?”"),
        ("she-plans", "Operations says no."),
        ("she-waits", "She calls at four."),
        ("she-leaves", "You hear nothing."),
    ]
    first = question.scenes[0].choices
    assert [(choice.text, choice.right, choice.to) for choice in first] == [
        ("“Of course.”", False, "she-plans"),
        ("“I’ll ask.”", True, "she-waits"),
    ]


def test_what_is_said_in_a_conversation_keeps_its_key_when_a_scene_is_renamed() -> None:
    before = the_question(TALK)
    after = the_question(
        TALK.replace("### She waits", "### She waits, calmly").replace("#she-waits", "#she-waits-calmly")
    )
    assert [choice.key for choice in before.scenes[0].choices] == [choice.key for choice in after.scenes[0].choices]
    assert before.fingerprint != after.fingerprint


def test_a_line_of_a_conversation_may_run_on_and_have_its_feedback() -> None:
    question = the_question(TALK.replace("[“Of course.”](#she-plans)", "[“Of\n  course.”](#She-Plans)\n  > Too soon."))
    (choice, _) = question.scenes[0].choices
    assert (choice.text, choice.to, choice.feedback) == ("“Of course.”", "she-plans", "Too soon.")


def test_a_heading_alone_makes_no_conversation() -> None:
    assert the_question("### What she said\n\nFive, twice.\n\nAnswer: 5").kind == "number"


@pytest.mark.parametrize(
    ("heading", "link"),
    [
        ("She stays, but checks", "she-stays-but-checks"),
        ("“Yes – we can!”", "yes--we-can"),
        ("Ça *va*, Zoë?", "ça-va-zoë"),
        ("Day 2: the self-audit", "day-2-the-self-audit"),
    ],
)
def test_a_scene_is_linked_as_github_links_it(heading: str, link: str) -> None:
    assert anchor(heading) == link
