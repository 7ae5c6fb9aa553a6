"""Where a rep stands, in words, and what comes next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rapport.catalogue.shelf import Shelf, ShelfLesson, ShelfModule, Step
from rapport.progress.of_rep import (
    Standing,
    module_standing,
    next_lesson,
    progress_of,
    running_exercises,
    standing,
    steps_standing,
)
from rapport.progress.progress import Progress

NOW = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
CALLS = {"key": "calls", "title": "Calls", "goal": 10, "unit": "calls", "within_days": 14, "optional": False}
STEPS = (Step("read"), Step("quiz"), Step("exercise", "calls"), Step("reflection", optional=True), Step("plan"))


def lesson(number: int = 1, steps: tuple[Step, ...] = STEPS, *exercises: dict[str, Any]) -> ShelfLesson:
    held = exercises or ((CALLS,) if Step("exercise", "calls") in steps else ())
    return ShelfLesson(number, f"l{number}", "m", f"L{number}", "", 2, "f", steps, held, 80)


def shelf(*lessons: ShelfLesson) -> Shelf:
    module = ShelfModule(1, "m", "M", "", lessons)
    return Shelf(1, (module,), lessons, {item.key: item for item in lessons}, {item.id: item for item in lessons})


def progress(number: int = 1, **values: Any) -> Progress:
    return Progress(
        **{
            "rep_id": 1,
            "lesson_id": number,
            "started_at": NOW,
            "last_at": NOW,
            "exercises": {},
            "attempts": 0,
            **values,
        }
    )


def tally(count: int, done: bool = False) -> dict[str, Any]:
    return {"calls": {"count": count, "done_at": NOW.isoformat() if done else None}}


def states(*given: Any) -> list[str]:
    return [state for _, state in steps_standing(*given)]


def test_the_first_step_is_now_for_a_newcomer() -> None:
    assert states(lesson(), None) == ["now", "todo", "todo", "todo", "todo"]


def test_now_is_the_first_step_that_is_not_done() -> None:
    assert states(lesson(), progress(read_at=NOW)) == ["done", "now", "todo", "todo", "todo"]
    assert states(lesson(), progress(read_at=NOW, planned_at=NOW)) == ["done", "now", "todo", "todo", "done"]


def test_an_extra_is_now_only_when_nothing_else_is_open() -> None:
    most = {"read_at": NOW, "passed_at": NOW, "exercises": tally(10, done=True)}
    assert states(lesson(), progress(**most)) == ["done", "done", "done", "todo", "now"]
    assert states(lesson(), progress(**most, planned_at=NOW)) == ["done", "done", "done", "now", "done"]
    assert states(lesson(), progress(**most, planned_at=NOW, reflected_at=NOW)) == ["done"] * 5


def test_a_lesson_stands_in_words() -> None:
    assert standing(lesson(), None) == Standing("not started")
    assert standing(lesson(), progress(read_at=NOW)) == Standing("in progress", "1 of 4 steps")
    assert standing(lesson(), progress(read_at=NOW, exercises=tally(7))) == Standing("in progress", "1 of 4 steps")
    learnt = {"read_at": NOW, "passed_at": NOW, "learnt_at": NOW}
    assert standing(lesson(), progress(**learnt, exercises=tally(7))) == Standing("in progress", "7 of 10 calls")
    assert standing(lesson(), progress(**learnt, completed_at=NOW)) == Standing("done")


def test_a_module_stands_in_words() -> None:
    module = ShelfModule(1, "m", "M", "", (lesson(1), lesson(2)))
    assert module_standing(module, {}) == Standing("not started")
    assert module_standing(module, {2: progress(2)}) == Standing("in progress", "0 of 2 lessons")
    assert module_standing(module, {1: progress(1, completed_at=NOW), 2: progress(2)}) == Standing(
        "in progress", "1 of 2 lessons"
    )
    assert module_standing(module, {n: progress(n, completed_at=NOW) for n in (1, 2)}) == Standing(
        "done", "2 of 2 lessons"
    )
    assert module_standing(ShelfModule(2, "e", "Empty", "", ()), {}) == Standing("not started")


def test_the_next_lesson_is_the_latest_begun_then_the_first_unlearnt() -> None:
    on_shelf = shelf(lesson(1), lesson(2), lesson(3))
    assert next_lesson(on_shelf, {}).key == "l1"  # type: ignore[union-attr]
    begun = {2: progress(2), 3: progress(3, last_at=NOW + timedelta(hours=1))}
    assert next_lesson(on_shelf, begun).key == "l3"  # type: ignore[union-attr]
    assert next_lesson(on_shelf, {1: progress(1, learnt_at=NOW)}).key == "l2"  # type: ignore[union-attr]
    assert next_lesson(on_shelf, {n: progress(n, learnt_at=NOW) for n in (1, 2, 3)}) is None


def test_an_exam_that_was_not_passed_is_not_offered_for_ever() -> None:
    exam = replace(lesson(1, (Step("read"), Step("quiz"), Step("plan"))), exam=True)
    on_shelf, taken = shelf(exam, lesson(2)), {"read_at": NOW, "attempts": 1}
    assert next_lesson(on_shelf, {1: progress(read_at=NOW)}) is exam, "not taken yet"
    assert next_lesson(on_shelf, {1: progress(attempts=1)}) is exam, "not read yet"
    assert next_lesson(on_shelf, {1: progress(**taken)}).key == "l2"  # type: ignore[union-attr]
    assert next_lesson(shelf(lesson(1), lesson(2)), {1: progress(**taken)}).key == "l1"  # type: ignore[union-attr]
    assert states(exam, progress(**taken)) == ["done", "taken", "now"]
    assert states(exam, progress(**taken, planned_at=NOW)) == ["done", "taken", "done"]
    assert states(exam, progress(**taken, passed_at=NOW)) == ["done", "done", "now"]
    assert standing(exam, progress(**taken)) == Standing("in progress", "Not passed")


def test_exercises_run_from_the_day_a_lesson_is_learnt_until_their_goal() -> None:
    on_shelf = shelf(lesson())
    assert running_exercises(on_shelf, {}) == []
    assert running_exercises(on_shelf, {1: progress(read_at=NOW)}) == []
    (running,) = running_exercises(on_shelf, {1: progress(learnt_at=NOW, exercises=tally(7))})
    assert (running.count, running.goal, running.due_on) == (7, 10, date(2026, 3, 24))
    (in_auckland,) = running_exercises(on_shelf, {1: progress(learnt_at=NOW)}, "Pacific/Auckland")
    assert in_auckland.due_on == date(2026, 3, 25)
    assert running_exercises(on_shelf, {1: progress(learnt_at=NOW, exercises=tally(10, done=True))}) == []


def test_an_exercise_without_a_goal_runs_on_and_an_extra_once_begun() -> None:
    endless, extra = {**CALLS, "goal": None, "within_days": None}, {**CALLS, "optional": True}
    done = {1: progress(learnt_at=NOW, exercises=tally(1, done=True))}
    assert [(item.count, item.due_on) for item in running_exercises(shelf(lesson(1, STEPS, endless)), done)] == [
        (1, None)
    ]
    assert running_exercises(shelf(lesson(1, STEPS, extra)), {1: progress(learnt_at=NOW)}) == []
    assert len(running_exercises(shelf(lesson(1, STEPS, extra)), {1: progress(learnt_at=NOW, exercises=tally(1))})) == 1


def test_ones_progress_takes_one_statement(cast: Any, statements: Any) -> None:
    with statements() as seen:
        assert progress_of(cast["rosa"].id) == {}
    assert len(seen) == 1
