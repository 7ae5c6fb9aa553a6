"""The smallest whole library without a problem, as a dictionary, for tests that change one line of it."""

from rapport.content.folder import Files
from rapport.content.library import Library, read_files

MODULE = "lessons/leaving/module.md"
LESSON = "lessons/leaving/01-five-causes.md"
QUIZ = "quizzes/leaving/five-causes.md"
PICTURE = "lessons/leaving/chart.png"

TINY = {
    MODULE: "---\ntitle: Why they leave\nsummary: Five causes.\n---\n\nRead it in order.\n",
    LESSON: """---
title: Five causes
summary: None of them is price alone.
minutes: 1
---

Price is what they say.

![Silence grows](chart.png)

## Exercise: Call two
<!-- id: call-two -->

- goal: 2 calls

Nicknames only.

| Log | Answer |
| --- | --- |
| Nickname | text |
| Mood | 1 to 5 |

## Reflect: Who left?
<!-- id: who-left -->

## Plan: Call first
<!-- id: call-first -->

When …

- I park

Then …

- I call
""",
    QUIZ: """---
pass: 80
---

## Why did they leave?
<!-- id: why -->

- [ ] Price
- [x] Silence

> Price is the polite answer.

## How many causes?
<!-- id: how-many -->

Answer: 5

> Five.
""",
}
TWO_CHOICES = "- [ ] Price\n- [x] Silence"
TALK = """### She calls

“You’ll deliver on Saturday?”

- [ ] [“Of course.”](#she-plans)
- [x] [“I’ll ask.”](#she-waits)

### She plans

Operations says no.

- [ ] [“It is all a misunderstanding.”](#she-leaves)
- [x] [“I promised too early.”](#she-waits)

### She waits

She calls at four.

### She leaves

You hear nothing.
"""
SIZES = {PICTURE: 1000}


def changed(path: str, old: str, new: str) -> dict[str, str | bytes]:
    """The tiny library with one piece of one file replaced."""
    assert TINY[path].count(old) == 1, f"{old!r} should stand once in {path}"
    return {**TINY, path: TINY[path].replace(old, new)}


def added(path: str, text: str | bytes) -> dict[str, str | bytes]:
    return {**TINY, path: text}


def without(*paths: str) -> dict[str, str | bytes]:
    return {path: text for path, text in TINY.items() if path not in paths}


def read(texts: dict[str, str | bytes] | dict[str, str], sizes: dict[str, int] | None = None) -> Library:
    """The library that `texts` make, with the one picture that the lesson shows."""
    coded = {path: text.encode() if isinstance(text, str) else text for path, text in texts.items()}
    return read_files(Files(coded, SIZES if sizes is None else sizes))


def places(library: Library) -> list[str]:
    """Each problem as "path:line:column rule"."""
    return [f"{problem.path}:{problem.line}:{problem.column} {problem.rule}" for problem in library.problems]
