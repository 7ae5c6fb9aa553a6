"""Imports run one way, so that every folder can be read without the ones above it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "rapport"
BESIDE = {"clock", "config", "database", "text"}
FOUNDATION = {"catalogue", "people", *BESIDE}
STANDING = {"progress", "coaching", "assignments", "learning", *FOUNDATION}
TOLD = {"exchange", "reports", *STANDING}
BELOW = {
    "content": set(),
    "people": BESIDE,
    "catalogue": {"content", *BESIDE},
    "learning": FOUNDATION,
    "assignments": FOUNDATION,
    "coaching": {"learning", *FOUNDATION},
    "progress": STANDING,
    "reports": STANDING,
    "exchange": {"reports", *STANDING},
    "demo": STANDING,
    "pages": {"demo", "jobs", "mail", "schema", *TOLD},
    "commands": {"demo", "content", "jobs", "mail", "schema", *TOLD},
    "jobs": {"mail", *TOLD},
    "mail": BESIDE,
    "schema": BESIDE,
    **{name: set() for name in BESIDE},
}
CAPABILITIES = (
    "content",
    "people",
    "catalogue",
    "learning",
    "assignments",
    "coaching",
    "progress",
    "reports",
    "exchange",
    "demo",
)
# Loaded on demand because they are heavy; none of them dodges a circle.
ON_DEMAND = {
    "rapport/commands/content.py",
    "rapport/commands/preparing.py",
    "rapport/commands/server.py",
}
WEB = {"flask", "flask_login", "flask_wtf", "flask_sqlalchemy", "wtforms", "werkzeug", "click"}
FREE = {"__init__", "__main__", "install"}


def sources(*names: str) -> list[Path]:
    places = [PACKAGE / name for name in names] if names else [PACKAGE]
    return sorted(path for place in places for path in place.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(tree: ast.AST) -> set[str]:
    """The dotted names that are imported in `tree`; `from rapport import jobs` counts as rapport.jobs."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they go"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_file_imports_only_from_its_own_folder_and_those_below():
    wrong = {}
    for path in sources():
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part not in FREE:
            ours = {name.split(".")[1] for name in imports(tree_of(path)) if name.startswith("rapport.")}
            wrong[name_of(path)] = ours - {part} - BELOW[part]
    assert not {name: parts for name, parts in wrong.items() if parts}


def test_capabilities_do_not_know_flask():
    wrong = {}
    for path in sources(*CAPABILITIES):
        wrong[name_of(path)] = {name.split(".")[0] for name in imports(tree_of(path))} & WEB
    assert not {name: parts for name, parts in wrong.items() if parts}


def test_no_file_imports_inside_a_function_to_dodge_a_circle():
    assert {name_of(path) for path in sources() if hides_an_import(path)} <= ON_DEMAND


def hides_an_import(path: Path) -> bool:
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]
    return any(name.split(".")[0] in {"rapport", "app"} for function in functions for name in imports(function))


def test_only_pages_commands_and_jobs_commit():
    """A capability that commits would tear what a page does in two."""
    assert [name_of(path) for path in sources(*CAPABILITIES) if "session.commit(" in path.read_text()] == []


def test_files_do_not_import_each_other_in_a_circle():
    modules = {
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
        for path in (*sources(), ROOT / "app.py")
    }
    graph = {
        module: {target(name, modules) for name in imports(tree_of(path))} - {"", module}
        for module, path in modules.items()
    }
    assert circle_in(graph) == []


def target(name: str, modules: dict[str, Path]) -> str:
    """The module that an imported name is, or comes from; nothing when it is not ours."""
    return name if name in modules else name.rpartition(".")[0] if name.rpartition(".")[0] in modules else ""


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one circle, or nothing."""
    done: set[str] = set()

    def walk(module: str, trail: tuple[str, ...]) -> list[str]:
        if module in trail:
            return list(trail[trail.index(module) :])
        if module in done:
            return []
        found = next((found for other in sorted(graph[module]) if (found := walk(other, (*trail, module)))), [])
        done.add(module)
        return found

    return next((found for module in sorted(graph) if (found := walk(module, ()))), [])
