"""Publishing: the same files are nothing new, keys keep history, and it is all or nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from support.tiny_library import LESSON, MODULE, QUIZ, TINY, changed, read

from rapport.catalogue.lesson import Edition, Lesson
from rapport.catalogue.module import Module
from rapport.catalogue.publication import Publication
from rapport.catalogue.publish import Changes, publish
from rapport.catalogue.shelf import lesson_texts, shelf
from rapport.content import markdown
from rapport.database import db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
SECOND = "lessons/leaving/02-four-answers.md"
STAYING = "lessons/staying/module.md"
TWO = {**TINY, SECOND: "---\ntitle: Four answers\nsummary: Short.\nminutes: 1\n---\n\nCall them.\n"}


def put(texts: dict[str, str | bytes] | dict[str, str], at: datetime = MONDAY) -> Changes:
    library = read(texts)
    assert not library.errors
    changes = publish(library.modules, at)
    db.session.commit()
    return changes


def the_lesson(key: str = "five-causes") -> Lesson:
    return db.session.query(Lesson).filter_by(key=key).one()


@pytest.fixture
def published(app: Flask) -> Flask:
    """A catalogue that holds exactly two lessons of one module."""
    put(TWO)
    return app


def test_the_same_files_publish_to_nothing_new(published: Flask) -> None:
    before = shelf().version
    assert not put(TWO, TUESDAY)
    assert shelf().version == before


def test_what_a_page_shows_is_ready_made(published: Flask) -> None:
    lesson = the_lesson()
    assert '<img alt="Silence grows" src="/media/leaving/chart.png">' in lesson.html
    assert [field["key"] for field in lesson.exercises[0]["fields"]] == ["nickname", "mood"]
    assert lesson.exercises[0]["html"] == "<p>Nicknames only.</p>"
    assert lesson.reflection["key"] == "who-left"
    assert lesson.plan["whens"] == ["I park"]
    assert [question["kind"] for question in lesson.quiz["questions"]] == ["one", "number"]
    assert lesson.quiz["questions"][0]["explanation_html"] == "<p>Price is the polite answer.</p>"


def test_a_sheet_is_kept_with_its_edition_and_is_no_step_of_the_lesson(published: Flask) -> None:
    before = the_lesson().fingerprint
    sheet = "\n## Observe: The call\n<!-- id: call -->\n\nSit *still*.\n\n| Watch | Answer |\n| --- | --- |\n| Asks | yes / no |\n"
    steps = shelf().by_key["five-causes"].steps
    assert put({**TWO, LESSON: TINY[LESSON] + sheet}, TUESDAY).changed == ["five-causes"]
    assert (the_lesson().observations[0]["key"], the_lesson().observations[0]["html"]) == (
        "call",
        "<p>Sit <em>still</em>.</p>",
    )
    assert db.session.get_one(Edition, the_lesson().fingerprint).observations == the_lesson().observations
    assert db.session.get_one(Edition, before).observations == []
    lesson = shelf().by_key["five-causes"]
    assert lesson.steps == steps
    assert lesson.observations == ({"key": "call", "title": "The call"},)


def test_other_words_are_another_edition_of_the_same_lesson(published: Flask) -> None:
    before = the_lesson()
    number, fingerprint = before.id, before.fingerprint
    changes = put({**TWO, **changed(LESSON, "Price is what", "Price was what")}, TUESDAY)
    assert (changes.changed, changes.added, changes.retired) == (["five-causes"], [], [])
    assert the_lesson().id == number
    assert the_lesson().fingerprint != fingerprint
    assert "Price is what" in db.session.get_one(Edition, fingerprint).lesson_text


def test_a_changed_quiz_is_another_edition_too(published: Flask) -> None:
    put({**TWO, **changed(QUIZ, "> Five.", "> Five, in all.")}, TUESDAY)
    edition = db.session.get_one(Edition, the_lesson().fingerprint)
    assert "Five, in all." in edition.quiz_text
    assert edition.published_at == TUESDAY


def test_going_back_to_the_old_words_is_the_old_edition(published: Flask) -> None:
    fingerprint = the_lesson().fingerprint
    put({**TWO, **changed(LESSON, "Price is what", "Price was what")}, TUESDAY)
    assert put(TWO, TUESDAY).changed == ["five-causes"]
    assert the_lesson().fingerprint == fingerprint
    assert db.session.get_one(Edition, fingerprint).published_at == MONDAY


def test_a_lesson_that_moves_to_another_module_stays_itself(published: Flask) -> None:
    number = the_lesson("four-answers").id
    moved = {path: text for path, text in TWO.items() if path != SECOND}
    moved |= {STAYING: TINY[MODULE], "lessons/staying/01-four-answers.md": TWO[SECOND]}
    changes = put(moved, TUESDAY)
    assert (changes.moved, changes.added, changes.retired) == (["four-answers"], ["module staying"], [])
    assert the_lesson("four-answers").id == number
    assert db.session.get_one(Module, the_lesson("four-answers").module_id).key == "staying"


def test_a_lesson_with_another_number_has_moved(published: Flask) -> None:
    renumbered = {path.replace("02-", "07-"): text for path, text in TWO.items()}
    assert put(renumbered, TUESDAY).moved == ["four-answers"]
    assert the_lesson("four-answers").position == 7


def test_a_removed_lesson_is_retired_and_returns_as_itself(published: Flask) -> None:
    number = the_lesson("four-answers").id
    assert put(TINY, TUESDAY).retired == ["four-answers"]
    assert the_lesson("four-answers").retired_at == TUESDAY
    assert "four-answers" not in shelf().by_key
    assert put(TWO, TUESDAY).returned == ["four-answers"]
    assert (the_lesson("four-answers").id, the_lesson("four-answers").retired_at) == (number, None)
    assert "four-answers" in shelf().by_key


def test_a_lesson_with_another_key_is_another_lesson(published: Flask) -> None:
    renamed = {path.replace("four-answers", "answers"): text for path, text in TWO.items()}
    changes = put(renamed, TUESDAY)
    assert (changes.added, changes.retired) == (["answers"], ["four-answers"])


def test_a_module_has_a_language(published: Flask) -> None:
    assert shelf().modules[0].language == "en"
    put({**TWO, MODULE: TWO[MODULE].replace("summary:", "language: de\nsummary:")}, TUESDAY)
    assert shelf().modules[0].language == "de"


def test_a_module_that_is_gone_is_retired_with_its_lessons(published: Flask) -> None:
    gone = {path.replace("/leaving/", "/staying/"): text for path, text in TWO.items() if path in (MODULE, SECOND)}
    changes = put(gone, TUESDAY)
    assert sorted(changes.retired) == ["five-causes", "module leaving"]
    assert [module.key for module in shelf().modules] == ["staying"]


def test_when_one_lesson_fails_none_is_published(published: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [(lesson.key, lesson.title) for lesson in db.session.query(Lesson)], db.session.query(Publication).count()
    draw = markdown.render

    def fail_late(text: str, **more: Any) -> str:
        if "fails" in text:
            raise RuntimeError("a fault in the middle")
        return draw(text, **more)

    monkeypatch.setattr(markdown, "render", fail_late)
    texts = {
        **TWO,
        LESSON: TINY[LESSON].replace("title: Five causes", "title: Other"),
        SECOND: TWO[SECOND].replace("Call them.", "This fails."),
    }
    with pytest.raises(RuntimeError):
        publish(read(texts).modules, TUESDAY)
    db.session.rollback()
    assert before == (
        [(lesson.key, lesson.title) for lesson in db.session.query(Lesson)],
        db.session.query(Publication).count(),
    )


def test_a_newer_renderer_draws_anew_what_has_not_changed(published: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade of Rapport reaches lessons whose files nobody touched; for reps there is nothing new."""
    before, fingerprint = shelf().version, the_lesson().fingerprint
    number = db.session.query(Edition).count()
    assert "newer" not in lesson_texts(shelf().by_key["five-causes"]).html
    draw = markdown.render
    monkeypatch.setattr(markdown, "render", lambda text, **more: f"<p>newer</p>{draw(text, **more)}")
    monkeypatch.setattr("rapport.catalogue.publish.renderer", lambda: "newer")
    assert not put(TWO, TUESDAY)
    assert "newer" in db.session.query(Module).filter_by(key="leaving").one().html
    assert (the_lesson().fingerprint, db.session.query(Edition).count()) == (fingerprint, number)
    assert "newer" in lesson_texts(shelf().by_key["five-causes"]).html, "a running site looks again"
    edition = db.session.get_one(Edition, fingerprint)
    assert (edition.exercises, edition.quiz) == (the_lesson().exercises, the_lesson().quiz)
    assert edition.published_at == MONDAY
    after = shelf().version
    assert after > before
    assert not put(TWO, TUESDAY)
    assert shelf().version == after


def test_publishing_says_how_far_it_is(app: Flask) -> None:
    told: list[tuple[int, int]] = []
    publish(read(TWO).modules, MONDAY, told=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
