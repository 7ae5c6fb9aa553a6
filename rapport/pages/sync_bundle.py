"""What a phone needs to learn offline, as one JSON value. An exam's right answers never leave the server."""

from typing import Any

from sqlalchemy import select

from rapport.catalogue.lesson import Lesson
from rapport.catalogue.shelf import Shelf, ShelfLesson, shelf
from rapport.database import db
from rapport.people.user import User
from rapport.progress.of_rep import progress_of
from rapport.progress.progress import Progress

MOMENTS = ("started_at", "last_at", "read_at", "passed_at", "reflected_at", "planned_at", "learnt_at", "completed_at")
SECRETS = {"explanation_html": "", "accepted": [], "answer": "", "low": "", "high": ""}
TELLTALE = "fingerprint"  # a hash over the right answer too: whoever tries all answers finds it


def bundle(rep: User, version: int | None = None) -> dict[str, Any]:
    """The whole library and this rep's progress."""
    on_shelf = shelf(version)
    rows = {lesson.id: lesson for lesson in db.session.scalars(select(Lesson).where(Lesson.retired_at.is_(None)))}
    progress = progress_of(rep.id)
    return {
        "version": on_shelf.version,
        "user": rep.id,
        "modules": [_module(on_shelf, place, rows) for place in range(len(on_shelf.modules))],
        "progress": {on_shelf.by_id[key].key: _progress(row) for key, row in progress.items() if key in on_shelf.by_id},
    }


def without_answers(question: dict[str, Any]) -> dict[str, Any]:
    """A question of an exam: everything that asks, nothing that tells."""
    choices = [{"key": choice["key"], "html": choice["html"]} for choice in question["choices"]]
    items = sorted(question["items"], key=lambda item: item["key"])
    lefts = [{"left_key": pair["left_key"], "left_html": pair["left_html"]} for pair in question["pairs"]]
    rights = {pair["right_key"]: pair["right_html"] for pair in question["pairs"]}
    pairs = {"pairs": lefts, "rights": [{"right_key": key, "right_html": rights[key]} for key in sorted(rights)]}
    asked = {name: value for name, value in question.items() if name != TELLTALE}
    return {**asked, **SECRETS, "choices": choices, "items": items, **pairs, "scenes": _untold(question)}


def _untold(question: dict[str, Any]) -> list[dict[str, Any]]:
    """The scenes of a conversation without what is best in them. None was ever published in an exam; this makes sure."""
    told = ("right", "feedback_html")
    return [
        {
            **scene,
            "choices": [{name: choice[name] for name in choice if name not in told} for choice in scene["choices"]],
        }
        for scene in question.get("scenes", ())
    ]


def _module(on_shelf: Shelf, place: int, rows: dict[int, Lesson]) -> dict[str, Any]:
    module = on_shelf.modules[place]
    lessons = [_lesson(lesson, rows[lesson.id]) for lesson in module.lessons if lesson.id in rows]
    return {
        "key": module.key,
        "title": module.title,
        "summary": module.summary,
        "language": module.language,
        "lessons": lessons,
    }


def _lesson(lesson: ShelfLesson, row: Lesson) -> dict[str, Any]:
    about = {name: getattr(lesson, name) for name in ("key", "title", "summary", "minutes", "fingerprint")}
    steps = [
        {"kind": step.kind, "key": step.key, "title": step.title, "optional": step.optional} for step in lesson.steps
    ]
    texts = {name: getattr(row, name) for name in ("objective", "html", "exercises", "reflection", "plan")}
    return {**about, "steps": steps, **texts, "quiz": _quiz(row.quiz)}


def _quiz(quiz: dict[str, Any]) -> dict[str, Any]:
    if not quiz.get("exam"):
        return quiz
    return {**quiz, "questions": [without_answers(question) for question in quiz["questions"]]}


def _progress(row: Progress) -> dict[str, Any]:
    moments = {name: moment.isoformat() if (moment := getattr(row, name)) else None for name in MOMENTS}
    return {
        **moments,
        "attempts": row.attempts,
        "score": row.score,
        "first_score": row.first_score,
        "exercises": row.exercises,
    }
