"""The quiz of a lesson: one question at a time, its explanation at once, the result at the end.

The page carries the run (in hidden fields, or in the phone's memory where scripts run); only a
finished run becomes a fact. In an exam nothing about right or wrong leaves before that.
"""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.catalogue.shelf import lesson_texts
from rapport.database import db
from rapport.learning.attempt import Attempt, answers_of, last_attempt
from rapport.learning.conversation import way
from rapport.learning.known import edition
from rapport.pages.rep import quiz_response
from rapport.pages.rep.blueprint import find_lesson, lesson_url, next_step_url, rep, this_rep, this_shelf
from rapport.pages.rep.posted import posted_id
from rapport.pages.rep.quiz_look_back import look_back
from rapport.pages.rep.quiz_marks import WORDS, Marked, marked, place, right_words, spoken
from rapport.pages.rep.quiz_run import Given, Turn, carried_on
from rapport.pages.rep.quiz_sitting import Sitting, own_attempt, sit
from rapport.progress.of_rep import lesson_progress
from rapport.progress.record import record


@rep.get("/lessons/<module>/<lesson>/quiz")
def quiz(module: str, lesson: str) -> ResponseReturnValue:
    """The first question; for an exam, what to know before it."""
    sitting = sit(find_lesson(module, lesson), request.args.get("again", ""))
    last = last_attempt(this_rep().id, sitting.lesson.id)
    if sitting.quiz["exam"]:
        return redirect(sitting.result_url(last.id), 303) if last else _page(sitting, intro=True)
    if sitting.again and sitting.finished:
        return redirect(sitting.result_url(sitting.again.id), 303)
    return _page(sitting, turn=sitting.run.turn(), last=last)


@rep.post("/lessons/<module>/<lesson>/quiz")
def answer_question(module: str, lesson: str) -> ResponseReturnValue:
    """Take one answer and explain it, or show the next question."""
    sitting = sit(find_lesson(module, lesson), request.form.get("again", ""))
    sitting = replace(
        sitting,
        id=posted_id(),
        run=carried_on(sitting.run, request.form.get("state", "")),
    )
    if sitting.quiz["exam"] and (last := last_attempt(this_rep().id, sitting.lesson.id)):
        return redirect(sitting.result_url(last.id), 303)
    turn = sitting.run.turn()
    if turn is None and not sitting.run.given:
        return redirect(sitting.url, 303)
    if turn is None:
        return _finish(sitting) or redirect(sitting.result_url(), 303)
    if not _is_about(turn):
        return _page(sitting, turn=turn)
    return _answer(sitting, turn) if request.form.get("sure") in ("yes", "no") else _go_on(sitting, turn)


@rep.get("/lessons/<module>/<lesson>/quiz/<attempt_id>")
def quiz_result(module: str, lesson: str, attempt_id: str) -> ResponseReturnValue:
    """How it went, and what to look at again."""
    found = find_lesson(module, lesson)
    attempt = own_attempt(found, attempt_id)
    quiz = edition(lesson_texts(found), attempt.fingerprint).quiz
    next_url = next_step_url(found, lesson_progress(this_rep().id, found.id))
    return render_template(
        "rep/quiz_result.html",
        lesson=found,
        quiz=quiz,
        attempt=attempt,
        looked=look_back(quiz.get("questions", []), answers_of(attempt.id), attempt.carried),
        next_url=None if next_url == f"{lesson_url(found)}/quiz" else next_url,
        next_lesson=this_shelf().neighbours(found)[1],
        **_drawing(quiz),
    )


def _is_about(turn: Turn) -> bool:
    form = request.form
    return form.get("question") == turn.question["key"] and form.get("round") == str(turn.round)


def _go_on(sitting: Sitting, turn: Turn) -> ResponseReturnValue:
    """What a line said in a conversation leads to; any other question is asked again."""
    if turn.question["kind"] != "scenario":
        return _page(sitting, turn=turn)
    path = quiz_response.from_form(turn.question, request.form)
    if quiz_response.goes_on(turn.question, path):
        return _page(sitting, turn=turn, kept=path)
    return _page(sitting, turn=turn, kept=path, refusal=quiz_response.ASKS["scenario"]), 422


def _answer(sitting: Sitting, turn: Turn) -> ResponseReturnValue:
    raw = quiz_response.from_form(turn.question, request.form)
    response = quiz_response.whole(turn.question, raw)
    if response is None:
        return _page(sitting, turn=turn, kept=raw, refusal=quiz_response.ASKS[turn.question["kind"]]), 422
    given = Given(turn.question["key"], response, request.form["sure"] == "yes", turn.round)
    sitting = replace(sitting, run=sitting.run.take(given))
    if sitting.finished and (refused := _finish(sitting)):
        return refused
    if sitting.quiz["exam"]:
        return redirect(sitting.result_url(), 303) if sitting.finished else _page(sitting, turn=sitting.run.turn())
    return _page(sitting, turn=turn, said=marked(turn.question, given))


def _finish(sitting: Sitting) -> ResponseReturnValue | None:
    """Keep the attempt; an answer only when it could not be kept."""
    result = record(this_rep(), [sitting.fact()], clock.now(), g.get("version"))[0]
    if result.status == "refused":
        return render_template("rep/quiz_refused.html", lesson=sitting.lesson, reason=result.reason, plain=True), 409
    db.session.commit()
    return None


def _page(
    sitting: Sitting,
    turn: Turn | None = None,
    said: Marked | None = None,
    last: Attempt | None = None,
    kept: Any = None,
    refusal: str = "",
    intro: bool = False,
) -> str:
    return render_template(
        "rep/quiz.html",
        sitting=sitting,
        turn=turn,
        said=said,
        last=last,
        kept=kept,
        refusal=refusal,
        intro=intro,
        **_drawing(sitting.quiz),
    )


def _drawing(quiz: dict[str, Any]) -> dict[str, Any]:
    """What the templates need to draw a question."""
    return {
        "words": WORDS,
        "place": place,
        "asks": quiz_response.ASKS,
        "ordered": partial(quiz_response.ordered, shuffle=quiz.get("shuffle", False)),
        "said_in": partial(quiz_response.said_in, shuffle=quiz.get("shuffle", False)),
        "way": way,
        "spoken": spoken,
        "partners": quiz_response.partners,
        "in_order": quiz_response.in_order,
        "right_words": right_words,
        "for_grading": quiz_response.for_grading,
    }
