"""docs/people-file.md explains every sentence with which a file of people is refused."""

import ast
from collections.abc import Iterator
from pathlib import Path

from rapport.pages.admin.upload_example import COLUMNS

ROOT = Path(__file__).parent.parent.parent
DOC = (ROOT / "docs" / "people-file.md").read_text()
FILES = (
    "sheet csv_sheet xlsx_guard xlsx_sheet spreadsheet headings days cells people_file leading people_change present"
)
REFUSALS = {"FileRefused", "TextRefused", "DayRefused", "Slip", "slip"}
CONSTANTS = {"CUT_OFF", "TOO_MANY_ROWS", "NO_TABLE", "TOO_LARGE", "DAMAGED", "PROTECTED", "NOT_CLOSED", "old"}


def sentences() -> Iterator[str]:
    """The longest fixed piece of every sentence that refuses something."""
    for name in FILES.split():
        for node in ast.walk(ast.parse((ROOT / "rapport" / "exchange" / f"{name}.py").read_text())):
            if isinstance(node, ast.Call) and called(node.func) in REFUSALS and node.args:
                yield from pieces(node.args[-1])
            elif isinstance(node, ast.Assign) and called(node.targets[0]) in CONSTANTS:
                yield from pieces(node.value)
            elif isinstance(node, ast.Call) and called(node.func) == "format" and called(node.func.value) == "CUT_OFF":  # type: ignore[attr-defined]
                yield from pieces(node.args[0])


def called(node: ast.AST) -> str:
    return str(getattr(node, "id", getattr(node, "attr", "")))


def pieces(node: ast.AST) -> Iterator[str]:
    texts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if texts:
        yield max((piece.strip() for text in texts for piece in text.split("{}")), key=len)


def test_every_refusal_is_explained() -> None:
    found = set(sentences())
    assert len(found) > 30
    assert {one for one in found if len(one) > 3 and one not in DOC} == set()


def test_every_column_is_explained() -> None:
    assert [title for title, _, _ in COLUMNS if f"| **{title}** |" not in DOC] == []
