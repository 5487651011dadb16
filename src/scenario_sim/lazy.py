"""Parts that are imported when they are asked for, so that a call that needs little begins at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def parts(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """A ``__getattr__`` for *package*: *homes* says which names it offers from each of its modules."""
    home_of = {name: module for module, names in homes.items() for name in names}

    def part(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{home_of[name]}"), name)

    return part
