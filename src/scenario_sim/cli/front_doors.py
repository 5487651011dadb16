"""Handing over to a front door that is installed beside us, found by name so that nothing imports it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import Any

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import current_language, translate

_GROUP = "scenario_sim.front_doors"


def open_front_door(name: str, **request: Any) -> None:
    """Open the front door that is installed under *name* with what the user asked for.

    Raises UnreadableInput when it is not installed.
    """
    for entry in _installed(name):
        entry.load()(current_language(), **request)
        return
    raise UnreadableInput(translate("the terminal app is not installed"))


def _installed(name: str) -> Iterator[EntryPoint]:
    """Our own first: looking through everything that is installed takes longer."""
    with suppress(PackageNotFoundError):
        yield from distribution("scenario-sim").entry_points.select(group=_GROUP, name=name)
    yield from entry_points(group=_GROUP, name=name)
