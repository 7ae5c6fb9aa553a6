"""What the demo people write down belongs to the shipped lessons: add a lesson, and tell something of it."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rapport import config
from rapport.content.library import read_library
from rapport.demo.form import cells_for, fitting
from rapport.demo.told import Row, entries, reflection, reflections, rows_of

LESSONS = [lesson for module in read_library(Path(config.ROOT)).modules for lesson in module.lessons]
EXERCISES = {exercise.key: asdict(exercise) for lesson in LESSONS for exercise in lesson.exercises}
REFLECTIONS = {lesson.reflection.key for lesson in LESSONS if lesson.reflection}
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def rows_told(key: str) -> list[Row]:
    stories = [story for name, stories in entries().items() if name.split(" in ")[0] == key for story in stories]
    return [row for story in stories for row in story]


@pytest.mark.parametrize("key", EXERCISES)
def test_every_exercise_has_entries_enough_for_several_people(key: str) -> None:
    rows = rows_told(key)
    assert len(rows) >= max(6, EXERCISES[key]["goal"] or 0)
    assert len({tuple(row.values()) for row in rows}) == len(rows)


@pytest.mark.parametrize("key", EXERCISES)
def test_every_entry_says_what_its_form_asks(key: str) -> None:
    wrong = [(label, cell) for row in rows_told(key) for label, cell in misfits(EXERCISES[key]["fields"], row)]
    assert wrong == []


def misfits(fields: list[dict[str, Any]], row: Row) -> list[tuple[str, str | None]]:
    """The fields to which the row says nothing, or something that the form would refuse."""
    cells = cells_for(fields, row)
    found = [(field, cells.get(field["key"])) for field in fields]
    return [
        (field["label"], cell)
        for field, cell in found
        if cell is None or (not fitting(field, cell, NOW) if cell else field["required"])
    ]


@pytest.mark.parametrize("key", sorted(REFLECTIONS))
def test_every_reflection_has_texts_of_its_own(key: str) -> None:
    assert len(set(reflections().get(key, []))) >= 2


def test_nothing_is_told_of_a_lesson_that_is_gone() -> None:
    assert {key.split(" in ")[0] for key in entries()} - set(EXERCISES) == set()
    assert set(reflections()) - REFLECTIONS == set()


def test_the_challenge_tells_something_of_each_day() -> None:
    assert [len(story) for story in entries()["thirty-working-days"]] == [30, 30]


def test_the_next_person_takes_the_next_rows() -> None:
    first, second = (rows_of("promise-audit", "North", 0, start, 5) for start in (0, 5))
    assert not {row["What did you promise"] for row in first} & {row["What did you promise"] for row in second}


def test_a_story_is_told_from_its_beginning() -> None:
    for turn in range(5):
        assert rows_of("guess-then-count", "North", turn, 3, 10)[0]["With the first account only"]


def test_there_is_always_a_row() -> None:
    assert len(rows_of("promise-audit", "North", 0, 0, 100)) == 100
    assert rows_of("no-such-exercise", "North", 3, 7, 2) == [{}, {}]
    assert reflection("no-such-reflection", 3) is None
