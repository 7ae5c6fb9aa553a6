"""A rep before the quiz of a lesson: what is asked, which attempt it makes, and what the page must know."""

from dataclasses import dataclass
from typing import Any

from flask import abort

from rapport import clock
from rapport.catalogue.shelf import ShelfLesson, lesson_texts
from rapport.learning.attempt import Attempt, answers_of, attempt_of
from rapport.pages.rep.blueprint import lesson_url, this_rep
from rapport.pages.rep.posted import new_fact_id, uuid_or_none
from rapport.pages.rep.quiz_look_back import still_wrong
from rapport.pages.rep.quiz_marks import WORDS
from rapport.pages.rep.quiz_run import Run


@dataclass(frozen=True)
class Sitting:
    """`id` is the attempt this makes, `again` the one it retries."""

    lesson: ShelfLesson
    quiz: dict[str, Any]
    id: str
    again: Attempt | None
    run: Run

    @property
    def url(self) -> str:
        return f"{lesson_url(self.lesson)}/quiz"

    @property
    def finished(self) -> bool:
        return self.run.turn() is None

    def result_url(self, attempt_id: str = "") -> str:
        return f"{self.url}/{attempt_id or self.id}"

    @property
    def steps(self) -> int:
        """How many answers there will be, as far as one can tell by now."""
        return len(self.run.first_round()) + len(self.run.second_round())

    def fact(self) -> dict[str, Any]:
        """The attempt, as every door takes it in."""
        return {
            "id": self.id,
            "kind": "attempt",
            "at": clock.now().isoformat(),
            "lesson": self.lesson.key,
            "fingerprint": self.lesson.fingerprint,
            "answers": self.run.answers(),
            "retry_of": self.again.id if self.again else None,
        }

    def page_data(self) -> dict[str, Any]:
        """What the script must know to take over. Never for an exam."""
        kept = len(self.quiz["questions"]) - len(self.run.questions)
        run = {
            "answers": self.run.answers(),
            "finished": self.finished,
            "kept": kept,
            "pass": self.quiz["pass"],
            "words": WORDS,
        }
        return (
            {name: value for name, value in self.fact().items() if name not in ("kind", "at")} | run | {"url": self.url}
        )


def sit(lesson: ShelfLesson, again_id: str = "") -> Sitting:
    """A fresh go at the lesson's quiz: all of it, or what was wrong in the attempt `again_id`; 404 where there is none."""
    quiz = lesson_texts(lesson).quiz
    if not quiz.get("questions"):
        abort(404)
    again = own_attempt(lesson, again_id) if again_id and not quiz["exam"] else None
    questions = quiz["questions"]
    if again:
        questions = still_wrong(questions, answers_of(again.id), again.carried)
    return Sitting(lesson, quiz, new_fact_id(), again, Run(tuple(questions), quiz["exam"]))


def own_attempt(lesson: ShelfLesson, attempt_id: str) -> Attempt:
    """The rep's own attempt at this lesson's quiz; 404 for anybody else's."""
    known = uuid_or_none(attempt_id)
    attempt = attempt_of(this_rep().id, known) if known else None
    if attempt is None or attempt.lesson_id != lesson.id:
        abort(404)
    return attempt
