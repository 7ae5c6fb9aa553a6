"""TEMPORARY, while the parts are being built: what is not there yet is skipped. Delete with its import in conftest.py."""

import importlib
import sys
import types
import warnings
from typing import Any


def _load(name: str) -> types.ModuleType | None:
    try:
        return importlib.import_module(name)
    except Exception as error:  # noqa: BLE001
        warnings.warn(f"scaffold: {name}: {error!r}", stacklevel=2)
        return None


def _stub(name: str) -> None:
    module = types.ModuleType(name)
    module.register = lambda app: None
    module.site_has_people = lambda: True
    module.read_library = lambda *_: types.SimpleNamespace(modules=(), problems=())
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    setattr(importlib.import_module(parent), child, module)


def install() -> None:
    for name in ("rapport.content.markdown", "rapport.content.library"):
        if _load(name) is None:
            _stub(name)
    package = types.ModuleType("rapport.pages")
    import rapport

    path = rapport.__path__[0]
    for group, names in (("pages", "system account rep sync admin"), ("commands", "content progress people demo site")):
        package = types.ModuleType(f"rapport.{group}")
        package.__path__ = [f"{path}/{group}"]
        sys.modules[package.__name__] = package
        setattr(rapport, group, package)
        parts = [_load(f"{package.__name__}.{name}") for name in names.split()]
        package.register = _registering(parts)


def _registering(parts: list[Any]) -> Any:
    def register(app: Any) -> None:
        for part in parts:
            if hasattr(part, "register"):
                try:
                    part.register(app)
                except Exception as error:  # noqa: BLE001
                    warnings.warn(f"scaffold: {part.__name__}.register: {error!r}", stacklevel=2)

    return register
