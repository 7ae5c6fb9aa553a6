"""What a path in the library means: its kind, module and key."""

import re
from dataclasses import dataclass

from rapport.content.words import is_key

LESSON = re.compile(r"([0-9]{2,3})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")


@dataclass(frozen=True)
class Place:
    """`kind` is module, lesson or quiz; empty for a file that has no place here."""

    path: str
    kind: str = ""
    module: str = ""
    key: str = ""
    position: int = 0


def place_of(path: str) -> Place:
    """Where `path` ("lessons/leaving/01-five-causes.md") belongs."""
    top, _, rest = path.partition("/")
    module, _, name = rest.partition("/")
    if not is_key(module) or "/" in name:
        return Place(path)
    if top == "lessons" and name == "module.md":
        return Place(path, "module", module)
    lesson = LESSON.fullmatch(name)
    if top == "lessons" and lesson and is_key(lesson[2]):
        return Place(path, "lesson", module, lesson[2], int(lesson[1]))
    if top == "quizzes" and is_key(name.removesuffix(".md")):
        return Place(path, "quiz", module, name.removesuffix(".md"))
    return Place(path)
