"""Why a fact was not taken in: a short code for programs, one sentence for people.

`docs/sync.md` lists them all; a test keeps the two equal.
"""

REASONS = {
    "bad-fact": "This could not be read as a fact.",
    "bad-id": "Each fact needs an id that is a UUID.",
    "id-taken": "This id is already in use. Please send the fact again under a new one.",
    "unknown-kind": "This kind of fact is not known here.",
    "not-yet": "Reviews are not taken in yet.",
    "bad-time": "The time needs a date, a time of day and a time zone.",
    "unknown-lesson": "This lesson is not in the library.",
    "no-quiz": "This lesson has no quiz.",
    "too-many-answers": "An attempt holds at most 100 questions.",
    "no-known-question": "None of these answers belongs to a question of this quiz.",
    "unknown-attempt": "The attempt to go on from was not found among your own.",
    "exam-taken": "This exam can be taken once, and your first attempt counts.",
    "unknown-exercise": "This lesson has no such exercise.",
    "unknown-entry": "The entry to change was not found among your own.",
    "unknown-reflection": "The reflection to change was not found among your own.",
    "unknown-plan": "The plan was not found among your own.",
    "unknown-promise": "There is no promise with a date there.",
    "no-reflection": "This lesson does not ask for a reflection.",
    "no-plan": "This lesson does not ask for a plan.",
    "empty": "Please write something first.",
    "missing": "Please fill this in.",
    "too-long": "Please keep this shorter.",
    "bad-value": "This is not one of the possible answers.",
    "bad-number": "Please write a number, such as 12 or 9.5.",
    "bad-date": "Please give a date, such as 2027-03-31.",
}
COMES_RIGHT_LATER = {"unknown-entry", "unknown-reflection", "unknown-plan", "unknown-attempt"}


class Refusal(Exception):
    """`field` names the part at fault where there is one; `detail` replaces the general sentence."""

    def __init__(self, code: str, field: str = "", detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.sentence = detail or REASONS[code]
