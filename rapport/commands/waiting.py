"""What the terminal shows while something takes its time: "12 of 24 people", in place. Nothing of it when the output is piped."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import click

PATIENCE = 1.0  # seconds for which nobody asks whether it still goes on
PAUSE = 0.1
CLEAR = "\x1b[K"


class Waiting:
    """`count` may be called as often as one likes."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.outcome = ""  # how it ended, where that is not "done"
        self.began = perf_counter()
        self.told_at = 0.0

    @property
    def seconds(self) -> float:
        return perf_counter() - self.began

    def count(self, done: int, total: int, noun: str = "people") -> None:
        if self.seconds >= PATIENCE and perf_counter() - self.told_at >= PAUSE and on_terminal():
            self.told_at = perf_counter()
            click.echo(f"\r{self.what} … {done:,} of {total:,} {noun}{CLEAR}", nl=False)

    def clear(self) -> None:
        if self.told_at:
            click.echo(f"\r{CLEAR}", nl=False)


def on_terminal() -> bool:
    return sys.stdout.isatty()


@contextmanager
def saying(what: str) -> Iterator[Waiting]:
    """Say what is being done, and when it took a while, how far it is and how long it took."""
    click.echo(f"{what} … ", nl=False)
    waiting = Waiting(what)
    try:
        yield waiting
    except BaseException:
        click.echo(_again(waiting) + "failed.")
        raise
    done = f"done in {waiting.seconds:.0f} s." if waiting.seconds >= 1 else "done."
    click.echo(_again(waiting) + (waiting.outcome or done))


def _again(waiting: Waiting) -> str:
    """The head of the line, where a count has taken its place."""
    return f"\r{waiting.what} … {CLEAR}" if waiting.told_at else ""
