"""What an answered question says back, line by line. Pure; static/js/marked.js says the same in the browser."""

from dataclasses import dataclass
from typing import Any

from rapport.learning.conversation import Step, way
from rapport.learning.grading import grade, is_right
from rapport.pages.rep.quiz_response import whole
from rapport.pages.rep.quiz_run import Given, Turn

# Every sentence that both the server and the script say, kept once and handed to the page.
WORDS = {
    "right_sure": "Right",
    "right_guessing": "Right, and you were guessing",
    "partly_sure": "Partly right",
    "partly_guessing": "Partly right",
    "wrong_sure": "Not quite, though you were sure",
    "wrong_guessing": "Not quite",
    "pick_sure": "Your pick, and you were sure.",
    "pick_guessing": "Your pick.",
    "wrote_sure": "Your answer, and you were sure.",
    "wrote_guessing": "Your answer.",
    "missed": "This one belongs too.",
    "you": "You",
    "better": "A better line",
    "place": "Belongs in place {}.",
    "partner": "Belongs with: {}",
    "comes_back": "This one comes back at the end.",
    "stays": "You find it again with your result.",
    "question": "Question {} of {}",
    "once_more": "Once more · {} of {}",
    "next": "Next question",
    "see": "See how it went",
    "full": "See the full result",
    "all_right": "All right at the first try",
    "mended": "All right in the end",
    "passed": "Passed",
    "not_yet": "Not there yet",
    "scores": "First try {} %, in the end {} %.",
    "to_pass": "To pass: {} %.",
    "sending": "Saved. Your full result is on its way.",
    "waiting": "Saved on this phone, sent when you are back online.",
    "sent": "Sent: your answers are kept.",
    "place_told": "{}: now in place {} of {}.",
    "sign_right": "Right: ",
    "sign_wrong": "Not right: ",
    "sign_better": "",
}


@dataclass(frozen=True)
class Part:
    """One line of an answered question: a choice, an item, a pair, or the words that were typed."""

    key: str
    tone: str = ""
    note: str = ""
    text: str = ""
    value: str = ""


@dataclass(frozen=True)
class Marked:
    """An answered question, ready to draw. `tail` stands under the button."""

    question: dict[str, Any]
    given: Given
    verdict: str
    tone: str
    tail: str
    parts: list[Part]


def marked(question: dict[str, Any], given: Given) -> Marked:
    mark = grade(question, given.response)
    tone = "right" if is_right(mark) else "partly" if mark > 0 else "wrong"
    tail = "" if tone == "right" else WORDS["comes_back" if given.round == 1 else "stays"]
    verdict = WORDS[f"{tone}_{'sure' if given.sure else 'guessing'}"]
    return Marked(question, given, verdict, tone, tail, parts(question, given.response, given.sure))


def place(turn: Turn) -> str:
    """Where in the quiz one is."""
    return WORDS["question" if turn.round == 1 else "once_more"].format(turn.place, turn.count)


def parts(question: dict[str, Any], response: Any, sure: bool) -> list[Part]:
    """The lines of a question after `response`; none where an odd one from elsewhere cannot be shown."""
    kind = question["kind"]
    if kind in ("order", "match") and whole(question, response) is None:
        return []
    if kind in ("one", "many"):
        picked = response if isinstance(response, list) else [response]
        return [_choice(choice, choice["key"] in picked, kind, sure) for choice in question["choices"]]
    if kind == "order":
        return _order(question, response)
    if kind == "match":
        return [_pair(question, pair, response.get(pair["left_key"], "")) for pair in question["pairs"]]
    if kind == "scenario":
        return [part for step in way(question, response or ()) for part in _turn(step)]
    return _written(question, response, sure)


def spoken(
    question: dict[str, Any], parts: list[Part] | None
) -> list[tuple[Part, dict[str, Any], dict[str, Any] | None]]:
    """The lines of a conversation with their scene and choice: those of `parts`, or all there are."""
    lines: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {}
    for scene in question["scenes"]:
        lines[scene["key"]] = scene, None
        lines |= {f"{scene['key']}/{choice['key']}": (scene, choice) for choice in scene["choices"]}
    return [(part, *lines[part.key]) for part in (map(Part, lines) if parts is None else parts)]


def right_words(question: dict[str, Any]) -> str:
    """What is right for a typed or numeric question, in words: of many that count, the one the trainer wrote first."""
    if question["kind"] == "typed":
        return next(iter(question["accepted"]), "")
    low, high = question["low"], question["high"]
    return low if low == high else f"{low} to {high}"


def _choice(choice: dict[str, Any], picked: bool, kind: str, sure: bool) -> Part:
    tone = "right" if choice["right"] else "wrong" if picked else ""
    note = _pick(sure) if picked else WORDS["missed"] if choice["right"] and kind == "many" else ""
    return Part(choice["key"], tone, note)


def _order(question: dict[str, Any], response: list[str]) -> list[Part]:
    places = {item["key"]: place for place, item in enumerate(question["items"], 1)}
    return [
        Part(key, "right") if places[key] == place else Part(key, "wrong", WORDS["place"].format(places[key]))
        for place, key in enumerate(response, 1)
    ]


def _pair(question: dict[str, Any], pair: dict[str, Any], chosen: str) -> Part:
    rights = {item["right_key"]: item["right_html"] for item in question["pairs"]}
    tone = "right" if chosen == pair["right_key"] else "wrong"
    return Part(pair["left_key"], tone, text=rights.get(chosen, ""), value=chosen)


def _turn(step: Step) -> list[Part]:
    """What the customer did, what was said to it, and what had been better."""
    key, choice = step.scene["key"], step.choice
    if choice is None:
        return [Part(key)]
    tone = "right" if choice["right"] else "wrong"
    better = [] if choice["right"] else [other for other in step.scene["choices"] if other["right"]][:1]
    return [
        Part(key),
        Part(f"{key}/{choice['key']}", tone, WORDS["you"]),
        *(Part(f"{key}/{other['key']}", "better", WORDS["better"]) for other in better),
    ]


def _written(question: dict[str, Any], response: str | None, sure: bool) -> list[Part]:
    right = is_right(grade(question, response))
    own = Part("given", "right" if right else "wrong", _wrote(sure), value=response or "")
    return [own] if right else [own, Part("right", "right")]


def _pick(sure: bool) -> str:
    return WORDS["pick_sure" if sure else "pick_guessing"]


def _wrote(sure: bool) -> str:
    return WORDS["wrote_sure" if sure else "wrote_guessing"]
