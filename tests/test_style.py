"""The style files say only what browsers understand, say it once, and name only what there is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2
from support.style import STYLE, Declaration, declarations_in, errors_in

ROOT = Path(__file__).parent.parent
EVERYTHING = "\n".join(path.read_text() for path in STYLE)
RULES = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", EVERYTHING, flags=re.DOTALL)
STYLED = set(re.findall(r"\.([a-z][\w-]*)", RULES))
TEMPLATES = [path.read_text() for path in sorted((ROOT / "templates").rglob("*.html"))]
SCRIPTS = [path.read_text() for path in sorted((ROOT / "static" / "js").rglob("*.js"))]
PYTHON = [path.read_text() for path in sorted((ROOT / "rapport").rglob("*.py"))]
# Put together from two words: `callout--` and the name of one, `notice--` and the category of a message.
MADE = ("callout--", "notice--")
CLASS = re.compile(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"')
HOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@pytest.mark.parametrize("path", STYLE, ids=lambda path: path.stem)
def test_a_style_file_has_no_errors(path: Path) -> None:
    assert errors_in(tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)) == []


@pytest.mark.parametrize("wrong", ["a { color red }", "a { color: red } }", 'a { content: "x\n }', "a { color: ) }"])
def test_errors_are_found(wrong: str) -> None:
    assert len(errors_in(tinycss2.parse_stylesheet(wrong, skip_comments=True, skip_whitespace=True))) == 1


def test_every_token_that_is_used_is_defined_and_every_defined_one_used() -> None:
    used = set(re.findall(r"var\((--[\w-]+)", RULES))
    defined = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", RULES))
    assert used ^ defined == set()
    assert len(used) > 10


def test_every_class_that_is_styled_is_used() -> None:
    pages = "\n".join([*TEMPLATES, *SCRIPTS])
    made_by_code = "\n".join(PYTHON)
    unused = {name for name in STYLED if not name.startswith(MADE) and not _is_in(name, pages)}
    assert {name for name in unused if not re.search(rf'["= ]{name}[" ]', made_by_code)} == set()


def test_every_class_that_is_used_is_styled() -> None:
    used = {name for text in TEMPLATES for name in classes_in(text)}
    used |= {name for text in SCRIPTS for words in re.findall(r'className = "([^"]*)"', text) for name in words.split()}
    assert {name for name in used - STYLED if not name.startswith(MADE)} == set()
    assert len(used) > 50


def classes_in(template: str) -> Iterator[str]:
    """The class names that stand in a template as they are, those in the middle of an expression left out."""
    for value in CLASS.findall(template):
        yield from (name for name in HOLE.sub(" \0 ", value).split() if "\0" not in name)


def test_nothing_is_said_twice() -> None:
    """Two rules with the same selector that set the same property: one of them is forgotten, or will be."""
    said: dict[tuple[str, str, str], list[Declaration]] = {}
    for path in STYLE:
        for one in declarations_in(path):
            said.setdefault((one.condition, one.selector, one.name), []).append(one)
    assert [" and ".join(one.place for one in twice) for twice in said.values() if len(twice) > 1] == []
    assert len(said) > 500


def test_motion_can_be_turned_off() -> None:
    assert "prefers-reduced-motion" in EVERYTHING


def _is_in(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){name}(?![\w-])", text) is not None
