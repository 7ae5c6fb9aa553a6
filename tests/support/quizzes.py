"""Quizzes for tests: one question of every kind, put into the catalogue without files."""

from typing import Any

from support.lessons import NO_ANSWER, REFLECTION, make_lesson, quiz

from rapport.catalogue.lesson import Lesson


def question(kind: str, **more: Any) -> dict[str, Any]:
    """A question that is right when its first choices, its accepted word or its given order are answered."""
    words = {"html": f"Question {kind}", "body_html": "", "explanation_html": f"<p>Because of {kind}.</p>"}
    return {"key": f"ask-{kind}", "kind": kind, **words, **NO_ANSWER, "fingerprint": f"print-{kind}"} | more


def choice(key: str, right: bool = False, feedback: str = "") -> dict[str, Any]:
    return {"key": key, "html": f"Choice {key}", "right": right, "feedback_html": feedback}


def pair(left: str, right: str) -> dict[str, Any]:
    return {"left_key": f"l-{left}", "left_html": left, "right_key": f"r-{right}", "right_html": right}


def scene(key: str, *choices: dict[str, Any]) -> dict[str, Any]:
    title = key.replace("-", " ").capitalize()
    return {"key": key, "html": title, "body_html": f"<p>{title}, she says.</p>", "choices": list(choices)}


def reply(key: str, to: str, right: bool = False, feedback: str = "") -> dict[str, Any]:
    return choice(key, right, feedback) | {"html": f"“{key.replace('-', ' ').capitalize()}.”", "to": to}


ONE = question(
    "one",
    html="A customer of six years says: “Honestly, your invoices drive us mad.” What do you say next?",
    choices=[
        choice("listen", True) | {"html": "“What happens on your side when one arrives?”"},
        choice("pass-on", feedback="It ends the talk.") | {"html": "“I’ll pass that on to accounts.”"},
        choice("defend", feedback="It makes them wrong.") | {"html": "“Others find them quite clear.”"},
    ],
    explanation_html="<p>Painful news is the useful kind. One open question turns a complaint into something you can mend.</p>",
)
MANY = question(
    "many",
    html="Which of these keep a customer?",
    choices=[
        choice("call", True) | {"html": "A call without a reason"},
        choice("thank", True) | {"html": "A thank-you that names what they did"},
        choice("spam") | {"html": "A weekly offer"},
    ],
    explanation_html="<p>People stay where they are seen.</p>",
)
TYPED = question(
    "typed",
    html="In one word: what do most lost customers meet first?",
    accepted=["indifference", "neglect"],
    explanation_html="<p>Not price. <b>Indifference</b>.</p>",
)
NUMBER = question(
    "number",
    html="How many customers do we ask you to call?",
    answer="10 ± 1",
    low="9",
    high="11",
    explanation_html="<p>Ten is enough to hear a pattern.</p>",
)
ORDER = question(
    "order",
    html="Put the steps of a first call in order",
    items=[
        {"key": "prepare", "html": "Prepare"},
        {"key": "open", "html": "Open"},
        {"key": "ask", "html": "Ask"},
        {"key": "agree", "html": "Agree the next step"},
    ],
    explanation_html="<p>Asking comes before agreeing.</p>",
)
MATCH = question(
    "match",
    html="Match each person to what they do",
    pairs=[
        pair("Champion", "Sells for you inside"),
        pair("Blocker", "Tries to stop the deal"),
        pair("User", "Works with it every day"),
    ],
    explanation_html="<p>Know who you talk to.</p>",
)
TALK = question(
    "scenario",
    html="Ines wants Saturday deliveries",
    body_html="<p>Ines runs four dental practices.</p>",
    scenes=[
        scene(
            "you-deliver-on-saturday",
            reply("of-course", "but-you-promised", feedback="Nobody asked operations."),
            reply("i-will-ask-today", "then-i-wait", True),
            reply("we-cannot", "she-hangs-up"),
        ),
        scene(
            "but-you-promised",
            reply("a-misunderstanding", "she-hangs-up"),
            reply("i-promised-too-early", "she-stays-and-checks", True),
        ),
        scene("then-i-wait", reply("until-four", "she-stays", True), reply("until-it-works", "she-hangs-up")),
        scene("she-stays-and-checks"),
        scene("she-stays"),
        scene("she-hangs-up"),
    ],
    explanation_html="<p>Ask before you promise.</p>",
)
EVERY_KIND = [ONE, MANY, TYPED, NUMBER, ORDER, MATCH, TALK]

# A response to each kind: right, and wrong or half right, as a form sends it.
RIGHT: dict[str, dict[str, Any]] = {
    "one": {"response": "listen"},
    "many": {"response": ["call", "thank"]},
    "typed": {"response": "  INDIFFÉRENCE "},
    "number": {"response": "9,5"},
    "order": {"place.prepare": "1", "place.open": "2", "place.ask": "3", "place.agree": "4"},
    "match": {
        "match.l-Champion": "r-Sells for you inside",
        "match.l-Blocker": "r-Tries to stop the deal",
        "match.l-User": "r-Works with it every day",
    },
    "scenario": {"path": ["i-will-ask-today", "until-four"]},
}
WRONG: dict[str, dict[str, Any]] = {
    "one": {"response": "pass-on"},
    "many": {"response": ["call"]},
    "typed": {"response": "price"},
    "number": {"response": "12"},
    "order": {"place.prepare": "2", "place.open": "1", "place.ask": "3", "place.agree": "4"},
    "match": {
        "match.l-Champion": "r-Tries to stop the deal",
        "match.l-Blocker": "r-Sells for you inside",
        "match.l-User": "r-Works with it every day",
    },
    "scenario": {"path": ["of-course", "i-promised-too-early"]},
}


def add_quiz(key: str, questions: list[dict[str, Any]], **settings: Any) -> Lesson:
    """A lesson with this quiz and a reflection after it, at `/lessons/quizzes/<key>`."""
    asked = quiz(title=f"Quiz of {key}", **{"pass": 60, "shuffle": True, **settings, "questions": questions})
    return make_lesson(key, module="quizzes", title=f"Lesson {key}", quiz=asked, reflection=REFLECTION)
