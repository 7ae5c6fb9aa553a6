"""The way that a response takes through a conversation. `static/js/conversation.js` goes the same way in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Question = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A scene, and what was said in it; nothing (yet) in the one where the talk stands."""

    scene: dict[str, Any]
    choice: dict[str, Any] | None = None


def way(question: Question, path: Sequence[str]) -> list[Step]:
    """The scenes that the choices of `path` lead through, up to the first that does not belong there."""
    scenes = {scene["key"]: scene for scene in question["scenes"]}
    scene = next(iter(question["scenes"]), None)
    steps: list[Step] = []
    for key in path:
        choice = next((choice for choice in scene["choices"] if choice["key"] == key), None) if scene else None
        if not scene or not choice:
            break
        steps.append(Step(scene, choice))
        scene = scenes.get(choice["to"])
    return [*steps, Step(scene)] if scene else steps


def has_ended(steps: list[Step], path: Sequence[str]) -> bool:
    """Whether all of `path` was said, and nothing is left to say."""
    return len(steps) == len(path) + 1 and not steps[-1].scene["choices"]


def best_path(question: Question) -> list[str]:
    """What is best said, from the first scene to an ending."""
    scenes = {scene["key"]: scene for scene in question["scenes"]}
    scene = next(iter(question["scenes"]), None)
    path: list[str] = []
    for _ in question["scenes"]:
        best = next((choice for choice in scene["choices"] if choice["right"]), None) if scene else None
        if best is None:
            break
        path.append(best["key"])
        scene = scenes.get(best["to"])
    return path
