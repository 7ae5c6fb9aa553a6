"""A lesson's steps, ready to show: what its files say, as dictionaries whose texts are HTML.

`quiz`        title, intro_html, pass, shuffle, exam, review, questions (see `_question`)
`exercise`    key, title, html, goal, unit, within_days, rhythm, sign_off, shared, optional, fields, prompts
`reflection`  key, title, html, optional
`plan`        key, title, html, whens, thens, ask_after_days, optional
`observation` key, title, html, fields: a sheet, as it is filled in by whoever rides along
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from rapport.content import markdown
from rapport.content.source import (
    Choice,
    ExerciseSource,
    ModuleSource,
    ObservationSource,
    Pair,
    PlanSource,
    Question,
    QuizSource,
    ReflectionSource,
    Scene,
)

Draw = Callable[..., str]
inline = markdown.render_inline


def drawing_for(module: ModuleSource) -> Draw:
    """Turns Markdown of this module's files into HTML, with its pictures."""
    return partial(markdown.render, media=f"/media/{module.key}/", pictures=module.pictures)


def step(source: ExerciseSource | ReflectionSource | PlanSource | ObservationSource, draw: Draw) -> dict[str, Any]:
    values = asdict(source)
    del values["line"]
    values["html"] = draw(values.pop("body"))
    if isinstance(source, ExerciseSource):
        values["prompts"] = [inline(prompt) for prompt in source.prompts]
    return values


def quiz(source: QuizSource, draw: Draw) -> dict[str, Any]:
    return {
        "title": source.title,
        "intro_html": draw(source.intro),
        "pass": source.pass_mark,
        "shuffle": source.shuffle,
        "exam": source.exam,
        "review": source.review,
        "questions": [_question(question, draw) for question in source.questions],
    }


def _question(source: Question, draw: Draw) -> dict[str, Any]:
    return {
        "key": source.key,
        "kind": source.kind,
        "html": inline(source.title),
        "body_html": draw(source.body),
        "explanation_html": draw(source.explanation),
        "choices": [_choice(choice) for choice in source.choices],
        "accepted": list(source.accepted),
        "answer": source.answer,
        "low": source.low,
        "high": source.high,
        "items": [{"key": item.key, "html": inline(item.text)} for item in source.items],
        "pairs": [_pair(pair) for pair in source.pairs],
        "scenes": [_scene(scene, draw) for scene in source.scenes],
        "fingerprint": source.fingerprint,
    }


def _scene(source: Scene, draw: Draw) -> dict[str, Any]:
    choices = [{**_choice(choice), "to": choice.to} for choice in source.choices]
    return {"key": source.key, "html": inline(source.title), "body_html": draw(source.body), "choices": choices}


def _choice(source: Choice) -> dict[str, Any]:
    text, feedback = inline(source.text), inline(source.feedback)
    return {"key": source.key, "html": text, "right": source.right, "feedback_html": feedback}


def _pair(source: Pair) -> dict[str, Any]:
    left, right = inline(source.left), inline(source.right)
    return {"left_key": source.left_key, "left_html": left, "right_key": source.right_key, "right_html": right}
