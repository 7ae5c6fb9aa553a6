"""Small lessons made for a test, published without any files."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.catalogue.shelf import shelf
from rapport.database import db

PUBLISHED = datetime(2026, 1, 5, 9, tzinfo=UTC)
TEXTS = {
    "title": "Made",
    "summary": "For a test.",
    "objective": "See it work.",
    "minutes": 1,
    "sources": [],
    "html": "<p>Made.</p>",
}
NO_STEPS: dict[str, Any] = {"exercises": [], "reflection": {}, "plan": {}, "quiz": {}, "observations": []}
NO_ANSWER = {"accepted": [], "answer": "", "low": "", "high": "", "choices": [], "items": [], "pairs": [], "scenes": []}
WORDS = {"html": "Which?", "body_html": "", "explanation_html": "<p>Because.</p>", "fingerprint": "f" * 12}
REFLECTION = {"key": "thought", "title": "What now?", "html": "", "optional": False}
PLAN = {
    "key": "plan",
    "title": "Next",
    "html": "",
    "whens": ["I call"],
    "thens": ["ask"],
    "ask_after_days": 7,
    "optional": False,
}


_editions = count()


def question(key: str, **content: Any) -> dict[str, Any]:
    """A pick-one question whose right choice is "yes", unless `content` says otherwise."""
    choices = [{"key": name, "html": name, "right": name == "yes", "feedback_html": ""} for name in ("yes", "no")]
    return {"key": key, "kind": "one", **WORDS, **NO_ANSWER, "choices": choices, **content}


def quiz(*questions: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """A quiz of these questions, or of two."""
    asked = list(questions) or [question("q1"), question("q2")]
    return {
        "title": "Quiz",
        "intro_html": "",
        "pass": 80,
        "shuffle": False,
        "exam": False,
        "review": True,
        "questions": asked,
        **settings,
    }


def form_field(key: str, kind: str = "text", **settings: Any) -> dict[str, Any]:
    return {
        "key": key,
        "label": key.capitalize(),
        "kind": kind,
        "options": [],
        "low": 0,
        "high": 0,
        "reminds": [],
        "required": False,
        **settings,
    }


def exercise(key: str, **settings: Any) -> dict[str, Any]:
    """Two calls, with a required name and a promise."""
    fields = [form_field("who", required=True), form_field("promise", "long"), form_field("by", "date", reminds=[3])]
    rules = {
        "goal": 2,
        "unit": "calls",
        "within_days": 14,
        "rhythm": "",
        "sign_off": False,
        "shared": False,
        "optional": False,
    }
    return {"key": key, "title": key.capitalize(), "html": "", **rules, "fields": fields, **settings}


def sheet(key: str = "quiet", **settings: Any) -> dict[str, Any]:
    """A sheet of five lines for a ride-along, one of each kind; none has to be answered."""
    fields = [
        form_field("asks", "yesno"),
        form_field("waits", "choice", options=["mostly", "never"]),
        form_field("welcome", "scale", low=1, high=5),
        form_field("next"),
        form_field("words", "long"),
    ]
    return {"key": key, "title": f"Watch: {key}", "html": "<p>Sit still.</p>", "fields": fields, **settings}


def make_lesson(key: str, module: str = "made", **content: Any) -> Lesson:
    """A published lesson: only to be read, unless `content` holds steps."""
    place = {"module_id": _module(module).id, "position": len(shelf().lessons) + 1}
    lesson = Lesson(key=key, fingerprint="", **place, **(TEXTS | NO_STEPS | content))
    db.session.add(lesson)
    db.session.flush()
    return _edition(lesson)


def change_lesson(lesson: Lesson, **steps: Any) -> Lesson:
    """The same lesson, published again with other steps."""
    lesson = db.session.get_one(Lesson, lesson.id)
    for name, value in steps.items():
        setattr(lesson, name, value)
    return _edition(lesson)


def _module(key: str) -> Module:
    module = db.session.scalars(select(Module).where(Module.key == key)).first()
    if module is None:
        module = Module(key=key, title=key.capitalize(), summary="", position=99, html="", fingerprint=key)
        db.session.add(module)
        db.session.flush()
    return module


def _edition(lesson: Lesson) -> Lesson:
    steps = {name: getattr(lesson, name) for name in ("exercises", "reflection", "plan", "quiz", "observations")}
    number = len(db.session.scalars(select(Edition.fingerprint).where(Edition.lesson_id == lesson.id)).all())
    # No two alike in one run: editions are remembered by their fingerprint.
    lesson.fingerprint = f"{lesson.key.replace('-', '')}{lesson.id}edition{number}x{next(_editions)}"
    db.session.add(
        Edition(
            fingerprint=lesson.fingerprint,
            lesson_id=lesson.id,
            lesson_text="",
            quiz_text="",
            published_at=PUBLISHED,
            **steps,
        )
    )
    db.session.add(Publication(at=PUBLISHED, changes={}))
    db.session.commit()
    return lesson
