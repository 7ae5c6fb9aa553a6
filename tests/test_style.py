"""The style files say only what browsers understand, and name only what the tokens define."""

import re
from pathlib import Path

import pytest
import tinycss2

ROOT = Path(__file__).parent.parent
STYLE = sorted((ROOT / "static" / "css").rglob("*.css"))
EVERYTHING = "\n".join(path.read_text() for path in STYLE)
PAGES = "\n".join(
    path.read_text()
    for top, kind in (("templates", "*.html"), ("static/js", "*.js"), ("rapport", "*.py"))
    for path in sorted((ROOT / top).rglob(kind))
)
# Put together from two words: `callout--` and the name of one, `notice--` and the category of a message.
MADE = ("callout--", "notice--")


@pytest.mark.parametrize("path", STYLE, ids=lambda path: path.stem)
def test_a_style_file_has_no_errors(path):
    assert errors_in(tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)) == []


def errors_in(nodes) -> list[str]:
    """Errors among rules, and among what stands inside them (a declaration without its colon, a stray brace)."""
    found = [f"{node.source_line}: {node.message}" for node in nodes if node.type == "error"]
    for node in nodes:
        if node.type in {"at-rule", "qualified-rule"} and node.content is not None:
            found += errors_in(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))
    return found


def test_every_token_that_is_used_is_defined():
    used = set(re.findall(r"var\((--[\w-]+)\)", EVERYTHING))
    defined = set(re.findall(r"(--[\w-]+)\s*:", EVERYTHING))
    assert used - defined == set()
    assert len(used) > 10


def test_every_class_that_is_styled_is_used():
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", EVERYTHING, flags=re.DOTALL)
    styled = {name for name in re.findall(r"\.([a-z][\w-]*)", rules) if not name.startswith(MADE)}
    assert {name for name in styled if not re.search(rf"(?<![\w-]){name}(?![\w-])", PAGES)} == set()


def test_motion_can_be_turned_off():
    assert "prefers-reduced-motion" in EVERYTHING
