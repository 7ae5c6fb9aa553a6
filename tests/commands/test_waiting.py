"""What a command shows while it works: a count in place on a terminal, nothing more when it is piped."""

from collections.abc import Callable

import pytest

from rapport.commands import waiting
from rapport.commands.waiting import Waiting, saying


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """`passes(2)` lets two seconds go by."""
    seconds = [100.0]
    monkeypatch.setattr(waiting, "perf_counter", lambda: seconds[0])
    return lambda more: seconds.append(seconds.pop() + more)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "on_terminal", lambda: True)


def test_a_quick_one_shows_no_count(
    terminal: None, passes: Callable[[float], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with saying("Moving in") as waiting_for:
        waiting_for.count(12, 24)
        passes(0.9)
        waiting_for.count(24, 24)
    assert capsys.readouterr().out == "Moving in … done.\n"


def test_a_longer_one_counts_in_place(
    terminal: None, passes: Callable[[float], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with saying("Moving in") as waiting_for:
        passes(2)
        waiting_for.count(12, 24)
        waiting_for.count(13, 24)  # at the same moment: not worth a line
        passes(1)
        waiting_for.count(24, 24)
    parts = capsys.readouterr().out.split("\r")
    assert parts == [
        "Moving in … ",
        "Moving in … 12 of 24 people",
        "Moving in … 24 of 24 people",
        "Moving in … done in 3 s.\n",
    ]


def test_what_is_piped_holds_no_counts(passes: Callable[[float], None], capsys: pytest.CaptureFixture[str]) -> None:
    with saying("Moving in") as waiting_for:
        passes(2)
        waiting_for.count(12, 24)
    assert capsys.readouterr().out == "Moving in … done in 2 s.\n"


def test_a_failure_is_said_in_the_same_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), saying("Moving in"):
        raise RuntimeError
    assert capsys.readouterr().out == "Moving in … failed.\n"


def test_a_count_alone_leaves_nothing_behind(
    terminal: None, passes: Callable[[float], None], capsys: pytest.CaptureFixture[str]
) -> None:
    waiting_for = Waiting("Publishing")
    passes(2)
    waiting_for.count(1, 2, noun="lessons")
    waiting_for.clear()
    assert capsys.readouterr().out == "\rPublishing … 1 of 2 lessons\r"
