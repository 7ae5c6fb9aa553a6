"""The site's style, taken apart: what it declares, under which condition and for which elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2

FOLDER = Path(__file__).parent.parent.parent / "static" / "css"
STYLE = sorted(FOLDER.rglob("*.css"))
WITHOUT_RULES = {"keyframes"}


@dataclass(frozen=True)
class Declaration:
    """`condition` is what stands around the rule, such as a media query; layers aside."""

    place: str
    condition: str
    selector: str
    name: str
    value: str


def errors_in(nodes: Any) -> list[str]:
    """Errors among rules and inside them, down to the last bracket (a declaration without its colon, an open string)."""
    found = [f"{node.source_line}: {node.message}" for node in nodes if node.type == "error"]
    for node in nodes:
        if node.type in {"at-rule", "qualified-rule"} and node.content is not None:
            found += errors_in(node.prelude) + errors_in(_inside(node))
        elif node.type == "declaration":
            found += errors_in(node.value)
        elif node.type == "function":
            found += errors_in(node.arguments)
        elif node.type.endswith(" block"):
            found += errors_in(node.content)
    return found


def declarations_in(path: Path) -> Iterator[Declaration]:
    rules = tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)
    for condition, rule in _rules(rules):
        for one in _inside(rule):
            if one.type == "declaration":
                place, value = f"{path.stem}:{one.source_line}", tinycss2.serialize(one.value).strip()
                yield from (Declaration(place, condition, selector, one.name, value) for selector in _selectors(rule))


def _rules(nodes: Any, condition: str = "") -> Iterator[tuple[str, Any]]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield condition, node
        elif node.type == "at-rule" and node.content is not None and node.lower_at_keyword not in WITHOUT_RULES:
            around = "" if node.lower_at_keyword == "layer" else f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}"
            yield from _rules(_inside(node), condition + around)


def _selectors(rule: Any) -> list[str]:
    """Each of "a, b"; a comma within brackets does not part them."""
    text = "".join("\n" if part == "," else part.serialize() for part in rule.prelude)
    return [" ".join(one.split()) for one in text.split("\n")]


def _inside(node: Any) -> Any:
    return tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
