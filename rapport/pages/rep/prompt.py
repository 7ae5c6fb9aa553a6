"""What an exercise suggests for one entry: the seventh prompt for the seventh day. Pure."""

from dataclasses import dataclass
from typing import Any

from rapport.pages.rep.tally import Tally


@dataclass(frozen=True)
class Prompt:
    """`place` is its place in the exercise's list, from 1."""

    label: str
    html: str
    place: int


def prompt_for(exercise: dict[str, Any], tally: Tally) -> Prompt | None:
    """The prompt of the entry that is asked for now; after the last one the list begins again. None once the goal is reached."""
    prompts = exercise.get("prompts")
    if not prompts or tally.reached:
        return None
    number = tally.count if tally.current_done and tally.count else tally.next_number
    place = (number - 1) % len(prompts)
    return Prompt(f"A prompt for {tally.one} {number}", prompts[place], place + 1)
