"""A rep's screens: Today, Library, a lesson and its steps, Field, Me."""

from flask import Flask

from rapport.pages.rep import (
    ask_for_help,
    campaign,
    choice,
    entry,
    exercise,
    field,
    from_manager,
    lesson,
    library,
    me,
    observation,
    plan,
    quiz,
    reflection,
    today,
)
from rapport.pages.rep.blueprint import lesson_url, rep, step_url
from rapport.pages.rep.entry_form import in_words
from rapport.pages.rep.posted import new_fact_id, seen_edition

PAGES = (
    ask_for_help,
    from_manager,
    today,
    library,
    lesson,
    quiz,
    exercise,
    entry,
    reflection,
    plan,
    field,
    me,
    observation,
    campaign,
    choice,
)


def register(app: Flask) -> None:
    """Each page has added its routes to the blueprint when it was imported."""
    app.jinja_env.globals.update(
        new_fact_id=new_fact_id, seen_edition=seen_edition, lesson_url=lesson_url, step_url=step_url
    )
    app.jinja_env.filters["in_words"] = in_words
    app.register_blueprint(rep)
